"""Pieces that may be sold, told listing by listing.

Source: Amazon, SP-API documentation, "Merge a listing" (Listings Items API 2021-08-01; the operation `merge` since June
2025): the quantity changes, lead time and restock date stay as they are.
"""

from fulfillment.channels.amazon.calling import Api, quoted
from fulfillment.channels.documents import each, text
from fulfillment.channels.errors import ConnectionRefused, SayingRefused, Throttled, Unfinished
from fulfillment.channels.protocol import Answered, Level, Stock

MOST_LEVELS = 20
INVALID = "INVALID"


def tell(api: Api, said: Stock) -> Answered:
    """Each level at each marketplace. Raises SayingRefused for those that Amazon did not take, once all are told, and
    Unfinished with how many are where Amazon asks to wait: from the first again they might never all be."""
    if not api.terms.seller_id:
        raise ConnectionRefused("seller_id", "is not set; Seller Central shows it as merchant token")
    pairs = [(level, marketplace) for level in said.levels for marketplace in api.terms.marketplaces]
    done, _, refused = said.before.so_far.partition(":")
    code, _, words = refused.partition(":")
    faults = [(code, words)] if refused else []
    for place, (level, marketplace) in enumerate(pairs):
        if place < int(done or 0):
            continue
        try:
            fault = _told(api, level, marketplace)
        except Throttled as wait:
            raise Unfinished(":".join([str(place), *(faults[0] if faults else ())]), wait.after_s) from wait
        faults += [] if fault is None else [fault]
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
