"""The JSON Schema (2020-12) of the advance data, made from the form, so that it cannot differ from what is written."""

from typing import Any

import orjson

from fulfillment.documents.advance_form import ADDRESSEE, FORMAT, ITEM, TOTALS, VERSION, Kind, Slot, slots
from fulfillment.documents.declaration import Consignee, Declaration

Schema = dict[str, Any]
_TOTALS = ("declared_value", "goods_value", "net_weight_g", "number_of_pieces")
_TEXT: Schema = {"type": "string"}


def advance_schema() -> Schema:
    """What `to_json` writes, and `from_json` reads."""
    definitions: dict[str, Schema] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://clearway.example/schemas/advance-data-1.json",
        "title": "Electronic advance data of a parcel",
        "description": "Amounts are minor units of the currency, weights grams. Empty values are left out.",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "version", ITEM, TOTALS],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            ITEM: _reference(Declaration, definitions),
            TOTALS: _totals(),
            ADDRESSEE: _reference(Consignee, definitions),
        },
        "$defs": dict(sorted(definitions.items())),
    }


def schema_bytes() -> bytes:
    """As it is committed: docs/schemas/advance-data.schema.json."""
    return orjson.dumps(advance_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _totals() -> Schema:
    whole = {name: {"type": "integer"} for name in _TOTALS}
    return {"type": "object", "additionalProperties": False, "required": list(_TOTALS), "properties": whole}


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        own = slots(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "additionalProperties": False,
            "required": [slot.name for slot in own if _is_always_there(slot)],
            "properties": {slot.name: _of(slot, definitions) for slot in own},
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _is_always_there(slot: Slot) -> bool:
    return not slot.maybe and slot.kind in {Kind.WHOLE, Kind.FLAG, Kind.DAY, Kind.WORD, Kind.OBJECT}


def _of(slot: Slot, definitions: dict[str, Schema]) -> Schema:
    match slot.kind:
        case Kind.OBJECT:
            return _reference(slot.holds, definitions)
        case Kind.OBJECTS:
            return {"type": "array", "items": _reference(slot.holds, definitions)}
        case Kind.TEXTS:
            return {"type": "array", "items": _TEXT}
        case Kind.SET:
            return {"type": "array", "items": _TEXT, "uniqueItems": True}
        case Kind.PAIRS:
            pair = {"type": "object", "additionalProperties": False, "required": ["name", "value"],
                    "properties": {"name": _TEXT, "value": _TEXT}}  # fmt: skip
            return {"type": "array", "items": pair}
        case Kind.WORD:
            return {"enum": [word.value for word in slot.holds]}
        case Kind.DAY:
            return {"type": "string", "format": "date"}
        case Kind.WHOLE:
            return {"type": "integer"}
        case Kind.FLAG:
            return {"type": "boolean"}
        case _:
            return _TEXT
