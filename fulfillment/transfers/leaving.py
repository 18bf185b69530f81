"""Cartons are packed, and leave: from then on their pieces lie in no warehouse and nobody can buy them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.ids import Ids
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.inventory.booking import Books
from fulfillment.inventory.errors import TransferRefused
from fulfillment.inventory.expecting import Announced, announce
from fulfillment.inventory.holding import send_out
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.records import Carton, CartonLine, Transfer
from fulfillment.store.places import held_of
from fulfillment.store.stock import reservations, turn
from fulfillment.store.transfers import add_cartons, transfer_lines, turn_transfer
from fulfillment.transfers.planning import PACKED, PLANNED, SHIPPED, transfer_of, went

Goods = tuple[str, str]  # article, lot


@dataclass(frozen=True, slots=True, kw_only=True)
class CartonTold:
    """A carton as it was closed: grams on the scale, outer millimetres, (article, lot) -> pieces."""

    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    contents: Mapping[Goods, int]


def kept_goods(session: ReadSession, transfer_id: str) -> Counter[Goods]:
    """Of which lots pieces are kept back for a transfer."""
    kept: Counter[Goods] = Counter()
    for each in reservations(session, transfer_id, "held"):
        for held in held_of(session, each.id):
            kept[each.sku, held.lot] += held.quantity
    return kept


def pack_transfer(session: WriteSession, merchant: str, id_: str, cartons: Sequence[CartonTold]) -> Transfer:
    """All cartons at once, numbered from 1. Raises NotFound; TransferRefused when they do not hold just the pieces that
    are kept back, or weigh or measure nothing."""
    found = transfer_of(session, merchant, id_, PLANNED)
    packed: Counter[Goods] = Counter()
    for each in cartons:
        packed.update(each.contents)
        if min(each.weight_g, each.length_mm, each.width_mm, each.height_mm, *each.contents.values()) <= 0:
            raise TransferRefused("a carton has a weight, three lengths, and at least one piece of what is in it")
    kept = kept_goods(session, id_)
    wrong = {*(packed - kept), *(kept - packed)}
    if wrong or not cartons:
        told = "; ".join(f"{sku}{f' lot {lot}' if lot else ''}: {packed[sku, lot]} of {kept[sku, lot]}"
                         for sku, lot in sorted(wrong))  # fmt: skip
        raise TransferRefused(f"the cartons do not hold what is kept back: {told or 'there are none'}")
    numbered = list(enumerate(cartons, start=1))
    boxes = [Carton(transfer_id=id_, number=number, merchant_id=merchant, weight_g=each.weight_g,
                    length_mm=each.length_mm, width_mm=each.width_mm, height_mm=each.height_mm)
             for number, each in numbered]  # fmt: skip
    lines = [CartonLine(transfer_id=id_, carton=number, sku=sku, lot=lot, merchant_id=merchant, quantity=many)
             for number, each in numbered for (sku, lot), many in sorted(each.contents.items())]  # fmt: skip
    turned = went(turn_transfer(session, found, PACKED), found)
    add_cartons(session, boxes, lines)
    return turned


def ship_transfer(
    session: WriteSession, ids: Ids, merchant: str, id_: str, now: datetime, by: str, *, carrier: str = "",
    tracking: str = "", due_at: datetime | None = None,
) -> Transfer:  # fmt: skip
    """The cartons leave. With `due_at`, orders that are short learn until when they would have to wait.

    Raises NotFound, TransferRefused.
    """
    found = transfer_of(session, merchant, id_, PACKED)
    shipped = went(turn_transfer(session, found, SHIPPED, shipped_at=now, carrier=carrier, tracking=tracking), found)
    books = Books(session, ids, merchant, Voucher(reason=Reason.TRANSFER_OUT, actor=by, at=now, reference=id_))
    for each in reservations(session, id_, "held"):
        if turn(session, each, "consumed"):
            send_out(books, each)
    if due_at is not None:
        for line in transfer_lines(session, id_):
            told = Announced(sku=line.sku, warehouse=found.destination, quantity=line.quantity, due_at=due_at,
                             reference=id_)  # fmt: skip
            announce(session, ids, merchant, told)
    return shipped
