"""A parcel that left, told to Amazon.

Source: Amazon, SP-API documentation, "Confirm the shipment status", and ordersV0.json (2026): `confirmShipment` stays
with v0 after the other calls of v0 have ended. It has a number of ours for the parcel, always the same for a tracking
number, so that a second call corrects the first instead of telling of another parcel.
"""

from hashlib import sha256

from fulfillment.channels.amazon.calling import Api, quoted, taken
from fulfillment.channels.amazon.items import Known, Stage, shares
from fulfillment.channels.documents import stamp
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Answered, Shipped

OTHER = "Other"
_NUMBERS = 900_000_000


def confirm(api: Api, known: Known, said: Shipped) -> Answered:
    """Tells of the parcel unless Amazon knows its tracking number. Raises SayingRefused."""
    for number, remote in known.parcels:
        if number == said.number:
            return Answered(remote, already=True)
    if known.stage is Stage.CANCELLED:
        raise SayingRefused("ORDER_CANCELLED", "the order was cancelled at Amazon; call the parcel back")
    reference = parcel_reference(said.number)
    body = {"marketplaceId": known.marketplace, "packageDetail": _parcel(known, said, reference)}
    taken(api.send("POST", f"/orders/v0/orders/{quoted(said.ref)}/shipmentConfirmation", body))
    return Answered(reference)


def parcel_reference(number: str) -> str:
    """A positive number for a parcel, from its tracking number."""
    return str(int.from_bytes(sha256(number.encode()).digest()[:8]) % _NUMBERS + _NUMBERS // 9)


def _parcel(known: Known, said: Shipped, reference: str) -> dict[str, object]:
    code = said.carrier_code or OTHER
    parcel: dict[str, object] = {
        "packageReferenceId": reference,
        "carrierCode": code,
        "trackingNumber": said.number,
        "shipDate": stamp(said.shipped_at),
        "orderItems": shares(known, said.lines),
    }
    if code == OTHER:
        parcel["carrierName"] = said.carrier_name or said.carrier
    if said.service:
        parcel["shippingMethod"] = said.service
    return parcel
