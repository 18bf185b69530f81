"""The profits of a period's orders, read one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from engine.desk.errors import PersonErased
from engine.store.sessions import ReadSession
from fulfillment.errors import FulfilmentError, NotFound
from fulfillment.freight.sources import Sources
from fulfillment.profit.actual import profits_of
from fulfillment.profit.expecting import agreed_by
from fulfillment.profit.figure import OrderProfit
from fulfillment.store.profit import orders_opened

AT_ONCE = 500


class PeriodTooLong(FulfilmentError):
    """the period has more orders than are summed up in one answer; ask for a shorter one"""

    code = "profit_period_too_long"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"the period has more than {most:,} orders; ask for a shorter one, or use the command line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Orders that fulfilment took over from `since` to before `until`, of some shops where named; `is_expected` wants
    what was expected rather than what is booked by now."""

    merchant: str
    since: datetime
    until: datetime
    currency: str
    is_expected: bool = False
    shops: frozenset[str] | None = None
    shop: str | None = None
    channel: str | None = None
    most: int | None = None


@dataclass(slots=True)
class Gathering:
    """Reads profits; `erased` counts orders whose person was erased and that nobody can read any more."""

    wanted: Wanted
    sources: Sources
    erased: int = field(default=0, init=False)

    def read(self, session: ReadSession) -> Iterator[OrderProfit]:
        """In the order of their ids. Raises PeriodTooLong."""
        agreed = agreed_by(session, self.wanted.merchant)
        for order_id in self._orders(session):
            try:
                found = profits_of(session, self.sources, self.wanted.merchant, order_id,
                                   currency=self.wanted.currency, agreed=agreed)  # fmt: skip
            except (PersonErased, NotFound):
                self.erased += 1
                continue
            profit = found.expected if self.wanted.is_expected else found.actual
            # What was called off is a cost where something was booked, and no expectation.
            if self._is_wanted(profit) and not (found.is_off and self.wanted.is_expected):
                yield profit

    def _is_wanted(self, profit: OrderProfit) -> bool:
        wanted = self.wanted
        return (wanted.shop in (None, profit.seen.shop)) and (wanted.channel in (None, profit.seen.channel))

    def _orders(self, session: ReadSession) -> Iterator[str]:
        wanted, after, many = self.wanted, "", 0
        while True:
            some = orders_opened(session, wanted.merchant, wanted.since, wanted.until, after=after, limit=AT_ONCE,
                                 shops=wanted.shops)  # fmt: skip
            many += len(some)
            if wanted.most is not None and many > wanted.most:
                raise PeriodTooLong(wanted.most)
            yield from some
            if len(some) < AT_ONCE:
                return
            after = some[-1]
