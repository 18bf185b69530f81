"""The boxes that a merchant's packing stations have: kept, read from a table, and as a plan takes them."""

from engine.order.currency import known_currency
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.packing.boxes import Box
from fulfillment.packing.errors import BoxRefused, TableRejected
from fulfillment.packing.tables import read_boxes
from fulfillment.records import BoxType
from fulfillment.store.boxes import boxes_at, put_box, remove_box
from fulfillment.store.warehouses import find_warehouse

SIDES = ("length_mm", "width_mm", "height_mm")


def keep_box(session: WriteSession, box: BoxType) -> BoxType:
    """In the place of what was known of it. Raises BoxRefused for one that is larger inside than outside or that no
    currency prices, NotFound for a warehouse that is not there."""
    if any(getattr(box, f"inner_{side}") > getattr(box, f"outer_{side}") for side in SIDES):
        msg = f"box `{box.name}` is larger inside than outside; check its sides"
        raise BoxRefused(msg)
    try:
        known_currency(box.currency)
    except ValueError as error:
        msg = f"box `{box.name}` costs `{box.currency}`; {error}"
        raise BoxRefused(msg) from None
    if box.warehouse and find_warehouse(session, box.merchant_id, box.warehouse) is None:
        raise NotFound("warehouse", box.warehouse)
    put_box(session, box)
    return box


def import_boxes(
    session: WriteSession, merchant: str, text: str, warehouse: str = "", currency: str = "EUR"
) -> tuple[tuple[BoxType, ...], tuple[TableRejected, ...]]:
    """Keeps all boxes of a table (columns as in `packing.tables`) and names the rows that cannot be read."""
    read, bad = read_boxes(text)
    kept = [keep_box(session, box_type(each, merchant, warehouse, currency)) for each in read]
    return tuple(kept), bad


def drop_box(session: WriteSession, merchant: str, warehouse: str, name: str) -> None:
    """No plan takes it any more. Raises NotFound."""
    if not remove_box(session, merchant, warehouse, name):
        raise NotFound("box", name)


def box_type(box: Box, merchant: str, warehouse: str, currency: str) -> BoxType:
    """A box as it is kept."""
    sides = {f"{where}_{side}": getattr(box, f"{where}_{side}") for where in ("inner", "outer") for side in SIDES}
    return BoxType(
        merchant_id=merchant,
        warehouse=warehouse,
        name=box.name,
        empty_g=box.empty_g,
        max_g=box.max_g,
        cost_minor=box.cost_minor,
        currency=currency,
        materials=" ".join(sorted(box.materials)),
        **sides,
    )


def stock_of_boxes(session: ReadSession, merchant: str, warehouse: str) -> tuple[Box, ...]:
    """What a plan for this warehouse may take."""
    return tuple(as_box(each) for each in boxes_at(session, merchant, warehouse))


def as_box(each: BoxType) -> Box:
    """As a plan takes it."""
    sides = {f"{where}_{side}": getattr(each, f"{where}_{side}") for where in ("inner", "outer") for side in SIDES}
    return Box(
        name=each.name,
        empty_g=each.empty_g,
        max_g=each.max_g,
        cost_minor=each.cost_minor,
        materials=frozenset(each.materials.split()),
        **sides,
    )
