"""The JSON Schema (draft 2020-12) of the order document, made from the same annotations that the reader checks.

It says of every field what the reader says: null counts as absent, so every optional field takes null. Two things
only the reader does: it takes a blank text for absent, and it compares fields with each other.
"""

import json
import sys
from collections.abc import Mapping

from pydantic.json_schema import GenerateJsonSchema

from engine.order.currency import exponents
from engine.order.decoding import Json
from engine.order.reading import order_adapter

IDENTIFIER = "https://clearway.example/schemas/order.json"
DEFINITIONS = "#/$defs/{model}"
NULL: dict[str, Json] = {"type": "null"}


def order_schema(references: str = DEFINITIONS) -> dict[str, Json]:
    """The schema of the document that `read_order` reads. `references` says where its parts are looked for."""
    made = order_adapter().json_schema(schema_generator=GenerateJsonSchema, mode="validation", ref_template=references)
    schema: dict[str, Json] = open_to_null(made)
    head: dict[str, Json] = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": IDENTIFIER,
        "title": "Order",
        "description": "One order, as Clearway reads it. Amounts are minor units; see docs/order-formats.md.",
    }
    return head | {name: part for name, part in schema.items() if name not in head}


def open_to_null(part: Mapping[str, Json]) -> dict[str, Json]:
    """A schema of pydantic's in which every optional field takes null, and currencies are listed."""
    found: dict[str, Json] = {name: _each(value) for name, value in part.items()}
    if found.get("pattern") == "^[A-Z]{3}$":
        codes: list[Json] = [*sorted(exponents())]
        found |= {"enum": codes}
    properties, required = found.get("properties"), found.get("required", [])
    if isinstance(properties, dict) and isinstance(required, list):
        found["properties"] = {
            name: _or_null(value) if name not in required and isinstance(value, dict) else value
            for name, value in properties.items()
        }
    return found


def _each(value: Json) -> Json:
    if isinstance(value, dict):
        return open_to_null(value)
    return [_each(entry) for entry in value] if isinstance(value, list) else value


def _or_null(field: dict[str, Json]) -> dict[str, Json]:
    choices = field.get("anyOf")
    if isinstance(choices, list):
        return field if NULL in choices else {**field, "anyOf": [*choices, NULL]}
    outside: dict[str, Json] = {name: field[name] for name in ("default", "title") if name in field}
    inside: Json = {name: value for name, value in field.items() if name not in outside}
    return {"anyOf": [inside, NULL], **outside}


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(order_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
