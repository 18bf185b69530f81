"""A parcel that left, told to eBay: one shipping fulfilment for each.

Source: eBay Developers Program, Sell Fulfillment API, createShippingFulfillment and getShippingFulfillments (2026).
There is no idempotency key, so the parcels that eBay knows are asked for first. Tracking numbers are letters and digits
alone.
"""

from collections.abc import Iterable

from fulfillment.channels.documents import Json, each, stamp, text, whole
from fulfillment.channels.ebay.calling import Api, quoted, read, taken
from fulfillment.channels.ebay.orders import PATH
from fulfillment.channels.ebay.words import FULFILLMENT
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Answered, LineShare, Shipped

OTHER = "Other"


def confirm(api: Api, order: Json, said: Shipped) -> Answered:
    """Tells of the parcel unless eBay knows it. Raises SayingRefused."""
    path, number = f"{PATH}/{quoted(said.ref)}/shipping_fulfillment", bare(said.number)
    for known in each(read(api.get(path, FULFILLMENT)), "fulfillments"):
        if bare(text(known, "shipmentTrackingNumber")) == number:
            return Answered(text(known, "fulfillmentId"), already=True)
    if text(order, "cancelStatus", "cancelState") == "CANCELED":
        raise SayingRefused("ORDER_CANCELLED", "the order was cancelled at eBay; call the parcel back")
    parcel = {
        "lineItems": shares(each(order, "lineItems"), said.lines),
        "shippedDate": stamp(said.shipped_at),
        "shippingCarrierCode": said.carrier_code or OTHER,
        "trackingNumber": number,
    }
    answer = api.send(path, FULFILLMENT, parcel)
    taken(answer)
    return Answered(answer.location.rstrip("/").rpartition("/")[2] or number)


def bare(number: str) -> str:
    """Letters and digits of a tracking number."""
    return "".join(sign for sign in number if sign.isascii() and sign.isalnum()).upper()


def shares(items: tuple[Json, ...], lines: Iterable[LineShare]) -> list[dict[str, object]]:
    """Line items with quantities; two of one SKU are filled in turn. Raises SayingRefused for an unknown article."""
    left = {text(item, "lineItemId"): whole(item, "quantity") for item in items}
    found: list[dict[str, object]] = []
    for line in lines:
        wanted = line.quantity
        for item in items:
            name = text(item, "lineItemId")
            pieces = min(wanted, left[name]) if sku_of(item) == line.sku else 0
            if pieces:
                found.append({"lineItemId": name, "quantity": pieces})
                left[name] -= pieces
                wanted -= pieces
        if wanted:
            raise SayingRefused("ARTICLE_UNKNOWN", f"the order has not so many pieces of `{line.sku}` at eBay")
    return found


def sku_of(item: Json) -> str:
    """How our orders call the article, as the importer does."""
    return text(item, "sku") or text(item, "legacyItemId")
