"""Figures of a period's orders by day, week, shop, channel or country: how they were decided, how long they waited, and
what it cost.

A period is that of when orders came in, so all that is counted is of the same orders, however late it happened. What
happens late is therefore not known yet of young orders: a share of chargebacks is taken of old ones alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from engine.anomaly.kept_label import FRAUD
from engine.store.arrival_waits import Waited, Waits, kept, labelled, questioned
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


def analyse(session: ReadSession, wanted: ArrivalsWanted, *overs: ArrivalsBy) -> tuple[AnalyticsTable, ...]:
    """A table by each of these, of one reading; all have the same total."""
    every, total = tuple(_Rows() for _ in overs), AnalyticsRow("")
    counts = decided(session, wanted, overs)
    for count in counts:
        for row in _rows_of(count.keys, every, total):
            _add(row, count)
    _add_waits(every, total, kept(session, wanted, overs, HOLD), questioned(session, wanted, overs))
    _add_charged(every, total, charged_back(session, wanted, overs))
    for keys, orders in labelled(session, wanted, overs, FRAUD).items():
        for row in _rows_of(keys, every, total):
            row.fraud += orders
    young = sum(each.orders for each in counts if not each.is_old)
    return tuple(
        AnalyticsTable(over=over, rows=_ranked(rows.values(), over), total=total, young=young)
        for over, rows in zip(overs, every, strict=True)
    )


def _rows_of(keys: Sequence[str], every: Sequence[_Rows], total: AnalyticsRow) -> Iterator[AnalyticsRow]:
    """The row of each table that some orders are in, and that of all orders."""
    yield total
    yield from (rows[key] for rows, key in zip(every, keys, strict=True))


def _ranked(rows: Iterable[AnalyticsRow], over: ArrivalsBy) -> tuple[AnalyticsRow, ...]:
    in_time = over in {ArrivalsBy.DAY, ArrivalsBy.WEEK}
    return tuple(sorted(rows, key=lambda row: (0 if in_time else -row.orders, row.key)))


def _add(row: AnalyticsRow, count: DecidedCount) -> None:
    row.orders += count.orders
    row.first[count.first] += count.orders
    row.now[count.now] += count.orders
    money = row.money.setdefault(count.currency, MoneySums())
    money.value += count.total
    if count.now == ADMIT:
        money.admitted += count.total
        row.old += count.orders if count.is_old else 0


def _add_waits(every: Sequence[_Rows], total: AnalyticsRow, held: Sequence[Waits], asked: Sequence[Waits]) -> None:
    for rows, mine, theirs in zip(every, held, asked, strict=True):
        total.held, total.asked = mine[None], theirs[None]
        for key, row in rows.items():
            row.held, row.asked = mine.get(key, NOTHING), theirs.get(key, NOTHING)


def _add_charged(every: Sequence[_Rows], total: AnalyticsRow, found: Iterable[ChargedBack]) -> None:
    counted: set[str] = set()
    for each in found:
        for row in _rows_of(each.keys, every, total):
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
