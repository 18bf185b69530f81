"""What the goods of an order cost: landed at the warehouse that sends them, or else where they are bought."""

from collections.abc import Iterator, Mapping, Sequence

from engine.order.money import Money
from engine.products.effective import EffectiveLine
from engine.products.product import Product
from engine.store.sessions import ReadSession
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.profit.exchanging import Till
from fulfillment.profit.figure import Figure, Part
from fulfillment.states import Work
from fulfillment.store.cases import fulfilments_of, lines_of

Shares = Mapping[int, Mapping[str, int]]  # number of the order's line -> warehouse -> pieces of it


def warehouses(session: ReadSession, merchant: str, order_id: str) -> Shares:
    """Which warehouse sends what."""
    found: dict[int, dict[str, int]] = {}
    for part in fulfilments_of(session, merchant, order_id):
        if part.state == Work.CANCELLED:
            continue
        for line in lines_of(session, part.id):
            sent = found.setdefault(line.line, {})
            sent[part.warehouse] = sent.get(part.warehouse, 0) + line.quantity
    return found


def goods_cost(file: CustomsFile, till: Till, shares: Shares) -> Iterator[Figure]:
    """A figure for each article and warehouse; an article whose cost nobody stated is unknown, never nothing."""
    stated = "" if file.order.ship_from is None else file.order.ship_from.warehouse or ""
    for each in file.lines:
        effective = each.effective
        if effective.line.quantity:
            for warehouse, pieces in _sent(effective, file, shares, stated):
                yield _cost(effective, warehouse, pieces, till)


def _sent(effective: EffectiveLine, file: CustomsFile, shares: Shares, stated: str) -> Sequence[tuple[str, int]]:
    """Warehouses with their pieces of an article: those of the order's line, multiplied for what lies in a kit."""
    pieces = effective.line.quantity
    ordered = file.order.lines[effective.number - 1].quantity
    found = {name: many for name, many in shares.get(effective.number, {}).items() if many}
    if not found or sum(found.values()) != ordered:
        return [(stated, pieces)]
    return [(name, pieces * many // ordered) for name, many in sorted(found.items())]


def _cost(effective: EffectiveLine, warehouse: str, pieces: int, till: Till) -> Figure:
    sku = effective.line.sku or ""
    found = None if effective.product is None else unit_cost(effective.product, warehouse)
    weights = {effective.number: 1}
    if found is None:
        return till.unknown(Part.GOODS, f"goods.no_cost:{sku}", weights)
    unit, source = found
    return till.figure(Part.GOODS, Money(-unit.minor * pieces, unit.currency), source, weights=weights)


def unit_cost(product: Product, warehouse: str) -> tuple[Money, str] | None:
    """What a piece cost, and which statement that is: of the warehouse, of the only one there is where nobody says
    which sends it, or of the purchase."""
    landed = {each.warehouse: each for each in product.landed_costs}
    at = landed.get(warehouse)
    if at is None and not warehouse and len(landed) == 1:
        (at,) = landed.values()
    if at is not None:
        return Money(at.minor, at.currency), f"product.landed_costs:{product.sku}@{at.warehouse}"
    if product.purchase_cost is not None:
        cost = product.purchase_cost
        return Money(cost.minor, cost.currency), f"product.purchase_cost:{product.sku}"
    return None
