"""What was learnt of a while, read some orders at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.store.sessions import ReadSession
from fulfillment.errors import FulfilmentError
from fulfillment.learning.reading import Life
from fulfillment.store.learning import facts_learnt, outcomes_ended, parts_learnt

AT_ONCE = 500


class CausesTooMany(FulfilmentError):
    """something happened to more orders than are read for one answer; name a shorter period"""

    code = "causes_period_too_long"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"something happened to over {most:,} orders; name a shorter period, or use the command line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Orders whose life ended from `since` to before `until`; of some shops where they are named."""

    merchant: str
    since: datetime
    until: datetime
    shops: frozenset[str] | None = None
    shop: str | None = None
    most: int | None = None


def lives(session: ReadSession, wanted: Wanted) -> Iterator[Life]:
    """One after the other, by when they ended. Raises CausesTooMany."""
    after: tuple[datetime, str] | None = None
    many = 0
    while True:
        some = outcomes_ended(session, wanted.merchant, wanted.since, wanted.until, after=after, limit=AT_ONCE,
                              shops=wanted.shops, shop=wanted.shop)  # fmt: skip
        many += len(some)
        if wanted.most is not None and many > wanted.most:
            raise CausesTooMany(wanted.most)
        orders = [each.order_id for each in some]
        parts = parts_learnt(session, wanted.merchant, orders)
        facts = facts_learnt(session, wanted.merchant, orders)
        for each in some:
            mine = each.order_id
            yield Life(outcome=each, parts=tuple(parts.get(mine, ())), facts=tuple(facts.get(mine, ())))
        if len(some) < AT_ONCE:
            return
        after = some[-1].ended_at, some[-1].order_id
