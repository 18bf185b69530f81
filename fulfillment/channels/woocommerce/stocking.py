"""Sets whole levels by SKU: of products in one batch, of variations in one batch for each product that they are of.

A SKU finds products and variations alike (WC_REST_Products_Controller::prepare_objects_query, wc/v3). A level said
twice says the same, so nothing is asked first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.channels.errors import AnswerRefused, SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Answered, Stock
from fulfillment.channels.woocommerce.calling import BAD, Store

MOST_LEVELS = 100  # of a batch, and of a page
FIELDS = "id,sku,type,parent_id"


@dataclass(frozen=True, slots=True)
class Stocking:
    """Says levels to one store."""

    store: Store

    def say(self, said: Stock) -> Answered:
        """Sets the levels; those whose SKU the store does not know are refused after the others are set."""
        pieces = {level.name or level.sku: level.pieces for level in said.levels}
        batches: dict[str, list[Mapping[str, object]]] = {}
        found = self._articles(list(pieces))
        for article in found:
            parent = article.maybe("parent_id") if article.maybe("type") == "variation" else ""
            path = f"products/{parent}/variations/batch" if parent else "products/batch"
            level = {"id": article.whole("id"), "manage_stock": True, "stock_quantity": pieces[article.text("sku")]}
            batches.setdefault(path, []).append(level)
        refused = [words for path, levels in sorted(batches.items()) for words in self._set(path, levels)]
        unknown = sorted(set(pieces) - {each.text("sku") for each in found})
        if unknown:
            raise SayingRefused("sku_unknown", f"the store has no article {', '.join(unknown)}")
        if refused:
            raise SayingRefused(*refused[0])
        return Answered()

    def _set(self, path: str, levels: list[Mapping[str, object]]) -> list[tuple[str, str]]:
        """The code and words of each article that the store refuses."""
        answer = self.store.tell("POST", path, {"update": levels})
        errors = [each for each in answer.each("update") if each.has("error")]
        return [
            (each.maybe("error", "code"), f"{each.maybe('id')}: {each.maybe('error', 'message')}") for each in errors
        ]

    def _articles(self, skus: list[str]) -> list[Node]:
        """Each article of these SKUs; a SKU with a comma in it is asked for alone, as a comma parts them."""
        plain = [sku for sku in skus if "," not in sku]
        asked = ([",".join(plain)] if plain else []) + [sku for sku in skus if "," in sku]
        wanted, found = set(skus), list[Node]()
        for sku in asked:
            got = self.store.ask("GET", "products", query={"sku": sku, "per_page": 100, "_fields": FIELDS})
            if got.status >= BAD:
                raise AnswerRefused(f"list of products (`{got.code}`: {got.body.maybe('message')})")
            found += [each for each in got.body.each() if each.maybe("sku") in wanted]
        return found
