"""The committed schema for editors is the one that the tables make."""

import json
import os
from pathlib import Path

import jsonschema

from engine.domains import ADMISSION
from engine.rulebook.folder import load_rulebook
from engine.rulebook.schema import rule_schema, schema_text
from tests.toy import AIRPORT

COMMITTED = Path(__file__).parents[3] / "rules" / "rule.schema.json"


def test_schema_when_committed_then_is_current() -> None:
    current = schema_text(ADMISSION, load_rulebook(COMMITTED.parent, ADMISSION))
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        COMMITTED.write_text(current, encoding="utf-8")
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json.loads(current)


def test_schema_when_made_then_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(rule_schema(AIRPORT))


def test_schema_when_an_editor_asks_then_tells_what_each_fact_means() -> None:
    condition = json.loads(schema_text(ADMISSION))["$defs"]["condition"]["properties"]
    assert all(condition[name]["description"] for name in ADMISSION.lexicon)
