"""What a shop's payload does not say: whose order it is, where the goods leave from, and what the goods are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from engine.errors import Fault, OrderRejected
from engine.order.decoding import Json, bounded
from engine.order.faults import form_faults
from engine.order.formats.held import Draft, Held
from engine.order.line import Line
from engine.order.order import ShipFrom
from engine.order.pointer import pointer
from engine.order.tidy import tidy

Products: TypeAlias = Mapping[str, Mapping[str, Json]]

# A product file describes goods; how many were sold and for how much is the order's to say.
OF_THE_SALE = frozenset({"quantity", "unit_price", "discount", "sku"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """`id_prefix` keeps the orders of two shops apart that number them alike.

    `products` holds line fields by SKU; they win over the payload's, being what the merchant keeps for customs.
    """

    merchant: str = "main"
    shop: str | None = None
    legal_entity: str | None = None
    ship_from: ShipFrom | None = None
    id_prefix: str = ""
    products: Products = field(default_factory=lambda: MappingProxyType({}))

    def order_id(self, channel_id: Held) -> Held:
        """The id of an order, made from the channel's."""
        return channel_id if channel_id.value is None else channel_id.then(f"{self.id_prefix}{channel_id.value}")

    def of_the_order(self) -> dict[str, Draft]:
        """The fields of the order that are the same for every order of these settings."""
        place = self.ship_from
        return {
            "merchant": Held(self.merchant, ()),
            "shop": Held(self.shop, ()),
            "legal_entity": Held(self.legal_entity, ()),
            "ship_from": None
            if place is None
            else {
                "country": Held(place.country, ()),
                "warehouse": Held(place.warehouse, ()),
                "postcode": Held(place.postcode, ()),
            },
        }

    def with_product(self, line: Mapping[str, Draft]) -> dict[str, Draft]:
        """A drafted line with what the product file knows of its SKU."""
        sku = line.get("sku")
        known = self.products.get(str(sku.value), {}) if isinstance(sku, Held) else {}
        path = sku.path if isinstance(sku, Held) else ()
        return {**line, **{name: Held(value, path) for name, value in known.items()}}


def products_of(document: Mapping[str, object]) -> Products:
    """A product file: line fields by SKU. Raises OrderRejected with every fault, at `/SKU/field`."""
    reader = TypeAdapter(Line)
    products, faults = bounded(document), list[Fault]()
    found: dict[str, Mapping[str, Json]] = {}
    for sku, product in products.items():
        described = tidy(product)
        if not isinstance(described, dict) or OF_THE_SALE & described.keys():
            detail = f"a product is an object of line fields without {', '.join(sorted(OF_THE_SALE))}"
            faults.append(Fault(pointer((sku,)), "wrong_type", detail))
            continue
        try:
            reader.validate_json(json.dumps({"quantity": 1, "unit_price": 0} | described))
        except ValidationError as error:
            faults += [Fault(pointer((sku,)) + each.pointer, each.code, each.detail) for each in form_faults(error)]
        found[sku] = described
    if faults:
        raise OrderRejected(faults)
    return found
