"""Rates of an account of what became of its orders, as they stand and as they will if nothing is done.

Pure: orders in, rates out. A marketplace counts what it was told, and so do we.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fulfillment.channels.health.standards import WHOLE, Limit, Measure, Standard

HORIZON = timedelta(days=3)
BUYER = "buyer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLife:
    """What health reads of an order.

    `told_shipped` when the channel was told of the first parcel; `cause` why we ended it, empty where we did not;
    `parcels` and `tracked` count parcels told, and those with a carrier that the channel knows; `untold` where it
    refused to hear of one. `open` while it may yet be sent; `held` while a hold keeps it, `waits_until` when that ends
    by itself (None: never), `cancels` whether by cancelling.
    """

    order_id: str
    placed_at: datetime
    ship_by: datetime | None = None
    told_shipped: datetime | None = None
    cause: str = ""
    parcels: int = 0
    tracked: int = 0
    untold: bool = False
    disputed: bool = False
    open: bool = False
    held: bool = False
    waits_until: datetime | None = None
    cancels: bool = False

    @property
    def is_ended_by_us(self) -> bool:
        """Whether we ended it, for another reason than the buyer's wish."""
        return bool(self.cause) and self.cause != BUYER


@dataclass(frozen=True, slots=True)
class Share:
    """`bad` of `all`, and the orders that are bad."""

    bad: int
    all: int
    orders: tuple[str, ...] = ()

    @property
    def permille(self) -> int:
        """Bad ones in thousandths, rounded up: what is above a limit must not look as if it met it."""
        return -(-self.bad * WHOLE // self.all) if self.all else 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.bad + other.bad, self.all + other.all, self.orders + other.orders)


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One measure: as it stands (`now`), and as it will within the horizon if nothing is done (`soon`)."""

    measure: Measure
    days: int
    limit: Limit
    least_bad: int
    now: Share
    soon: Share

    @property
    def is_broken(self) -> bool:
        """Whether the limit is broken already."""
        return self._breaks(self.now)

    @property
    def is_in_danger(self) -> bool:
        """Whether it will be, if nothing is done."""
        return not self.is_broken and self._breaks(self.soon)

    @property
    def to_save(self) -> tuple[str, ...]:
        """The orders by which it would be broken: what to see to first."""
        known = set(self.now.orders)
        return tuple(each for each in self.soon.orders if each not in known)

    def _breaks(self, share: Share) -> bool:
        return share.bad >= self.least_bad and share.bad * WHOLE > share.all * self.limit.most_bad


def rates(standards: Sequence[Standard], orders: Sequence[OrderLife], now: datetime) -> tuple[Rate, ...]:
    """Each measure that has a limit now."""
    found: list[Rate] = []
    for each in standards:
        limit = each.limit_on(now.date())
        if limit is None:
            continue
        begins = now - timedelta(days=each.days)
        counts, comes = WITH_ENDED if each.with_ended else (_COUNTS[each.measure], _COMES[each.measure])
        counted = sum((counts(order, begins, now) for order in orders), NOTHING)
        coming = sum((comes(order, begins, now) for order in orders), NOTHING)
        found.append(
            Rate(
                measure=each.measure,
                days=each.days,
                limit=limit,
                least_bad=each.least_bad,
                now=counted,
                soon=counted + coming,
            )
        )
    return tuple(found)


def _late(order: OrderLife, begins: datetime, now: datetime) -> Share:
    if order.ship_by is None or not begins <= order.ship_by <= now or order.cause:
        return NOTHING
    late = order.told_shipped is None or order.told_shipped > order.ship_by
    return Share(int(late), 1, (order.order_id,) if late else ())


def _will_be_late(order: OrderLife, begins: datetime, now: datetime) -> Share:  # noqa: ARG001 - one form for all
    """Due soon: late where a hold waits beyond the day or the channel refused to hear of the parcel, on time otherwise;
    what is cancelled before its day is never due."""
    if order.ship_by is None or not now < order.ship_by <= now + HORIZON or not (order.open or order.untold):
        return NOTHING
    stuck = order.held and (order.waits_until is None or order.waits_until >= order.ship_by)
    if order.held and order.cancels and not stuck:
        return NOTHING
    late = stuck or (order.untold and order.told_shipped is None)
    return Share(int(late), 1, (order.order_id,) if late else ())


def _cancelled(order: OrderLife, begins: datetime, now: datetime) -> Share:
    if not begins <= order.placed_at <= now:
        return NOTHING
    return Share(int(order.is_ended_by_us), 1, (order.order_id,) if order.is_ended_by_us else ())


def _will_be_cancelled(order: OrderLife, begins: datetime, now: datetime) -> Share:
    """Of orders that are counted already: those whose hold ends soon by cancelling."""
    ends = order.cancels and order.waits_until is not None and order.waits_until <= now + HORIZON
    if not ends or not begins <= order.placed_at <= now or order.cause:
        return NOTHING
    return Share(1, 0, (order.order_id,))


def _untracked(order: OrderLife, begins: datetime, now: datetime) -> Share:
    if order.told_shipped is None or not begins <= order.told_shipped <= now:
        return NOTHING
    bad = order.parcels - order.tracked
    return Share(bad, order.parcels, (order.order_id,) if bad else ())


def _nothing(order: OrderLife, begins: datetime, now: datetime) -> Share:  # noqa: ARG001 - one form for all
    return NOTHING


def _will_be_ended(order: OrderLife, begins: datetime, now: datetime) -> Share:
    """As a defect, which it is no second time where it is disputed."""
    return NOTHING if order.disputed else _will_be_cancelled(order, begins, now)


def _defect_or_ended(order: OrderLife, begins: datetime, now: datetime) -> Share:
    return _defect(replace(order, disputed=order.disputed or order.is_ended_by_us), begins, now)


def _defect(order: OrderLife, begins: datetime, now: datetime) -> Share:
    if not begins <= order.placed_at <= now:
        return NOTHING
    return Share(int(order.disputed), 1, (order.order_id,) if order.disputed else ())


Counts = Callable[[OrderLife, datetime, datetime], Share]
WITH_ENDED: tuple[Counts, Counts] = (_defect_or_ended, _will_be_ended)
_COUNTS: dict[Measure, Counts] = {
    Measure.LATE: _late,
    Measure.CANCELLED: _cancelled,
    Measure.TRACKED: _untracked,
    Measure.DEFECT: _defect,
}
_COMES: dict[Measure, Counts] = {
    Measure.LATE: _will_be_late,
    Measure.CANCELLED: _will_be_cancelled,
    Measure.TRACKED: _nothing,
    Measure.DEFECT: _nothing,
}
