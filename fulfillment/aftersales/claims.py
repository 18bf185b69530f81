"""Claims as people move them on."""

from engine.store.sessions import WriteSession
from fulfillment.aftersales.comebacks import contents_of, worth
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound
from fulfillment.parts import INSIDE, has_left, parcel_named
from fulfillment.payments.giving_back import may_return_part, return_part, returnable
from fulfillment.records import Case, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Voyage
from fulfillment.store.aftersales import find_claim
from fulfillment.thread import at_work
from fulfillment.tracking.following import follow

OVER = frozenset({Voyage.DELIVERED, Voyage.RETURNED, Voyage.WRITTEN_OFF})


def move_claim(session: WriteSession, site: Site, occasion: Occasion, claim_id: str, event: Event) -> Case:
    """One step of a claim, such as `file` or `approve`. Raises IllegalStep naming what is possible, NotFound."""
    with at_work(session, site, occasion) as file:
        claim = find_claim(file.session, file.merchant, claim_id)
        if claim is None or claim.order_id != file.order_id:
            raise NotFound("claim", claim_id)
        file.take(Machine.CLAIM, event, claim_id)
    return file.case


def declare_lost(session: WriteSession, site: Site, occasion: Occasion, parcel: str | None = None) -> Case:
    """A person gives a parcel up: the customer gets the money for it back, the carrier a claim.

    The order ends with its last parcel.
    Raises IllegalStep, and PartNeeded when several have not arrived and none is named.
    """
    with at_work(session, site, occasion) as file:
        away = [each for each in file.shipments() if has_left(each) and each.state not in OVER]
        if parcel is None and not away:
            file.take(Machine.ORDER, Event.LOSE)
        else:
            _lose(file, parcel_named(file.shipments() if parcel else away, parcel, file.order_id))
    return file.case


def _lose(file: CaseFile, lost: Shipment) -> None:
    rest = [each for each in file.shipments() if each.id != lost.id and each.state != Voyage.WRITTEN_OFF]
    if not rest and not any(each.state in INSIDE for each in file.fulfilments()):
        file.take(Machine.ORDER, Event.LOSE)
        return
    lines = {str(line): many for line, many in contents_of(file, lost).items()}
    file.take(Machine.SHIPMENT, Event.WRITE_OFF, lost.id)
    amount = min(worth(file.order, lines), returnable(file))
    if amount > 0 and may_return_part(file):
        return_part(file, amount, reason="lost")
    follow(file)
