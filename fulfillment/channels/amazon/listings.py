"""Pieces that may be sold, told listing by listing.

Source: Amazon, SP-API documentation, "Merge a listing" (Listings Items API 2021-08-01; the operation `merge` since June
2025): the quantity changes, lead time and restock date stay as they are.
"""

from fulfillment.channels.amazon.calling import Api, quoted
from fulfillment.channels.documents import each, text
from fulfillment.channels.errors import ConnectionRefused, SayingRefused
from fulfillment.channels.protocol import Answered, Level, Stock

MOST_LEVELS = 20
INVALID = "INVALID"


def tell(api: Api, said: Stock) -> Answered:
    """Each level at each marketplace. Raises SayingRefused for those that Amazon did not take, once all are told."""
    if not api.terms.seller_id:
        raise ConnectionRefused("seller_id", "is not set; Seller Central shows it as merchant token")
    faults = [
        fault
        for level in said.levels
        for marketplace in api.terms.marketplaces
        if (fault := _told(api, level, marketplace)) is not None
    ]
    if faults:
        code, words = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise SayingRefused(code, f"{words}{more}")
    return Answered()


def _told(api: Api, level: Level, marketplace: str) -> tuple[str, str] | None:
    pieces = [{"fulfillment_channel_code": "DEFAULT", "quantity": max(0, level.pieces)}]
    patch = {"op": "merge", "path": "/attributes/fulfillment_availability", "value": pieces}
    answer = api.send(
        "PATCH",
        f"/listings/2021-08-01/items/{quoted(api.terms.seller_id)}/{quoted(level.name or level.sku)}",
        {"productType": "PRODUCT", "patches": [patch]},
        {"marketplaceIds": marketplace},
    )
    if not answer.is_good:
        return answer.code, f"{level.sku}: {answer.words}"
    if text(answer.body, "status") == INVALID:
        issue = next(iter(each(answer.body, "issues")), {})
        return text(issue, "code") or INVALID, f"{level.sku}: {text(issue, 'message') or 'the listing is invalid'}"
    return None
