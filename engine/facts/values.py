"""What lines and orders are worth: list value, price after discount, and euro cents at reference rates."""

from collections.abc import Mapping

from engine.facts.context import Rates
from engine.order.line import Line
from engine.order.order import Order


def line_value(line: Line) -> int:
    """What the line costs, in the order's minor units: pieces at their price, less the line's discount."""
    return max(0, line.unit_price * line.quantity - line.discount)


def goods_value(order: Order) -> int:
    """What all lines cost, in the order's minor units; the stated goods total counts where lines are priced at 0."""
    lines = sum(line_value(line) for line in order.lines)
    return lines if lines or order.totals.goods is None else order.totals.goods


def eur_minor(minor: int, currency: str, rates: Rates | None) -> int | None:
    """Euro cents; None without a rate. Euros need none."""
    if currency == "EUR":
        return minor
    return None if rates is None else rates.to_eur_minor(minor, currency)


def percent(part: int, of: int) -> int | None:
    """A share in whole percent, rounded down; None of nothing."""
    return part * 100 // of if of > 0 else None


def line_value_facts(line: Line, currency: str, rates: Rates | None) -> dict[str, int]:
    """`line.*` values in euro cents, as far as rate and weight are known."""
    facts: dict[str, int] = {}
    unit = eur_minor(line.unit_price, currency, rates)
    value = eur_minor(line_value(line), currency, rates)
    if unit is None or value is None:
        return facts
    facts["line.unit_price_eur_minor"] = unit
    facts["line.value_eur_minor"] = value
    grams = (line.weight_g or 0) * line.quantity
    if grams > 0:
        facts["line.value_per_kg_eur_minor"] = value * 1000 // grams
    return facts


def typical_quantity(line: Line, typical: Mapping[str, int]) -> dict[str, int]:
    """The line's pieces over what the shop usually sells of this SKU, in percent."""
    share = percent(line.quantity, typical.get(line.sku or "", 0))
    return {} if share is None else {"line.quantity_over_typical_pct": share}
