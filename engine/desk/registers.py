"""Registrations in the memory of a process: they change rarely, and every decision asks for them.

They are read again at most twice a second and merchant, so that another process's change counts soon; a change made
through this desk counts at once. Safe for several threads.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.order.order import Order
from engine.registration import Registration
from engine.store.registrations import current_registrations
from engine.store.sessions import ReadSession

FRESH_FOR = timedelta(milliseconds=500)


@dataclass(slots=True)
class Registers:
    """The current registrations of each merchant, with the moment at which they were read."""

    _kept: dict[str, tuple[datetime, tuple[Registration, ...]]] = field(default_factory=dict)

    def of(self, session: ReadSession, order: Order, merchant: str, now: datetime) -> tuple[Registration, ...]:
        """Those that count for an order's entity and shop; one statement when they are read, else none."""
        found = self._kept.get(merchant)
        if found is None or not timedelta(0) <= now - found[0] < FRESH_FOR:
            found = (now, tuple(row.registration for row in current_registrations(session, merchant)))
            self._kept[merchant] = found
        return tuple(each for each in found[1] if each.counts_for(order.legal_entity, order.shop))

    def forget(self, merchant: str) -> None:
        """The next decision reads them again."""
        self._kept.pop(merchant, None)
