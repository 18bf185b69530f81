"""Figures of a period's orders by day, week, shop, channel or country: how they were decided, how long they waited, and
what it cost.

A period is that of when orders came in, so all that is counted is of the same orders, however late it happened. What
happens late is therefore not known yet of young orders: a share of chargebacks is taken of old ones alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from engine.anomaly.kept_label import FRAUD
from engine.store.arrival_waits import Waited, kept, labelled, questioned
from engine.store.arrivals import ArrivalsBy, ArrivalsWanted, DecidedCount, decided
from engine.store.arrivals_behind import ArrivedOrder, Behind, behind_conditions, orders_behind
from engine.store.sessions import ReadSession
from fulfillment.store.arrival_disputes import ChargedBack, charged_back, is_charged_back

ADMIT, CANCEL, HOLD = "admit", "cancel", "hold"
# How long card networks let a buyer dispute a payment, mostly: `file_days` of data/payments/disputes.yaml.
OLD = timedelta(days=120)
LOST = frozenset({"lost", "accepted"})
WON = frozenset({"won"})
WHOLE = 10_000  # basis points
NOTHING = Waited()


@dataclass(slots=True)
class MoneySums:
    """In one currency, minor units: what came in, what of it stands admitted, and what was charged back. `lost` is what
    the bank took, or was given in to; `open` is not decided yet."""

    value: int = 0
    admitted: int = 0
    disputed: int = 0
    lost: int = 0
    won: int = 0

    @property
    def open(self) -> int:
        """What is neither lost nor won."""
        return self.disputed - self.lost - self.won


@dataclass(slots=True)
class AnalyticsRow:
    """One row. `first` and `now` count orders by outcome: when they came in, and as they stand. `old` are so old that
    their chargebacks have come, and stand admitted; `charged_old` of them were charged back."""

    key: str
    orders: int = 0
    first: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    held: Waited = NOTHING
    asked: Waited = NOTHING
    fraud: int = 0
    charged: int = 0
    old: int = 0
    charged_old: int = 0
    money: dict[str, MoneySums] = field(default_factory=dict)

    @property
    def at_once_bp(self) -> int | None:
        """Of all orders, those that the first decision admitted or cancelled."""
        return share(self.first[ADMIT] + self.first[CANCEL], self.orders)

    @property
    def decided_bp(self) -> int | None:
        """Of all orders, those that stand admitted or cancelled."""
        return share(self.now[ADMIT] + self.now[CANCEL], self.orders)

    @property
    def approved_bp(self) -> int | None:
        """Of those that are decided, the admitted ones."""
        return share(self.now[ADMIT], self.now[ADMIT] + self.now[CANCEL])

    @property
    def held_bp(self) -> int | None:
        """Of all orders, those that were ever held."""
        return share(self.held.orders, self.orders)

    @property
    def answered_bp(self) -> int | None:
        """Of orders whose question is over, those that were answered."""
        return share(self.asked.done, self.asked.orders - self.asked.still)

    @property
    def charged_bp(self) -> int | None:
        """Of old admitted orders, those that were charged back; None while none is old."""
        return share(self.charged_old, self.old)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsTable:
    """Rows in the order of their keys, where these are times, else the most orders first; and all together."""

    over: ArrivalsBy
    rows: tuple[AnalyticsRow, ...]
    total: AnalyticsRow
    young: int

    @property
    def currencies(self) -> list[str]:
        """All that there are, in their order."""
        return sorted(self.total.money)


class _Rows(dict[str, AnalyticsRow]):
    """Rows by key. An order may come in between two statements, under a key that the first did not see."""

    def __missing__(self, key: str) -> AnalyticsRow:
        return self.setdefault(key, AnalyticsRow(key))


def share(part: int, whole: int) -> int | None:
    """In basis points; None of nothing."""
    return None if whole == 0 else round(part * WHOLE / whole)


def analyse(session: ReadSession, wanted: ArrivalsWanted, over: ArrivalsBy) -> AnalyticsTable:
    """Reads and adds up."""
    counts = decided(session, wanted, over)
    rows, total = _Rows(), AnalyticsRow("")
    for count in counts:
        for row in (rows[count.key], total):
            _add(row, count)
    _add_waits(session, wanted, over, rows, total)
    _add_charged(rows, total, charged_back(session, wanted, over))
    for key, orders in labelled(session, wanted, over, FRAUD).items():
        rows[key].fraud += orders
        total.fraud += orders
    in_time = over in {ArrivalsBy.DAY, ArrivalsBy.WEEK}
    ranked = sorted(rows.values(), key=lambda row: (0 if in_time else -row.orders, row.key))
    young = sum(each.orders for each in counts if not each.is_old)
    return AnalyticsTable(over=over, rows=tuple(ranked), total=total, young=young)


def _add(row: AnalyticsRow, count: DecidedCount) -> None:
    row.orders += count.orders
    row.first[count.first] += count.orders
    row.now[count.now] += count.orders
    money = row.money.setdefault(count.currency, MoneySums())
    money.value += count.total
    if count.now == ADMIT:
        money.admitted += count.total
        row.old += count.orders if count.is_old else 0


def _add_waits(
    session: ReadSession,
    wanted: ArrivalsWanted,
    over: ArrivalsBy,
    rows: Mapping[str, AnalyticsRow],
    total: AnalyticsRow,
) -> None:
    held, asked = kept(session, wanted, over, HOLD), questioned(session, wanted, over)
    total.held, total.asked = held[None], asked[None]
    for key, row in rows.items():
        row.held, row.asked = held.get(key, NOTHING), asked.get(key, NOTHING)


def _add_charged(rows: Mapping[str, AnalyticsRow], total: AnalyticsRow, found: Iterable[ChargedBack]) -> None:
    counted: set[str] = set()
    for each in found:
        for row in (rows[each.key], total):
            money = row.money.setdefault(each.currency, MoneySums())
            money.disputed += each.amount
            money.lost += each.amount if each.state in LOST else 0
            money.won += each.amount if each.state in WON else 0
            row.charged += each.order_id not in counted
            row.charged_old += each.order_id not in counted and each.is_old and each.outcome == ADMIT
        counted.add(each.order_id)


def behind(
    session: ReadSession, wanted: ArrivalsWanted, which: Behind, limit: int, after: tuple[int, str] | None = None
) -> Sequence[ArrivedOrder]:
    """The orders of a figure, the newest first, from behind the one with this moment in microseconds and id."""
    conditions = [is_charged_back()] if which is Behind.CHARGED_BACK else behind_conditions(which, FRAUD)
    return orders_behind(session, wanted, conditions, limit, after)
