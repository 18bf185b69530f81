"""The JSON Schemas of `policy.yaml`, `params.yaml`, `suppressions.yaml` and `overrides.yaml`, for editors.

Conditions are those of rules, so they are looked up in the schema of rule files beside these.
"""

import json
from collections.abc import Callable, Mapping

from engine.rulebook.domain import Domain
from engine.rulebook.gates_block import BAR_SHAPE
from engine.rulebook.guard_block import BOOK_LIMITS, GUARD_SHAPE, RULE_LIMITS
from engine.rulebook.holds_block import HOLDS, HOLDS_SHAPE, THEN, USUAL, Expiry
from engine.rulebook.invariant import PROPERTIES
from engine.rulebook.invariant_reading import promise_shape
from engine.rulebook.ladder_block import LADDER_SHAPE
from engine.rulebook.let_through_block import LET_THROUGH, LET_THROUGH_SHAPE
from engine.rulebook.list_kinds import NAME_FORM as LIST_NAME_FORM
from engine.rulebook.list_kinds import SHAPE as LIST_SHAPE
from engine.rulebook.messages import PARTIAL
from engine.rulebook.normal import Json
from engine.rulebook.overrides_file import LOCALE_FORM, OWN_VALUE_SHAPE
from engine.rulebook.overrides_file import SHAPE as OVERRIDE_SHAPE
from engine.rulebook.overriding import ENTITY, SHOP
from engine.rulebook.params import NAME_FORM, PARAM_SHAPE, VALUE_SHAPE
from engine.rulebook.policy_file import policy_shapes
from engine.rulebook.rule_shape import ID_FORM, REASON_FORM
from engine.rulebook.schema import DIALECT, SCHEMA_FILE, shape_schema
from engine.rulebook.schema_tests import Schema
from engine.rulebook.suppressions import SHAPE as SUPPRESSION_SHAPE

IN_RULES = f"{SCHEMA_FILE}#/$defs/"
_CONDITION: Schema = {"$ref": f"{IN_RULES}condition"}


def written(schema: Schema) -> str:
    """A schema as it stands in a file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def policy_schema(domain: Domain) -> Schema:
    """The schema of `policy.yaml`."""
    shapes = policy_shapes(domain)
    invariant: Json = {"anyOf": [{"enum": [*sorted(PROPERTIES)]}, shape_schema(promise_shape(domain))]}
    return {
        "$schema": DIALECT,
        "title": f"Policy of {domain.name}",
        **shape_schema(shapes.file),
        "$defs": {
            "score": shape_schema(shapes.score),
            "bands": {"type": "array", "items": shape_schema(shapes.band)},
            "invariants": {"type": "array", "items": invariant},
            "ladder": shape_schema(LADDER_SHAPE),
            "guard": _guard(),
            "publishing": shape_schema(BAR_SHAPE),
            LET_THROUGH: shape_schema(LET_THROUGH_SHAPE),
            HOLDS: shape_schema(HOLDS_SHAPE),
            THEN: _expiries(),
            "condition": _CONDITION,
        },
    }


def params_schema(domain: Domain) -> Schema:
    """The schema of `params.yaml`."""
    return {
        "$schema": DIALECT,
        "title": f"Parameters of {domain.name}",
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{NAME_FORM})$"},
        "additionalProperties": shape_schema(PARAM_SHAPE),
        "$defs": {
            "values": {"type": "array", "minItems": 1, "items": shape_schema(VALUE_SHAPE)},
            "value": {"type": ["number", "string", "boolean"]},
        },
    }


def suppressions_schema(domain: Domain) -> Schema:
    """The schema of `suppressions.yaml`."""
    return {
        "$schema": DIALECT,
        "title": f"Suppressions of {domain.name}",
        "type": "array",
        "items": shape_schema(SUPPRESSION_SHAPE),
        "$defs": {"condition": _CONDITION},
    }


def _expiries() -> Schema:
    """What follows, by reason; time releases nothing that is not named."""
    words: list[Json] = [each.value for each in Expiry]
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{USUAL}|{REASON_FORM})$"},
        "properties": {USUAL: {"enum": [each for each in words if each != Expiry.RELEASE.value]}},
        "additionalProperties": {"enum": words},
    }


def overrides_schema(domain: Domain) -> Schema:
    """The schema of `overrides.yaml`."""
    of_one: Schema = {"oneOf": [{"required": [SHOP]}, {"required": [ENTITY]}]}
    values: Schema = {"type": "array", "minItems": 1, "items": shape_schema(OWN_VALUE_SHAPE)}
    return {
        "$schema": DIALECT,
        "title": f"What shops and legal entities have of their own: {domain.name}",
        "type": "array",
        "items": {**shape_schema(OVERRIDE_SHAPE), **of_one},
        "$defs": {
            "own_params": _named(NAME_FORM, values),
            "own_messages": _named(LOCALE_FORM, _named(REASON_FORM, shape_schema(PARTIAL))),
            "value": {"type": ["number", "string", "boolean"]},
        },
    }


def list_terms_schema(domain: Domain) -> Schema:
    """The schema of `lists.yaml`."""
    return {"$schema": DIALECT, "title": f"Lists of {domain.name}", **_named(LIST_NAME_FORM, shape_schema(LIST_SHAPE))}


def _named(form: str, of: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": f"^(?:{form})$"}, "additionalProperties": of}


def _guard() -> Schema:
    """Limits differ for the book and for rules, and those of named rules stand under their ids."""
    of: Schema = {
        "type": "object",
        "propertyNames": {"pattern": f"^{ID_FORM}$"},
        "additionalProperties": shape_schema(RULE_LIMITS),
    }
    inner: Mapping[str, Schema] = {"book": shape_schema(BOOK_LIMITS), "rules": shape_schema(RULE_LIMITS), "of": of}
    guard = shape_schema(GUARD_SHAPE)
    properties = guard["properties"]
    own = properties if isinstance(properties, dict) else {}
    properties = {
        field.name: {"description": field.meaning, **inner[field.name]} if field.name in inner else own[field.name]
        for field in GUARD_SHAPE.fields
    }
    return {**guard, "properties": properties}


FILE_SCHEMAS: Mapping[str, Callable[[Domain], Schema]] = {
    "policy.schema.json": policy_schema,
    "params.schema.json": params_schema,
    "suppressions.schema.json": suppressions_schema,
    "overrides.schema.json": overrides_schema,
    "lists.schema.json": list_terms_schema,
}
