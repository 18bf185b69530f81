"""The form of the advance data: how each part of a declaration is called, and of which kind its values are.

After ITMATT, the item attributes message that posts send ahead (UPU standard M33, as the WCO-UPU Postal Customs Guide
of June 2014 and the element table of New Zealand's Trade Single Window describe it), in names of our own: a postal
item, its content pieces, sender and addressee, as posts call the consignee. Amounts are minor units of the declared
currency, weights grams. What is empty is left out; lists keep their order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from fulfillment.documents.declaration import (
    Carriage,
    Charges,
    Consignee,
    DangerousLine,
    Declaration,
    DeclaredLine,
    Invoice,
    Licence,
    Number,
    Sender,
    ValueBasis,
)

FORMAT, VERSION = "clearway-advance-data", 1
ITEM, ADDRESSEE, TOTALS = "postal_item", "addressee", "totals"

# What is called otherwise than in our own objects.
NAMES: Mapping[type, Mapping[str, str]] = {
    Declaration: {
        "number": "customs_reference",
        "category": "nature_of_transaction",
        "reason": "nature_explanation",
        "destination": "destination_country",
        "lines": "content_pieces",
        "gross_g": "gross_weight_g",
        "basis": "value_basis",
        "incoterm": "delivery_terms",
        "language": "addressee_language",
        "numbers": "party_identifiers",
        "dangerous": "dangerous_goods",
    },
    DeclaredLine: {
        "number": "piece_number",
        "order_line": "order_line_number",
        "quantity": "number_of_units",
        "net_g": "net_weight_g",
        "value": "declared_value",
        "hs_code": "tariff_heading",
        "origin": "origin_country",
        "sku": "seller_product_id",
        "gtin": "standard_product_id",
        "manufacturer_id": "maker_product_id",
        "licences": "supporting_documents",
    },
    DangerousLine: {"line": "piece_number", "name": "proper_shipping_name", "quantity": "number_of_units"},
    Charges: {
        "freight": "postage",
        "insurance": "insurance",
        "other": "other_charges",
        "in_value": "in_declared_value",
    },
    Carriage: {"number": "item_identifier", "undelivered": "non_delivery_instruction"},
    Number: {"value": "identifier"},
    Sender: {"lines": "street", "state": "region"},
    Consignee: {"lines": "street", "state": "region", "numbers": "identifiers"},
    Licence: {"document": "kind", "number": "reference"},
    Invoice: {"day": "date"},
    ValueBasis: {},
}


class Kind(StrEnum):
    """What a value is. `PAIRS` are names with values, `SET` words in alphabetical order."""

    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    DAY = "day"
    WORD = "word"
    OBJECT = "object"
    OBJECTS = "objects"
    TEXTS = "texts"
    SET = "set"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One field: as we call it, as it is written, its kind, and the class of what it holds. `maybe`: None is empty."""

    field: str
    name: str
    kind: Kind
    holds: Any
    maybe: bool = False


def slots(kind: type) -> tuple[Slot, ...]:
    """The fields of one of our objects, in the order in which they are written."""
    return _SLOTS[kind]


def _slots_of(kind: type) -> tuple[Slot, ...]:
    hints = get_type_hints(kind)
    names = NAMES[kind]
    return tuple(_slot(each, names.get(each, each), hints[each]) for each in hints)


def pointer(path: str) -> str:
    """A place in the advance data (RFC 6901) for a path of our own fields: `/lines/0/hs_code`, `/consignee/phone`."""
    if not path:
        return f"/{ITEM}"
    parts = path.strip("/").split("/")
    own: type = Consignee if parts[0] == "consignee" else Declaration
    at = [ADDRESSEE if own is Consignee else ITEM]
    for part in parts[1:] if own is Consignee else parts:
        slot = next((each for each in _SLOTS.get(own, ()) if each.field == part), None)
        at.append(part if slot is None else slot.name)
        own = own if slot is None else slot.holds
    return "/" + "/".join(at)


def _slot(field: str, name: str, hint: Any) -> Slot:  # noqa: ANN401 - any annotation
    if isinstance(hint, UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        found = _slot(field, name, inner)
        return Slot(field=field, name=name, kind=found.kind, holds=found.holds, maybe=True)
    kind, holds = _kind(hint)
    return Slot(field=field, name=name, kind=kind, holds=holds)


_PLAIN: Mapping[Any, Kind] = {str: Kind.TEXT, int: Kind.WHOLE, bool: Kind.FLAG, date: Kind.DAY}


def _kind(hint: Any) -> tuple[Kind, Any]:  # noqa: ANN401 - any annotation
    if hint in _PLAIN:
        return _PLAIN[hint], hint
    if get_origin(hint) is frozenset:
        return Kind.SET, str
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if is_dataclass(inner):
            return Kind.OBJECTS, inner
        return (Kind.TEXTS, str) if inner is str else (Kind.PAIRS, str)
    return (Kind.WORD, hint) if issubclass(hint, Enum) else (Kind.OBJECT, hint)


_SLOTS: Mapping[type, tuple[Slot, ...]] = {kind: _slots_of(kind) for kind in NAMES}
