"""The JSON Schema of files of whole-order cases, for editors: orders of the canonical form, whole or laid over others.

A case says only what sets it apart, so nothing of an order is required here, null takes out, and numbers reach into
lists. Whether the order that comes of it can be read, `clearway rules check` says.
"""

from collections.abc import Mapping

from engine.order.decoding import Json
from engine.order.schema import NULL, order_schema
from engine.rulebook.domain import Domain
from engine.rulebook.file_schemas import IN_RULES
from engine.rulebook.schema import DIALECT, shape_schema
from engine.rulebook.schema_tests import Schema
from engine.workbench.case_files import CASE_SHAPE, FILE_SHAPE, LIKE, expectation_shape

CASE_SCHEMA_FILE = "case.schema.json"
_NUMBERS = "^[1-9][0-9]*$"
_HEAD = frozenset({"$schema", "$id", "$defs", "title"})


def case_schema(domain: Domain) -> Schema:
    """The schema of `cases/*.yaml`."""
    whole = order_schema()
    parts, order = whole["$defs"], {name: each for name, each in whole.items() if name not in _HEAD}
    base = _laid_over(order)
    properties = base.get("properties")
    like: Json = {"description": "the base order that this is laid over", "type": "string"}
    own: Json = {LIKE: like, **(properties if isinstance(properties, dict) else {})}
    defined: Schema = {
        "orders": {"type": "object", "additionalProperties": base},
        "order": {**base, "properties": own},
        "cases": {"type": "array", "items": shape_schema(CASE_SHAPE)},
        "expect": shape_schema(expectation_shape(domain)),
        "given": {"$ref": f"{IN_RULES}given"},
    }
    of_orders = (
        {name: _laid_over(each) for name, each in parts.items() if isinstance(each, dict)}
        if isinstance(parts, dict)
        else {}
    )
    return {
        "$schema": DIALECT,
        "title": f"Cases of {domain.name}",
        **shape_schema(FILE_SHAPE),
        "$defs": {**of_orders, **defined},
    }


def _laid_over(part: Mapping[str, Json]) -> dict[str, Json]:
    """A part of the order's schema that says only what is to be otherwise: all may be left out, or taken out."""
    found = {name: _inner(each) for name, each in part.items() if name not in {"required", "default"}}
    properties = found.get("properties")
    if isinstance(properties, dict):
        found["properties"] = {name: _or_null(each) for name, each in properties.items()}
    items = found.get("items")
    if isinstance(items, dict) and found.get("type") == "array":
        by_number: Json = {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {_NUMBERS: {"anyOf": [items, NULL]}},
        }
        return {"anyOf": [found, by_number]}
    return found


def _inner(value: Json) -> Json:
    if isinstance(value, dict):
        return _laid_over(value)
    return [_inner(each) for each in value] if isinstance(value, list) else value


def _or_null(field: Json) -> Json:
    choices = field.get("anyOf") if isinstance(field, dict) else None
    if isinstance(field, dict) and isinstance(choices, list):
        return field if NULL in choices else {**field, "anyOf": [*choices, NULL]}
    return {"anyOf": [field, NULL]}
