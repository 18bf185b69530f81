"""The part of a product file that one order needs, as it was asked once; what a decision keeps of it, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.order.decoding import Json
from engine.products.product import Product
from engine.products.reading import kept_product, to_document

Kept = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """`products` by the seller's own SKU; `names` what the order's channel calls them -> own SKU.

    A SKU that stands in neither is unknown to the file. `versions` says which version of each product this is.
    """

    products: Mapping[str, Product] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    def of(self, order: object) -> "Catalogue":
        """Itself: implements the protocol of products with what was asked for this order."""
        del order
        return self

    def find(self, sku: str | None) -> Product | None:
        """The product that a line's SKU means. The seller's own SKU comes before a channel's name for another."""
        if sku is None:
            return None
        return self.products.get(sku) or self.products.get(self.names.get(sku, ""))


def kept_catalogue(catalogue: Catalogue) -> Kept:
    """What a decision keeps: the values themselves, so that it can be made again without the file of that day."""
    return {
        "products": {sku: to_document(each) for sku, each in sorted(catalogue.products.items())},
        "names": dict(sorted(catalogue.names.items())),
        "versions": dict(sorted(catalogue.versions.items())),
    }


def recalled_catalogue(kept: Mapping[str, object]) -> Catalogue:
    """The inverse of `kept_catalogue`."""
    products, names, versions = (_mapping(kept.get(name)) for name in ("products", "names", "versions"))
    return Catalogue(
        products={sku: kept_product(_mapping(each)) for sku, each in products.items()},
        names={name: str(sku) for name, sku in names.items()},
        versions={sku: int(str(number)) for sku, number in versions.items()},
    )


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
