"""A shared parcel leaves when every order in it may, and not before."""

from engine.store.sessions import ReadSession
from fulfillment.consigning.stages import PACKED, PROPOSED, SENT, shared
from fulfillment.site import Site
from fulfillment.store.consignments import members_of


def may_leave_together(session: ReadSession, site: Site, merchant: str, fulfilment_id: str) -> bool:
    """True for a part that shares no parcel. Else every order in it is clear, and decided as it was when merged."""
    found = shared(session, merchant, fulfilment_id)
    if found is None or found[0].state in (PROPOSED, SENT):
        return True
    if found[0].state != PACKED:
        return False
    inside = [each for each in members_of(session, found[0].id) if each.slot is not None]
    standings = {each.order_id: site.desk.standing(session, each.order_id) for each in inside}
    return all(
        standings[each.order_id].is_clear and standings[each.order_id].version == each.order_version for each in inside
    )
