"""Profits summed up by article, lane, shop, channel or month. Pure; every table of the same orders has the same sum."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fulfillment.profit.figure import Figure, Known, OrderProfit, Part, SoldLine
from fulfillment.profit.sharing import entries, weights_of

WHOLE = 10_000  # basis points
NO_SKU = "(none)"


class Over(StrEnum):
    """By what profits are summed up."""

    SKU = "sku"
    LANE = "lane"
    SHOP = "shop"
    CHANNEL = "channel"
    MONTH = "month"


@dataclass(slots=True)
class ProfitRow:
    """One row; minor units. `parts` and `known` add up to `profit`. `incomplete` orders have a part that nobody knows,
    so that the sums say less than the profit."""

    key: str
    orders: int = 0
    pieces: int = 0
    incomplete: int = 0
    parts: Counter[Part] = field(default_factory=Counter)
    known: Counter[Known] = field(default_factory=Counter)

    @property
    def profit(self) -> int:
        """What is known of it."""
        return sum(self.parts.values())

    @property
    def revenue(self) -> int:
        """What buyers paid, without the tax in it."""
        return self.parts[Part.REVENUE] + self.parts[Part.TAX]

    @property
    def margin_bp(self) -> int | None:
        """Profit in basis points of the revenue without tax; None where there is none, or a cost is not known."""
        return None if self.revenue <= 0 or self.incomplete else self.profit * WHOLE // self.revenue


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitTable:
    """Rows, the highest profit first, and all of them together. `why`: what nobody knows -> in how many orders."""

    over: Over
    currency: str
    rows: tuple[ProfitRow, ...]
    total: ProfitRow
    why: Mapping[str, int]


def tabulate(profits: Iterable[OrderProfit], over: Over, currency: str) -> ProfitTable:
    """Sums up. All profits must be in this currency."""
    rows: dict[str, ProfitRow] = {}
    total, why = ProfitRow(""), Counter[str]()
    for profit in profits:
        if profit.currency != currency:
            msg = f"a profit in {profit.currency} cannot be summed up in {currency}"
            raise ValueError(msg)
        why.update({each.source.partition(":")[0] for each in profit.unknown})
        for key, number in _keys(profit, over):
            row = rows.setdefault(key, ProfitRow(key))
            row.pieces += sum(line.pieces for line in profit.lines if number in (0, line.number))
        for key in dict.fromkeys(key for key, _ in _keys(profit, over)):
            rows[key].orders += 1
            rows[key].incomplete += _is_incomplete(profit, over, key)
        _add(rows, total, profit, over)
    ranked = sorted(rows.values(), key=lambda row: (-row.profit, row.key))
    return ProfitTable(over=over, currency=currency, rows=tuple(ranked), total=total, why=dict(why.most_common()))


def key_of(profit: OrderProfit, over: Over) -> str:
    """The row of an order; of its article where there is just one."""
    seen = profit.seen
    named = {Over.LANE: seen.lane, Over.SHOP: seen.shop, Over.CHANNEL: seen.channel, Over.MONTH: seen.month}
    return named.get(over, "") or NO_SKU


def _keys(profit: OrderProfit, over: Over) -> Iterator[tuple[str, int]]:
    """Rows that an order is in, each with the number of its line; 0 for all of them."""
    if over is not Over.SKU:
        yield key_of(profit, over), 0
        return
    if not profit.lines:
        yield NO_SKU, 0
    for line in profit.lines:
        yield line.sku or NO_SKU, line.number


def _add(rows: Mapping[str, ProfitRow], total: ProfitRow, profit: OrderProfit, over: Over) -> None:
    for entry in entries(profit):
        key = (entry.sku or NO_SKU) if over is Over.SKU else key_of(profit, over)
        for row in (rows[key], total):
            row.parts[entry.part] += entry.minor
            row.known[entry.known] += entry.minor
    total.orders += 1
    total.pieces += sum(line.pieces for line in profit.lines)
    total.incomplete += profit.total_minor is None


def _is_incomplete(profit: OrderProfit, over: Over, key: str) -> bool:
    """Of an article: whether a part that nobody knows would fall on it."""
    if over is not Over.SKU:
        return profit.total_minor is None
    lines = {each.number: each for each in profit.lines}
    own = {number for number, line in lines.items() if (line.sku or NO_SKU) == key}
    return any(own & _met(each, lines) for each in profit.unknown)


def _met(figure: Figure, lines: Mapping[int, SoldLine]) -> set[int]:
    return {number for number, weight in weights_of(figure, lines).items() if weight}
