"""A parcel that does not arrive is given up: the customer gets the money for it back, the carrier a claim."""

from fulfillment.aftersales.comebacks import contents_of, worth
from fulfillment.casefile import CaseFile
from fulfillment.parts import INSIDE
from fulfillment.payments.giving_back import may_return_part, return_part, returnable
from fulfillment.records import Shipment
from fulfillment.states import Event, Machine, Voyage
from fulfillment.tracking.following import follow

OVER = frozenset({Voyage.DELIVERED, Voyage.RETURNED, Voyage.WRITTEN_OFF})


def give_up(file: CaseFile, lost: Shipment) -> None:
    """Gives a parcel up; the order ends with its last one. Raises IllegalStep."""
    if is_last(file, lost):
        file.take(Machine.ORDER, Event.LOSE)
        return
    lines = {str(line): many for line, many in contents_of(file, lost).items()}
    file.take(Machine.SHIPMENT, Event.WRITE_OFF, lost.id)
    amount = min(worth(file.order, lines), returnable(file))
    if amount > 0 and may_return_part(file):
        return_part(file, amount, reason="lost")
    follow(file)


def may_give_up(file: CaseFile, lost: Shipment) -> bool:
    """Whether the steps for that are open."""
    if is_last(file, lost):
        return file.can(Machine.ORDER, Event.LOSE)
    return file.can(Machine.SHIPMENT, Event.WRITE_OFF, lost.id)


def is_last(file: CaseFile, lost: Shipment) -> bool:
    """Whether the order has no other parcel, on its way or inside."""
    rest = [each for each in file.shipments() if each.id != lost.id and each.state != Voyage.WRITTEN_OFF]
    return not rest and not any(each.state in INSIDE for each in file.fulfilments())
