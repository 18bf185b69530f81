"""The one way from an order document to an `Order`, and back.

Two rounds: first the form of every field, then whether the fields can be true together. Each round reports all its
faults at once; the second needs the values that the first has made sure of.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache

import orjson
from pydantic import TypeAdapter, ValidationError

from engine.errors import Fault, OrderRejected
from engine.order.card_leak import card_leaks, may_leak
from engine.order.consistency import inconsistencies
from engine.order.decoding import MOST_BYTES, Json, bounded, decode
from engine.order.faults import form_faults
from engine.order.order import Order
from engine.order.tidy import tidy


@cache
def order_adapter() -> TypeAdapter[Order]:
    """Built once: pydantic compiles the whole tree of dataclasses."""
    return TypeAdapter(Order)


def read_order(document: bytes | Mapping[str, object]) -> Order:
    """The order that a canonical document describes. Raises OrderRejected with every fault and its pointer."""
    return read_decoded(decode(document) if isinstance(document, bytes) else bounded(document))


def read_decoded(values: dict[str, Json]) -> Order:
    """The order of a document that `decode` or `bounded` gave. Raises OrderRejected like `read_order`."""
    tidied = tidy(values)
    body = json.dumps(tidied, ensure_ascii=False)
    order, faults = _read_form(body)
    if may_leak(body):
        faults += card_leaks(tidied)
    if order is not None:
        faults += inconsistencies(order)
    if order is None or faults:
        raise OrderRejected(faults)
    return order


def order_again(document: Mapping[str, object]) -> Order:
    """The order of a document that `to_document` made: what was read and kept once need not be judged a second time.

    Raises ValidationError for what no order can be.
    """
    return order_adapter().validate_json(orjson.dumps(document))


def faults_of(document: bytes | Mapping[str, object]) -> tuple[Fault, ...]:
    """What is wrong with a document; nothing when `read_order` would read it."""
    try:
        read_order(document)
    except OrderRejected as rejected:
        return rejected.faults
    return ()


def to_document(order: Order) -> dict[str, object]:
    """The canonical document of an order: what `read_order` reads back to the same order."""
    document: dict[str, object] = order_adapter().dump_python(order, mode="json", exclude_none=True)
    for part in (document, *_objects(document["lines"]), *_objects([document.get("channel_data")])):
        for name in [name for name, value in part.items() if value == []]:
            del part[name]
    return document


def order_digest(order: Order) -> str:
    """SHA-256 of the canonical order, in hexadecimal: two orders have the same when every field is the same."""
    return hashlib.sha256(orjson.dumps(order)).hexdigest()


def _objects(values: object) -> list[dict[str, object]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _read_form(text: str) -> tuple[Order | None, list[Fault]]:
    # Reading from JSON lets moments, tuples and words be written as JSON has them, while all else stays strict.
    body = text.encode("utf-8", "replace")
    if len(body) > MOST_BYTES:
        return None, [Fault("", "too_large", f"the document has {len(body)} bytes; send at most {MOST_BYTES}")]
    try:
        return order_adapter().validate_json(body), []
    except ValidationError as error:
        return None, form_faults(error)
