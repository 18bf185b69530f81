"""Sets whole levels of what may be sold at one location, by SKU.

`inventorySetQuantities` takes levels, not steps; we are the source of what is on the shelf, so no compare value is
sent: `changeFromQuantity` must be there since version 2026-04, and null says so (Shopify, "inventorySetQuantities" and
"InventoryQuantityInput", version 2026-10, read 2026-11).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

import orjson

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import Account, Answered, Stock
from fulfillment.channels.shopify.calling import Admin, gid, refuse_user_errors
from fulfillment.channels.shopify.queries import ITEMS, SET_STOCK

MOST_LEVELS = 50
MOST_ITEMS = 200  # several variants may bear one SKU


@dataclass(frozen=True, slots=True)
class Stocking:
    """Says levels to one shop."""

    account: Account
    admin: Admin

    def say(self, key: str, said: Stock) -> Answered:
        """Sets the levels; those whose SKU the shop does not know are refused after the others are set."""
        location = self.account.settings.get("location", "")
        if not location:
            raise SayingRefused("location_missing", "set `location` of this connection to the number of the location")
        pieces = {level.name or level.sku: level.pieces for level in said.levels}
        items = self._items(list(pieces))
        quantities = [
            {
                "inventoryItemId": item,
                "locationId": gid("Location", location),
                "quantity": pieces[sku],
                "changeFromQuantity": None,
            }
            for sku, item in items
        ]
        remote = self._set(key, quantities) if quantities else ""
        unknown = sorted(set(pieces) - {sku for sku, _ in items})
        if unknown:
            raise SayingRefused("sku_unknown", f"the shop has no tracked article {', '.join(unknown)}")
        return Answered(remote=remote)

    def _set(self, key: str, quantities: Sequence[Mapping[str, object]]) -> str:
        change = {"name": "available", "reason": "correction", "quantities": quantities}
        # A key holds for the same articles alone, and which these are may change between two tries.
        own_key = str(uuid5(NAMESPACE_URL, f"{key}:{orjson.dumps(quantities).decode()}"))
        answer = self.admin.ask(SET_STOCK, input=change, key=own_key).at("inventorySetQuantities")
        refuse_user_errors(answer)
        return answer.maybe("inventoryAdjustmentGroup", "id")

    def _items(self, skus: list[str]) -> list[tuple[str, str]]:
        """SKU and id of each tracked article; a search finds words, so what it found is held against the SKU."""
        search = " OR ".join(f'sku:"{_quoted(sku)}"' for sku in skus)
        answer = self.admin.ask(ITEMS, search=search, first=MOST_ITEMS)
        wanted = set(skus)
        found = [(each.maybe("sku"), each) for each in answer.each("inventoryItems", "nodes")]
        return sorted((sku, each.text("id")) for sku, each in found if sku in wanted and each.flag("tracked"))


def _quoted(sku: str) -> str:
    return sku.replace("\\", "\\\\").replace('"', '\\"')
