"""Of orders that share a packed box one leads: its part is booked and labelled for all, and the others follow it.

It is the first that is in the box, by whose choice of a service the box travels.
"""

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.consigning.stages import PACKED, shared
from fulfillment.jobs import STEP
from fulfillment.records import Consignment, ConsignmentMember
from fulfillment.site import Occasion
from fulfillment.store.consignments import members_of

TRACK = "shared_box"


def packed_box(
    session: ReadSession, merchant: str, fulfilment_id: str
) -> tuple[Consignment, tuple[ConsignmentMember, ...]] | None:
    """The packed box that a part shares, and all who are in it, who leads first; None for a part in a box of its
    own."""
    found = shared(session, merchant, fulfilment_id)
    if found is None or found[0].state != PACKED:
        return None
    return found[0], tuple(each for each in members_of(session, found[0].id) if each.slot is not None)


def wake_followers(session: WriteSession, ids: Ids, on: Occasion, fulfilment_id: str, why: str) -> None:
    """Has the others of a box look at it again, once for each reason, when the part that leads has moved."""
    found = packed_box(session, on.merchant, fulfilment_id)
    if found is None or found[1][0].fulfilment_id != fulfilment_id:
        return
    orders = dict.fromkeys(each.order_id for each in found[1][1:] if each.order_id != on.order_id)
    enqueue(session, ids, [_look(on.merchant, each, f"{fulfilment_id}:{why}") for each in orders], on.now)


def _look(merchant: str, order_id: str, why: str) -> NewJob:
    return NewJob(
        kind=STEP,
        merchant=merchant,
        aggregate=f"{order_id}:{TRACK}",
        payload={"order_id": order_id, "merchant": merchant},
        dedup=f"{TRACK}:{order_id}:{why}",
    )
