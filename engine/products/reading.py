"""The one way from a product document to a `Product`, and back: all faults at once, each with its pointer."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import orjson
from pydantic import TypeAdapter, ValidationError

from engine.errors import ClearwayError, Fault, OrderRejected
from engine.goods.hs import HsHeadings, HsStatus
from engine.order.decoding import Json, bounded
from engine.order.faults import form_faults
from engine.order.schema import DEFINITIONS, open_to_null
from engine.order.tidy import tidy
from engine.products.product import Product

Document = Mapping[str, object]


class ProductRejected(ClearwayError):
    """the product cannot be kept"""

    code = "product_rejected"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


@cache
def _adapter() -> TypeAdapter[Product]:
    return TypeAdapter(Product)


@cache
def product_schema(references: str = DEFINITIONS) -> dict[str, Json]:
    """The JSON Schema of a product document. `references` says where its parts are looked for."""
    return open_to_null(_adapter().json_schema(ref_template=references))


def read_product(document: Document, headings: HsHeadings) -> Product:
    """The product that a document describes. Raises ProductRejected with every fault and its pointer."""
    try:
        tidied = tidy(bounded(document))
    except OrderRejected as rejected:  # it is too large or holds what is no text
        raise ProductRejected(rejected.faults) from None
    if isinstance(tidied, dict):
        tidied = {name: value for name, value in tidied.items() if value != {}}  # a part of which nothing is known
    try:
        product = _adapter().validate_json(json.dumps(tidied, ensure_ascii=False))
    except ValidationError as error:
        raise ProductRejected(form_faults(error, Product)) from None
    faults = list(_impossible(product, headings))
    if faults:
        raise ProductRejected(faults)
    return product


def to_document(product: Product) -> dict[str, Json]:
    """The document that `read_product` reads back to the same product; what is absent or empty is left out."""
    values: dict[str, Json] = _adapter().dump_python(product, mode="json", exclude_none=True)
    return {name: value for name, value in values.items() if value != []}


def kept_product(document: Document) -> Product:
    """A product out of a document that was read before, as it is kept."""
    return _adapter().validate_json(orjson.dumps(document))


def product_bytes(product: Product) -> bytes:
    """The document, the same bytes for the same product."""
    return orjson.dumps(to_document(product), option=orjson.OPT_SORT_KEYS)


def product_digest(product: Product) -> str:
    """SHA-256 of the document: the same content has the same digest."""
    return hashlib.sha256(product_bytes(product)).hexdigest()


def gtin_holds(number: str) -> bool:
    """Whether the last digit fits the others (GS1 General Specifications, section 7.9: weights 3 and 1 from behind)."""
    digits = [int(each) for each in reversed(number)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _impossible(product: Product, headings: HsHeadings) -> Iterator[Fault]:
    if product.gtin is not None and not gtin_holds(product.gtin):
        yield Fault("/gtin", "check_digit", "the check digit does not fit the other digits; copy the number again")
    if headings.status(product.hs6) is HsStatus.UNKNOWN_HEADING:
        yield Fault("/hs6", "unknown_heading", "the first four digits are no heading of HS 2022; look the code up")
    yield from _codes(product)
    yield from _battery(product)
    yield from _components(product)
    yield from _twice("/landed_costs", [each.warehouse for each in product.landed_costs])
    yield from _twice("/channel_skus", [(each.channel, each.sku) for each in product.channel_skus])


def _codes(product: Product) -> Iterator[Fault]:
    for place, each in enumerate(product.national_codes):
        if product.hs6 is not None and not each.code.startswith(product.hs6):
            detail = f"the code does not begin with the HS code {product.hs6}; one of the two is another article's"
            yield Fault(f"/national_codes/{place}/code", "code_differs", detail)
    yield from _twice("/national_codes", [each.country for each in product.national_codes])


def _battery(product: Product) -> Iterator[Fault]:
    if product.has_battery is False and product.battery is not None:
        detail = "a battery is described although `has_battery` is false; correct one of the two"
        yield Fault("/has_battery", "contradicts", detail)


def _components(product: Product) -> Iterator[Fault]:
    if any(each.sku == product.sku for each in product.components):
        yield Fault("/components", "holds_itself", "a kit cannot lie in itself; name what it is made of")
    yield from _twice("/components", [each.sku for each in product.components])


def _twice(where: str, values: list[object] | list[str] | list[tuple[str, str]]) -> Iterator[Fault]:
    for place, value in enumerate(values):
        if value in values[:place]:
            yield Fault(f"{where}/{place}", "twice", "this stands in the list already; take one of the two out")
