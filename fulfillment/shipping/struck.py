"""Services whose carrier has refused the boxes of a part: the choice goes on without them, a few times.

Only a refusal that another service may not share leads on. What lies in the order itself, its address or its papers, is
for people, and so is a booking of which nobody knows whether it stands. A part that a person gave a service keeps it.
Nothing is booked twice: a refused booking never stood at the carrier, and one that stands is kept or voided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.store.sessions import ReadSession
from fulfillment.carriers.words import BookingState, Refusal
from fulfillment.consigning.leading import packed_box
from fulfillment.packing.boxing import CLOSED
from fulfillment.records import CarrierBooking, Fulfilment
from fulfillment.store.carriers import bookings_of_part
from fulfillment.store.cases import find_fulfilment
from fulfillment.store.warehouse import parcels_of

MOST = 3  # services that are tried for a part; behind the last one people decide
LEADS_ON = frozenset(
    {Refusal.GOODS, Refusal.SUSPENDED, Refusal.SIZE, Refusal.PRODUCT, Refusal.TIME, Refusal.OTHER}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """`refused`: service -> why. `waiting` is the service whose refused booking people have before them, empty where
    there is none, `lost` that of a booking which stands without its label; `leads_on`: another service may be taken by
    itself."""

    refused: Mapping[str, str] = field(default_factory=dict)
    waiting: str = ""
    lost: str = ""
    leads_on: bool = True

    @property
    def before(self) -> Mapping[str, str]:
        """All but the one that waits for people."""
        return {service: why for service, why in self.refused.items() if service != self.waiting}


def struck_of(session: ReadSession, part: Fulfilment, version: int) -> Struck:
    """What carriers have refused of a part: of its boxes as they are closed now, for this version of its order. Of a
    box that orders share, what was refused to the part that leads."""
    found = packed_box(session, part.merchant_id, part.id)
    if found is not None and found[1][0].fulfilment_id != part.id:
        leading = find_fulfilment(session, part.merchant_id, found[1][0].fulfilment_id)
        return Struck() if leading is None else struck_of(session, leading, found[1][0].order_version)
    boxes = {each.id for each in parcels_of(session, part.id) if each.state == CLOSED}
    current = [
        each
        for each in bookings_of_part(session, part.merchant_id, part.id)
        if each.parcel_id in boxes and each.order_version == version
    ]
    refused = [each for each in current if _is_refused(each)]
    services = {each.service_id: each.why for each in refused}
    waiting = next((each.service_id for each in refused if each.state == BookingState.REFUSED), "")
    leads_on = len(services) < MOST and all(each.why in LEADS_ON for each in refused)
    lost = next((each.service_id for each in current if each.state == BookingState.LOST), "")
    return Struck(refused=services, waiting=waiting, lost=lost, leads_on=leads_on)


def _is_refused(booking: CarrierBooking) -> bool:
    """Refused when it was to be booked, and no other was chosen yet, or another was."""
    return bool(booking.why) and not booking.number and booking.state in (BookingState.REFUSED, BookingState.VOIDED)
