"""The clocks of an order that waits, from its document, the rule book, and what fulfilment knows of money and days.

Fulfilment is not known here: it is handed in by the composition root as `Promises` and `Calendars`. While a request is
decided nothing is read for it: what this process has read last counts, and the job that follows the decision reads
everything and puts the hold right (`engine.desk.hold_following`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from engine.desk.deadlines import Clock, Deadline, deadline
from engine.desk.hold_terms import OwnTerms
from engine.desk.working_days import WeekCalendar, WorkCalendar, latest_start, working_days_after
from engine.order.order import Order
from engine.rulebook.book import RuleBook
from engine.rulebook.channel_clocks import days_of
from engine.store.sessions import ReadSession

Choose = Callable[[Order], WorkCalendar]
NOWHERE = WeekCalendar()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEnds:
    """When a payment that is only promised ends, and when its provider honours it no more; None where neither is."""

    authorisation: datetime | None = None
    honour: datetime | None = None


class Promises(Protocol):
    """What is known of the money that an order was promised."""

    def stated(self, order: Order) -> PromiseEnds:
        """By the document of the order, and what is known of the gateway."""
        ...

    def told(self, session: ReadSession, order_id: str, order: Order) -> PromiseEnds:
        """By what gateways have told since, else by the document."""
        ...


class Calendars(Protocol):
    """When the warehouses of a merchant work."""

    def of(self, session: ReadSession, merchant: str) -> Choose:
        """Reads them; answers who says of an order which calendar counts for it."""
        ...


class StatedOnly:
    """Knows the document alone."""

    def stated(self, order: Order) -> PromiseEnds:
        return PromiseEnds(authorisation=None if order.payment is None else order.payment.authorisation_expires_at)

    def told(self, session: ReadSession, order_id: str, order: Order) -> PromiseEnds:
        del session, order_id
        return self.stated(order)


class OneCalendar:
    """Knows no warehouses: Monday to Friday, in UTC."""

    def of(self, session: ReadSession, merchant: str) -> Choose:
        del session, merchant
        return lambda _: NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is asked about: an order that waits since `placed_at`, perhaps until a moment that a person has set.

    `acted_at` is when something was done about a clock that had ended.
    """

    order: Order
    placed_at: datetime
    until: datetime | None = None
    acted_at: datetime | None = None


@dataclass(slots=True)
class HoldClocks:
    """Answers until when a hold may stay open. Safe for several threads: what is kept is replaced as a whole."""

    promises: Promises = field(default_factory=StatedOnly)
    calendars: Calendars = field(default_factory=OneCalendar)
    _kept: dict[str, tuple[OwnTerms, Choose]] = field(default_factory=dict)

    def known(self, merchant: str) -> tuple[OwnTerms, Choose]:
        """What this process has read last, or what is usual; reads nothing."""
        return self._kept.get(merchant, (OwnTerms(), lambda _: NOWHERE))

    def read(self, session: ReadSession, merchant: str, own: OwnTerms) -> tuple[OwnTerms, Choose]:
        """What counts now, kept for requests that read nothing."""
        found = (own, self.calendars.of(session, merchant))
        self._kept[merchant] = found
        return found


def hold_deadline(
    waiting: Waiting, money: PromiseEnds, book: RuleBook, own: OwnTerms, calendar: WorkCalendar
) -> Deadline:
    """Until when an order can be saved. All that has to be done before a clock ends is taken off it."""
    terms = book.policy.holds
    order, placed_at = waiting.order, waiting.placed_at
    give_up = working_days_after(calendar, placed_at, own.give_up_days or terms.give_up_days)
    ends: dict[Clock, datetime | None] = {
        Clock.AUTHORISATION: money.authorisation,
        Clock.HONOUR: money.honour,
        **channel_ends(order, book, calendar, placed_at),
        Clock.PERSON: waiting.until,
        Clock.GIVE_UP: give_up,
    }
    floor = max(placed_at, waiting.acted_at or placed_at) + timedelta(hours=terms.least_hours)
    if waiting.until is not None and waiting.acted_at is None:
        floor = min(floor, max(placed_at, waiting.until))  # a person may want it sooner
    stated = {clock: at for clock, at in ends.items() if at is not None}
    return deadline(stated, floor, waiting.acted_at)


def channel_ends(
    order: Order, book: RuleBook, calendar: WorkCalendar, decided_at: datetime
) -> Mapping[Clock, datetime | None]:
    """The last moments at which work can begin, so that the parcel leaves as promised, and before the channel
    cancels."""
    channel = book.channels.get(order.channel)
    days = (decided_at.astimezone(UTC).date(), order.placed_at.astimezone(UTC).date())
    handling = calendar.handling_days
    ship_by, cancels = order.ship_by, None
    if channel is not None:
        within = days_of(channel.clocks.ship_within_days, book.params, *days)
        if ship_by is None and within is not None:
            ship_by = working_days_after(calendar, order.placed_at, within)
        after = days_of(channel.clocks.auto_cancel_days, book.params, *days)
        if after is not None:
            cancels = working_days_after(calendar, ship_by or order.placed_at, after)
    return {
        Clock.SHIP_BY: None if ship_by is None else latest_start(calendar, ship_by, handling),
        Clock.AUTO_CANCEL: None if cancels is None else latest_start(calendar, cancels, handling),
    }
