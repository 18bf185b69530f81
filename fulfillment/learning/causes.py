"""Causes of after-sales as tables: orders, the share of them with a case, and money, by product, service and more.

Pure. Lives are read one after the other, so that memory is that of the table and not of the orders.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.workbench.comparing.intervals import Interval, wilson
from fulfillment.learning.cut import Cut
from fulfillment.learning.happening import is_case
from fulfillment.learning.reading import Life
from fulfillment.learning.stakes import touches
from fulfillment.records import OutcomePart

NONE = "(none)"
MOST_LINKED = 5
Keys = Mapping[str, Sequence[OutcomePart]]


OF_PART: Mapping[Cut, Callable[[OutcomePart], str]] = {
    Cut.SKU: lambda part: part.sku,
    Cut.SUPPLIER: lambda part: part.supplier,
    Cut.GOODS: lambda part: f"{part.goods} {part.country}" if part.goods else "",
    Cut.CARRIER: lambda part: part.carrier,
    Cut.SERVICE: lambda part: part.service_id,
    Cut.LANE: lambda part: f"{part.origin or '?'}-{part.country or '?'} {part.service_id or part.carrier or '?'}",
    Cut.BOX: lambda part: f"{part.warehouse} {part.box}".strip() if part.box else "",
}


@dataclass(slots=True)
class CauseRow:
    """One row. `causes` and `families` count orders, each once in each; `cases` those with any. Money in minor units;
    `links` are some orders with a case."""

    key: str
    orders: int = 0
    cases: int = 0
    pieces: int = 0
    value: int = 0
    refund: int = 0
    chargeback: int = 0
    reship: int = 0
    freight_lost: int = 0
    recovered: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    days: int = 0
    timed: int = 0  # parts of which the days are known
    links: list[str] = field(default_factory=list)

    @property
    def at_stake(self) -> int:
        """What after-sales cost, less what carriers paid."""
        return self.refund + self.chargeback + self.reship + self.freight_lost - self.recovered

    @property
    def share(self) -> Interval | None:
        """Orders with a case among all, with its 95 % interval."""
        return wilson(self.cases, self.orders)

    @property
    def mean_days(self) -> float | None:
        """From hand-over to delivery."""
        return self.days / self.timed if self.timed else None

    def take(self, life: Life, parts: Sequence[OutcomePart]) -> None:
        """Counts an order with those of its parts that the row is about."""
        facts = [each for each in life.facts if is_case(each) and any(touches(each, part) for part in parts)]
        self.orders += 1
        if facts:
            self.take_case(life.outcome.order_id, {(each.cause, each.family) for each in facts})
        for part in parts:
            self._add(part)

    def take_case(self, order_id: str, told: Collection[tuple[str, str]]) -> None:
        """Counts an order's case by the causes and families of what happened."""
        self.cases += 1
        self.causes.update({cause for cause, _ in told})
        self.families.update({family for _, family in told})
        if len(self.links) < MOST_LINKED:
            self.links.append(order_id)

    def _add(self, part: OutcomePart) -> None:
        self.pieces += part.pieces
        self.value += part.value
        self.refund += part.refund
        self.chargeback += part.chargeback
        self.reship += part.reship
        self.freight_lost += part.freight_lost
        self.recovered += part.recovered
        if part.days >= 0:
            self.days += part.days
            self.timed += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseTable:
    """Rows, the most money at stake first, and all orders together; an order may be in several rows."""

    over: Cut
    currency: str
    rows: tuple[CauseRow, ...]
    total: CauseRow


def tabulate(lives: Iterable[Life], overs: Iterable[Cut], currency: str) -> Mapping[Cut, CauseTable]:
    """A table for each, in one reading. Orders of which nothing left are no part of any."""
    tables: dict[Cut, dict[str, CauseRow]] = {over: {} for over in overs}
    total = CauseRow("")
    for life in lives:
        if not life.outcome.is_sent:
            continue
        total.take(life, life.parts)
        for over, rows in tables.items():
            for key, parts in keys_of(life, over).items():
                rows.setdefault(key, CauseRow(key)).take(life, parts)
    return {over: CauseTable(over=over, currency=currency, rows=ranked(over, rows.values()), total=total)
            for over, rows in tables.items()}  # fmt: skip


def keys_of(life: Life, over: Cut) -> Keys:
    """Rows that an order is in, each with the parts of it that the row is about."""
    if over in OF_PART:
        return _by_part(life.parts, OF_PART[over])
    return dict.fromkeys(_of_order(life, over), life.parts)


def rules_of(life: Life) -> Mapping[str, str]:
    """Rules that spoke when the order came, and the verdict of each."""
    rules = life.outcome.data.get("rules")
    return {str(rule): str(verdict) for rule, verdict in rules.items()} if isinstance(rules, Mapping) else {}


def policies_of(life: Life) -> Mapping[str, str]:
    """Rules of policies that spoke of the order, each under its book (`shipping DEP-001`), with its verdict."""
    found = life.outcome.data.get("policies")
    return {str(rule): str(verdict) for rule, verdict in found.items()} if isinstance(found, Mapping) else {}


def _of_order(life: Life, over: Cut) -> Iterator[str]:
    match over:
        case Cut.RULE:
            yield from rules_of(life) or [NONE]
        case Cut.POLICY:
            yield from policies_of(life) or [NONE]
        case Cut.SHOP:
            yield life.outcome.shop or NONE
        case _:
            yield f"{life.outcome.ended_at:%Y-%m}"


def _by_part(parts: Sequence[OutcomePart], named: Callable[[OutcomePart], str]) -> Keys:
    found: dict[str, list[OutcomePart]] = {}
    for part in parts:
        found.setdefault(named(part) or NONE, []).append(part)
    return found


def ranked(over: Cut, rows: Iterable[CauseRow]) -> tuple[CauseRow, ...]:
    """The most money at stake first; months as they follow."""
    if over is Cut.MONTH:
        return tuple(sorted(rows, key=lambda row: row.key))
    return tuple(sorted(rows, key=lambda row: (-row.at_stake, -row.cases, row.key)))
