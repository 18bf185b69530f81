"""A shared parcel leaves with all its orders, in one transaction or not at all."""

from engine.store.sessions import WriteSession
from fulfillment.carriers.handing import hand_over_now
from fulfillment.consigning.stages import PACKED, SENT, moved, shared
from fulfillment.errors import CaseChanged
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.consignments import members_of, put_consignment
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up


def send_along(
    session: WriteSession, site: Site, occasion: Occasion, fulfilment_id: str, manifest_id: str | None
) -> dict[str, int]:
    """Whoever shares the parcel of a part that has just left leaves too: order -> parcels. Raises StepBlocked where one
    may not, which keeps all."""
    found = shared(session, occasion.merchant, fulfilment_id)
    if found is None or found[0].state != PACKED:
        return {}
    sent: dict[str, int] = {}
    for each in members_of(session, found[0].id):
        if each.slot is None or each.fulfilment_id == fulfilment_id:
            continue
        other = Occasion(merchant=occasion.merchant, order_id=each.order_id, now=occasion.now, actor=occasion.actor)
        with at_work(session, site, other) as file:
            if file.can(Machine.FULFILMENT, Event.HAND_OVER, each.fulfilment_id):
                sent[each.order_id] = hand_over_now(file, each.fulfilment_id, manifest_id)
                catch_up(file, each.fulfilment_id)
            else:  # its label is still to come
                file.check(Machine.FULFILMENT, Event.HAND_OVER, each.fulfilment_id)
    if not put_consignment(session, moved(found[0], SENT), PACKED):
        raise CaseChanged
    return sent
