"""A kit's line as lines of what lies in it. Pieces multiply; what the buyer pays is shared out, to the last cent.

Each component takes a share of the line's price by its declared value (by pieces where a value is missing or their
currencies differ), by the largest remainder. Where its pieces do not divide their share, the price of a piece is
rounded up and the rest taken off as discount: what the buyer pays for the parts adds up to what the kit cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.order.line import Line
from engine.products.product import Component, Product


def opened(line: Line, kit: Product, products: Mapping[str, Product]) -> tuple[Line, ...]:
    """What lies in a kit's line, as lines that bear the components' SKUs, in the kit's order. Never none."""
    weights = _weights(kit.components, products)
    prices = shared(line.unit_price * line.quantity, weights)
    discounts = _discounts(line.discount, prices)
    parts = (_contents(line, component) for component in kit.components)
    return tuple(_priced(part, *amounts) for part, *amounts in zip(parts, prices, discounts, strict=True))


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole shares of an amount by weights that are not all 0; they add up to it (method of the largest remainder)."""
    total = sum(weights)
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda each: (-(amount * weights[each] % total), each))
    for each in by_remainder[: amount - sum(shares)]:
        shares[each] += 1
    return shares


def _weights(components: Sequence[Component], products: Mapping[str, Product]) -> list[int]:
    known = [products.get(each.sku) for each in components]
    values = [None if each is None else each.declared_value for each in known]
    if all(each is not None for each in values) and len({each.currency for each in values if each is not None}) == 1:
        pairs = zip(values, components, strict=True)
        weighed = [0 if value is None else value.minor * part.quantity for value, part in pairs]
        if any(weighed):
            return weighed
    return [each.quantity for each in components]


def _discounts(discount: int, prices: Sequence[int]) -> list[int]:
    """No part is given more off than it costs."""
    return shared(discount, prices) if any(prices) else [0] * len(prices)


def _contents(line: Line, component: Component) -> Line:
    """Nothing but pieces and price goes on to the parts: code, weight and contents were the kit's."""
    return Line(sku=component.sku, quantity=line.quantity * component.quantity, unit_price=0)


def _priced(part: Line, price: int, discount: int) -> Line:
    if part.quantity == 0:
        return part
    piece = -(-price // part.quantity)
    return replace(part, unit_price=piece, discount=piece * part.quantity - price + discount)
