"""What was picked goes into a box, and the box onto a scale."""

from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.casefile import CaseFile
from fulfillment.errors import ParcelRefused
from fulfillment.records import Parcel
from fulfillment.states import Event, Machine
from fulfillment.store.warehouse import add_parcel

LIGHTEST_SHARE = 90  # percent of the goods' stated weight; scales and articles differ a little, a missing piece more


def pack_box(file: CaseFile, weight_g: int) -> Parcel:
    """Records the packed box. Raises ParcelRefused when it weighs less than what should be in it, StepBlocked."""
    goods_g = goods_weight_g(file.order)
    if weight_g <= 0 or (goods_g is not None and weight_g * 100 < goods_g * LIGHTEST_SHARE):
        msg = f"{weight_g} g cannot be these goods, which weigh {goods_g} g; check the contents and weigh again"
        raise ParcelRefused(msg)
    file.take(Machine.FULFILMENT, Event.PACK, data={"weight_g": weight_g})
    parcel = Parcel(
        id=file.ids.new(Prefix.PARCEL),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=file.fulfilment().id,
        weight_g=weight_g,
        packed_at=file.now,
        packed_by=file.occasion.actor,
    )
    add_parcel(file.session, parcel)
    return parcel


def goods_weight_g(order: Order) -> int | None:
    """What the goods weigh by their articles; None when one does not say."""
    weights = [None if line.weight_g is None else line.weight_g * line.quantity for line in order.lines]
    known = [each for each in weights if each is not None]
    return sum(known) if len(known) == len(weights) else None
