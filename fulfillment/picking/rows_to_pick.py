"""What is to be fetched for parts of orders: line by line, from the bins and lots that their reservations have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.picking.batching import Load
from fulfillment.records import FulfilmentLine
from fulfillment.store.places import Spot
from fulfillment.store.waves import held_by

USUAL_PIECE_ML, USUAL_PIECE_G = 500, 300  # of goods that nobody has measured


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPick:
    """Pieces of one line from one place; bin and lot are empty where nobody keeps them apart."""

    order_id: str
    fulfilment_id: str
    line: int
    sku: str
    title: str
    quantity: int
    bin: str = ""
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartToPick:
    """A part of an order with all that is to be fetched for it, and what that takes up on a cart."""

    order_id: str
    fulfilment_id: str
    rows: tuple[ToPick, ...]
    load: Load

    @property
    def bins(self) -> tuple[str, ...]:
        """Where its goods lie, each bin once."""
        return tuple(dict.fromkeys(each.bin for each in self.rows))


def part_to_pick(
    order: Order, order_id: str, lines: Sequence[FulfilmentLine], places: Mapping[str, Mapping[Spot, int]]
) -> PartToPick:
    """`places`: article -> bin and lot -> pieces, as they are reserved; what is beyond them has no place."""
    left = {sku: dict(spots) for sku, spots in places.items()}
    rows = [row for line in lines for row in _rows(order, order_id, line, left.get(line.sku, {}))]
    return PartToPick(
        order_id=order_id, fulfilment_id=lines[0].fulfilment_id, rows=tuple(rows), load=_load(order, lines)
    )


def places_held(session: ReadSession, fulfilments: Sequence[str]) -> Mapping[str, Mapping[str, Mapping[Spot, int]]]:
    """Part -> article -> bin and lot -> pieces that are reserved there."""
    found: dict[str, dict[str, dict[Spot, int]]] = {}
    for reservation, places in held_by(session, fulfilments):
        spots = found.setdefault(reservation.fulfilment_id, {}).setdefault(reservation.sku, {})
        for each in places:
            spots[each.bin, each.lot] = spots.get((each.bin, each.lot), 0) + each.quantity
    return found


def article_of(line: FulfilmentLine) -> str:
    """What a scanner is told for a line: its SKU, else a name that the list itself prints."""
    return line.sku or f"LINE-{line.line}"


def _rows(order: Order, order_id: str, line: FulfilmentLine, left: dict[Spot, int]) -> list[ToPick]:
    rest, taken = line.quantity, []
    for spot in sorted(left):
        many = min(rest, left[spot])
        if many:
            left[spot] -= many
            rest -= many
            taken.append((spot, many))
    if rest:
        taken.append((("", ""), rest))
    ordered = order.lines[line.line - 1]
    return [
        ToPick(
            order_id=order_id,
            fulfilment_id=line.fulfilment_id,
            line=line.line,
            sku=article_of(line),
            title=ordered.title or ordered.description or "",
            quantity=many,
            bin=spot[0],
            lot=spot[1],
        )
        for spot, many in taken
    ]


def _load(order: Order, lines: Sequence[FulfilmentLine]) -> Load:
    volume = weight = 0
    for each in lines:
        ordered = order.lines[each.line - 1]
        size = ordered.dimensions
        one_mm3 = USUAL_PIECE_ML * 1000 if size is None else size.length_mm * size.width_mm * size.height_mm
        volume += -(-one_mm3 * each.quantity // 1000)
        weight += (ordered.weight_g or USUAL_PIECE_G) * each.quantity
    return Load(totes=1, volume_ml=int(volume), weight_g=int(weight))
