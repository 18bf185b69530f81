"""The JSON Schema of a table's head, for editors: made from the same shape that the reader reads by."""

import json

from engine.rulebook.domain import Domain
from engine.rulebook.rule_shape import ID_FORM
from engine.rulebook.schema import rule_schema, shape_schema
from engine.rulebook.schema_tests import Schema
from engine.rulebook.table_shape import head_shape

_SHARED = ("effective", "tests", "given", "numbers")


def table_schema_text(domain: Domain) -> str:
    """The schema as it stands in `rules/table.schema.json`."""
    return json.dumps(table_schema(domain), indent=1, ensure_ascii=False) + "\n"


def table_schema(domain: Domain) -> Schema:
    """The schema of the head of a table of one domain."""
    whole = rule_schema(domain)
    defined = whole["$defs"]
    of_rules = defined if isinstance(defined, dict) else {}
    of_table: Schema = {
        "type": "object",
        "propertyNames": {"pattern": f"^{ID_FORM}$"},
        "additionalProperties": {"$ref": "#/$defs/tests"},
    }
    return {
        "$schema": whole["$schema"],
        "title": f"Heads of tables of {domain.name}",
        **shape_schema(head_shape(domain)),
        "$defs": {**{name: of_rules[name] for name in _SHARED}, "table_tests": of_table},
    }
