"""What was picked goes into boxes, one or several a part, and each box onto a scale."""

from collections import Counter
from collections.abc import Mapping

from engine.counted import counted
from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.casefile import CaseFile
from fulfillment.errors import ParcelRefused
from fulfillment.parts import pieces_of
from fulfillment.records import Fulfilment, Parcel
from fulfillment.states import Event, Machine
from fulfillment.store.warehouse import add_parcel, open_parcels, parcels_of

LIGHTEST_SHARE = 90  # percent of the goods' stated weight; scales and articles differ a little, a missing piece more
CLOSED = "closed"


def pack_box(
    file: CaseFile, fulfilment: Fulfilment, weight_g: int, contents: Mapping[int, int] | None = None, box: str = ""
) -> Parcel:
    """Records a packed box: number of the order's line -> pieces in it, all that is not in a box yet when None. With
    the last piece the part is packed.

    Raises ParcelRefused for pieces that are not there to be packed, or a weight less than theirs, StepBlocked.
    """
    file.check(Machine.FULFILMENT, Event.PACK, fulfilment.id)
    rest = unpacked(file, fulfilment.id)
    packed = rest if contents is None else {line: many for line, many in contents.items() if many}
    _refuse_wrong(packed, rest)
    _refuse_light(file.order, packed, weight_g)
    made = parcels_of(file.session, fulfilment.id)
    event = Event.PACK if packed == rest else Event.CLOSE_BOX
    number = len(made) + 1
    told = {"weight_g": weight_g} | ({"box": box} if box else {}) | ({} if event is Event.PACK and not made else
                                                                     {"parcel": number})  # fmt: skip
    file.take(Machine.FULFILMENT, event, fulfilment.id, data=told)
    parcel = Parcel(
        id=file.ids.new(Prefix.PARCEL),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=fulfilment.id,
        number=number,
        weight_g=weight_g,
        packed_at=file.now,
        packed_by=file.occasion.actor,
        contents={str(line): many for line, many in sorted(packed.items())},
        box=box,
    )
    add_parcel(file.session, parcel)
    return parcel


def unpacked(file: CaseFile, fulfilment_id: str) -> Mapping[int, int]:
    """What a part sends and no closed box holds: number of the order's line -> pieces."""
    rest = Counter(pieces_of(file.lines(fulfilment_id)))
    for parcel in parcels_of(file.session, fulfilment_id):
        if parcel.state == CLOSED:
            rest.subtract({int(line): many for line, many in parcel.contents.items()})
    return {line: many for line, many in rest.items() if many > 0}


def open_boxes(file: CaseFile, fulfilment_id: str) -> None:
    """What was packed is taken out again."""
    open_parcels(file.session, fulfilment_id)


def goods_weight_g(order: Order, packed: Mapping[int, int] | None = None) -> int | None:
    """What pieces weigh by their articles, all of the order unless some are named; None when one does not say."""
    chosen = {number: line.quantity for number, line in enumerate(order.lines, start=1)} if packed is None else packed
    weights = [(order.lines[number - 1].weight_g, many) for number, many in chosen.items()]
    known = [each * many for each, many in weights if each is not None]
    return sum(known) if len(known) == len(weights) else None


def _refuse_wrong(packed: Mapping[int, int], rest: Mapping[int, int]) -> None:
    for line, many in packed.items():
        if not 0 < many <= rest.get(line, 0):
            loose = counted(rest.get(line, 0), "piece that is", "pieces that are")
            msg = f"line `{line}` has {loose} not in a box yet, not {many}; count again"
            raise ParcelRefused(msg)
    if rest and not packed:
        msg = "an empty box is no parcel; name what is in it"
        raise ParcelRefused(msg)


def _refuse_light(order: Order, packed: Mapping[int, int], weight_g: int) -> None:
    goods_g = goods_weight_g(order, packed)
    if weight_g <= 0 or (goods_g is not None and weight_g * 100 < goods_g * LIGHTEST_SHARE):
        msg = f"{weight_g} g cannot be these goods, which weigh {goods_g} g; check the contents and weigh again"
        raise ParcelRefused(msg)
