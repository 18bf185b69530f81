"""What an editor is told of a book's own names, and that telling refuses nothing."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.domains import ADMISSION
from engine.lexicon.spec import FactType
from engine.rulebook.faults import Faults
from engine.rulebook.meanings import OPERATORS
from engine.rulebook.nodes import Mapping, Node, Scalar, read_yaml
from engine.rulebook.schema import rule_schema
from engine.rulebook.suggestions import lists_of, params_of, reasons_of
from tests.airport_rules import RULES, SOUND, bent, read
from tests.toy import AIRPORT

ROOT = Path(__file__).parents[3]
BOOK = read(SOUND)
SCHEMA: dict[str, Any] = rule_schema(AIRPORT, BOOK)
COMMITTED, OF_HEADS = (
    jsonschema.Draft202012Validator(json.loads((ROOT / "rules" / f"{name}.schema.json").read_text("utf-8")))
    for name in ("rule", "table")
)
FILES = sorted(path for set_ in ADMISSION.sets for path in (ROOT / "rules" / set_).glob("*.yaml"))
HEADS = sorted((ROOT / "rules" / "tables").glob("*.yaml"))


def _tree(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {entry.key: _tree(entry.value) for entry in node.entries}
    return [_tree(item) for item in node.items]


def _parsed(text: str) -> object:
    node = read_yaml("any.yaml", text, Faults())
    assert node is not None
    return _tree(node)


def test_lists_when_suggested_then_with_size_values_and_source() -> None:
    assert lists_of(BOOK) == {"@strict": "2 values: DE, NO (handbook)"}


def test_parameters_when_suggested_then_with_values_unit_and_days_where_they_suit() -> None:
    told = {"$delay.long": "60 minutes from 2026-01-01; 45 minutes from 2026-10-01"}
    assert params_of(BOOK, FactType.INTEGER) == told
    assert params_of(BOOK, FactType.TEXT) == {}


def test_reasons_when_suggested_then_with_the_text_for_staff() -> None:
    assert reasons_of(BOOK)["BATTERY"] == "a battery"


def test_schema_when_a_book_is_given_then_every_suggestion_has_its_meaning_beside_it() -> None:
    suggested = SCHEMA["$defs"]["list"]["anyOf"][0]
    assert suggested["enum"] == ["@strict"]
    assert len(suggested["enumDescriptions"]) == len(suggested["enum"])


def test_schema_when_it_names_a_test_then_says_what_it_means() -> None:
    tests = SCHEMA["$defs"]["test_integer"]["anyOf"][-1]["properties"]
    assert tests["gte"]["description"] == OPERATORS[next(each for each in OPERATORS if each == "gte")]


@pytest.mark.parametrize(("old", "new"), [("$delay.long", "$delay.new"), ("TOO_MANY", "TOO_FEW")])
def test_schema_when_a_name_is_not_in_the_book_then_takes_it_all_the_same(old: str, new: str) -> None:
    jsonschema.validate(_parsed(bent(old, new)[RULES]), SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_rule_file_when_shipped_then_an_editor_underlines_nothing(file: Path) -> None:
    tree = _parsed(file.read_text(encoding="utf-8"))
    assert [error.json_path for error in COMMITTED.iter_errors(tree)] == []


@pytest.mark.parametrize("file", HEADS, ids=lambda file: file.stem)
def test_head_of_a_table_when_shipped_then_an_editor_underlines_nothing(file: Path) -> None:
    tree = _parsed(file.read_text(encoding="utf-8"))
    assert [error.json_path for error in OF_HEADS.iter_errors(tree)] == []
