"""What goods are declared for: price after discounts, never nothing, never less than the destination's row asks.

Follows the valuation agreement of the WTO (article 1: the price paid or payable) as data/customs/declared_values.yaml
applies it by destination. Goods that replace others count at the price of those, goods that cost nothing at the value
of the product file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.facts.values import line_value
from engine.goods.restriction import Trust
from engine.order.currency import exponents
from engine.order.order import Order
from engine.order.terms import OrderKind
from engine.products.effective import EffectiveLine
from fulfillment.documents.converting import Converter, StoredRates
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.documents.declaration import Charges
from fulfillment.documents.declaration_errors import DeclaredValueRefused
from fulfillment.documents.spreading import spread
from fulfillment.documents.value_rows import ANY, ValueRow

REPLACING = frozenset({OrderKind.WARRANTY, OrderKind.RESHIP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What one parcel is declared for, in `currency`: a value for each of its lines, and the charges."""

    currency: str
    lines: tuple[int, ...]
    charges: Charges

    @property
    def total(self) -> int:
        """The declared total."""
        return sum(self.lines) + self.charges.included


def worths(file: CustomsFile, tax_in_prices: int = 0) -> tuple[int, ...]:
    """What each effective line is worth, all its pieces together, in minor units of the order's currency.

    `tax_in_prices` is tax that the prices contain and the channel collects; it is taken out by share. A line that is
    worth nothing even so stays 0, which completeness refuses.
    """
    effective = [each.effective for each in file.lines]
    paid = paid_for(file.order, effective, tax_in_prices)
    first = _first_prices(file) if file.order.kind in REPLACING else {}
    return tuple(
        first.get(each.line.sku or "", 0) * each.line.quantity or amount or _on_file(each, file)
        for each, amount in zip(effective, paid, strict=True)
    )


def paid_for(order: Order, effective: Sequence[EffectiveLine], tax_in_prices: int = 0) -> list[int]:
    """Prices after discounts of lines and of the order, without the tax in them. They add up to what was paid for the
    goods; no line falls below 0."""
    own = [line_value(each.line) for each in effective]
    off = min(order.totals.discount or 0, sum(own))
    after = [value - part for value, part in zip(own, _within(off, own), strict=True)]
    tax = min(max(tax_in_prices, 0), sum(after))
    return [value - part for value, part in zip(after, _within(tax, after), strict=True)]


def amounts(worth: Sequence[int], charges: Charges, row: ValueRow, convert: Converter) -> Amounts:
    """A parcel's amounts as the row wants them: its currency, its rounding, and the charges that it counts in."""
    goods = convert.minor(sum(worth))
    if row.round_up:
        unit = 10 ** exponents().get(convert.target, 2)
        goods = -(-goods // unit) * unit
    lines = tuple(spread(goods, worth)) if any(worth) else (0,) * len(worth)
    told = Charges(
        freight=convert.minor(charges.freight),
        insurance=convert.minor(charges.insurance),
        other=convert.minor(charges.other),
        in_value=row.adds,
    )
    return Amounts(currency=convert.target, lines=lines, charges=told)


def wished(due: Amounts, wish: int | None, row: ValueRow) -> Amounts:
    """The amounts that are declared when somebody wishes for a total; more is spread over the lines.

    Raises DeclaredValueRefused below what is due. Where the row rests on a weak source only the goods are due.
    """
    if wish is None or wish == due.total:
        return due
    is_weak = row.trust is Trust.LOW and wish < due.total
    charges = replace(due.charges, in_value=frozenset()) if is_weak else due.charges
    least = sum(due.lines) + charges.included
    if wish < least:
        raise DeclaredValueRefused(wish, least, due.currency, row.id)
    lines = [value + part for value, part in zip(due.lines, spread(wish - least, due.lines), strict=True)]
    return Amounts(currency=due.currency, lines=tuple(lines), charges=charges)


def currency_of(row: ValueRow, order_currency: str) -> str:
    """The currency that a parcel under this row is declared in."""
    return order_currency if row.currency == ANY else row.currency


def _within(amount: int, values: Sequence[int]) -> list[int]:
    """Shares of an amount that is at most the sum of the values; none exceeds its value."""
    return spread(amount, values) if any(values) else [0] * len(values)


def _first_prices(file: CustomsFile) -> Mapping[str, int]:
    """What a piece of each SKU cost when it was first sent, rounded up, in the currency of this order."""
    original = file.original
    if original is None:
        return {}
    prices: dict[str, int] = {}
    for each, paid in zip(original.lines, paid_for(original.order, original.lines), strict=True):
        if each.line.sku and each.line.quantity:
            piece = -(-paid // each.line.quantity)
            told = _told(piece, original.order.currency, file.order.currency, file.rates)
            prices.setdefault(each.line.sku, told)
    return prices


def _on_file(each: EffectiveLine, file: CustomsFile) -> int:
    value = None if each.product is None else each.product.declared_value
    if value is None:
        return 0
    return _told(value.minor * each.line.quantity, value.currency, file.order.currency, file.rates)


def _told(minor: int, source: str, target: str, rates: StoredRates | None) -> int:
    return Converter(source=source, target=target, rates=rates).minor(minor)
