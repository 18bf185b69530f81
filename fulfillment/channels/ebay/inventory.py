"""Pieces that may be sold, by SKU.

Source: eBay Developers Program, Sell Inventory API, bulkUpdatePriceQuantity, "Bulk updates" and getOffers (2026): 25
SKUs at once. A listing shows the smaller of the item's pieces and the offer's, so both are told.
"""

from fulfillment.channels.documents import Json, each, text, whole
from fulfillment.channels.ebay.calling import UNKNOWN, Api, read, taken
from fulfillment.channels.ebay.words import INVENTORY
from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Answered, Level, Stock

MOST_LEVELS = 25
PATH = "/sell/inventory/v1"
GOOD = 200


def tell(api: Api, said: Stock) -> Answered:
    """All levels in one call. Raises SayingRefused with the first SKU that eBay did not take."""
    told = taken(api.send(f"{PATH}/bulk_update_price_quantity", INVENTORY, {"requests": _requests(api, said)}))
    faults = [one for one in each(told, "responses") if whole(one, "statusCode") != GOOD]
    if faults:
        error = next(iter(each(faults[0], "errors")), {})
        words = text(error, "longMessage") or text(error, "message") or "eBay did not take the level"
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise SayingRefused(text(error, "errorId") or "LEVEL_REFUSED", f"{text(faults[0], 'sku')}: {words}{more}")
    return Answered()


def _requests(api: Api, said: Stock) -> list[Json]:
    return [_request(api, level) for level in said.levels]


def _request(api: Api, level: Level) -> Json:
    sku, pieces = level.name or level.sku, max(0, level.pieces)
    answer = api.get(f"{PATH}/offer", INVENTORY, {"sku": sku})
    offers = () if answer.status == UNKNOWN else each(read(answer), "offers")
    published = [
        {"offerId": text(offer, "offerId"), "availableQuantity": pieces}
        for offer in offers
        if text(offer, "status") == "PUBLISHED"
    ]
    return {"sku": sku, "shipToLocationAvailability": {"quantity": pieces}, "offers": published}
