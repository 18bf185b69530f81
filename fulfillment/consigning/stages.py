"""Where a consignment stands, and which one a part is in."""

from dataclasses import replace

from engine.store.sessions import ReadSession
from fulfillment.records import Consignment, ConsignmentMember
from fulfillment.store.consignments import find_consignment, membership

PROPOSED, REFUSED, ACCEPTED, PACKED, OPENING, UNDONE, SENT = (
    "proposed", "refused", "accepted", "packed", "opening", "undone", "sent",
)  # fmt: skip
LIVE = frozenset({PROPOSED, ACCEPTED, PACKED, OPENING})


def shared(session: ReadSession, merchant: str, fulfilment_id: str) -> tuple[Consignment, ConsignmentMember] | None:
    """The consignment that a part is in, and its place there."""
    member = membership(session, merchant, fulfilment_id)
    found = None if member is None else find_consignment(session, merchant, member.consignment_id)
    return None if found is None or member is None else (found, member)


def moved(consignment: Consignment, state: str, **changes: object) -> Consignment:
    """The consignment as it stands then."""
    return replace(consignment, state=state, **changes)  # type: ignore[arg-type]
