"""The committed schema of heads is the one that the shape makes, and takes the heads that we ship."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml

from engine.domains import ADMISSION
from engine.rulebook.table_schema import table_schema, table_schema_text
from tests.toy import AIRPORT

RULES = Path(__file__).parents[3] / "rules"
COMMITTED = RULES / "table.schema.json"


def test_schema_when_committed_then_is_current() -> None:
    current = table_schema_text(ADMISSION)
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        COMMITTED.write_text(current, encoding="utf-8")
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json.loads(current)


def test_schema_when_made_then_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(table_schema(AIRPORT))


@pytest.mark.parametrize("head", sorted(RULES.glob("tables/*.yaml")), ids=lambda path: path.stem)
def test_head_when_shipped_then_suits_the_schema(head: Path) -> None:
    validator = jsonschema.Draft202012Validator(table_schema(ADMISSION))
    assert not list(validator.iter_errors(yaml.safe_load(head.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "broken",
    [{"hit_policy": "ANY"}, {"scope": "shop"}, {"complete": "yes"}, {"tests": {"no id": []}}, {"titel": "x"}],
    ids=str,
)
def test_head_when_broken_then_does_not_suit_the_schema(broken: dict[str, object]) -> None:
    sound = {"format": 1, "set": "fraud", "scope": "order", "hit_policy": "FIRST", "title": "x"}
    validator = jsonschema.Draft202012Validator(table_schema(ADMISSION))
    assert validator.is_valid(sound)
    assert not validator.is_valid({**sound, **broken})
