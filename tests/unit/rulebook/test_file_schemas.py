"""The committed schemas of the book's other files are those that the shapes make, and take the files that we ship."""

import json
import os
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from api.cli.rule_book import write_policy_schemas
from engine.domains import ADMISSION, POLICIES
from engine.rulebook.faults import Faults
from engine.rulebook.file_schemas import FILE_SCHEMAS, written
from engine.rulebook.folder import load_rulebook
from engine.rulebook.nodes import read_yaml
from engine.rulebook.schema import SCHEMA_FILE, rule_schema
from engine.rulebook.schema_tests import Schema
from engine.workbench.case_schema import CASE_SCHEMA_FILE, case_schema
from engine.workbench.overlay import plain
from tests.toy import AIRPORT

RULES = Path(__file__).parents[3] / "rules"
SCHEMAS = {**FILE_SCHEMAS, CASE_SCHEMA_FILE: case_schema}
FILES = {
    "policy.yaml": "policy.schema.json",
    "params.yaml": "params.schema.json",
    "suppressions.yaml": "suppressions.schema.json",
    "overrides.yaml": "overrides.schema.json",
    "lists.yaml": "lists.schema.json",
    "cases/stories.yaml": CASE_SCHEMA_FILE,
}
SUPPRESSION = {
    "id": "SUP-001", "rule": "FRD-011", "when": {"customer.id": "C-1"}, "why": "a school", "by": "ana",
    "approved_by": "ben", "from": "2026-11-01", "until": "2027-01-31",
}  # fmt: skip


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    rules: Schema = rule_schema(ADMISSION, load_rulebook(RULES, ADMISSION))
    registry: Registry[Any] = Registry().with_resource(SCHEMA_FILE, Resource.from_contents(rules))
    return jsonschema.Draft202012Validator(SCHEMAS[name](ADMISSION), registry=registry)


def read(text: str) -> object:
    node = read_yaml("file.yaml", text, Faults())
    assert node is not None
    return plain(node)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_when_committed_then_is_current(name: str) -> None:
    current = written(SCHEMAS[name](ADMISSION))
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        (RULES / name).write_text(current, encoding="utf-8")
    assert json.loads((RULES / name).read_text(encoding="utf-8")) == json.loads(current)


@pytest.mark.parametrize("policy", POLICIES)
def test_schemas_of_a_policy_when_committed_then_are_current(policy: str, tmp_path: Path) -> None:
    folder = RULES / policy
    shutil.copytree(folder, tmp_path / policy, ignore=shutil.ignore_patterns("*.schema.json"))
    write_policy_schemas(tmp_path / policy)
    made = {each.name: each.read_text(encoding="utf-8") for each in sorted((tmp_path / policy).glob("*.schema.json"))}
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        write_policy_schemas(folder)
    assert {each.name: each.read_text(encoding="utf-8") for each in sorted(folder.glob("*.schema.json"))} == made


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_when_made_then_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name](AIRPORT))


@pytest.mark.parametrize("path", FILES)
def test_file_when_shipped_then_names_its_schema_and_suits_it(path: str) -> None:
    text = (RULES / path).read_text(encoding="utf-8")
    folder = "../" * path.count("/")
    assert text.startswith(f"# yaml-language-server: $schema={folder}{FILES[path]}\n")
    assert [each.message for each in validator(FILES[path]).iter_errors(read(text))] == []


@pytest.mark.parametrize(
    ("name", "sound", "broken"),
    [
        ("policy.schema.json", {"format": 1}, {"bands": [{"at_least": 0}]}),
        ("policy.schema.json", {"invariants": ["monotone"]}, {"invariants": ["always_right"]}),
        ("policy.schema.json", {"guard": {"of": {"FRD-011": {"then": "shadow"}}}}, {"guard": {"of": {"FRD": {}}}}),
        ("policy.schema.json", {"guard": {"book": {"then": "revert"}}}, {"guard": {"rules": {"then": "revert"}}}),
        ("params.schema.json", {"a.b": {"values": [{"from": "2026-01-01", "value": 1}]}}, {"a.b": {"values": []}}),
        ("suppressions.schema.json", [SUPPRESSION], [{**SUPPRESSION, "when": {"customer.idd": "C-1"}}]),
    ],
    ids=str,
)
def test_file_when_broken_then_does_not_suit_its_schema(name: str, sound: object, broken: object) -> None:
    assert validator(name).is_valid(sound)
    assert not validator(name).is_valid(broken)


@pytest.mark.parametrize(
    ("given", "is_sound"),
    [
        ({"like": "shirts", "shipping_address": {"postcode": None}}, True),
        ({"like": "shirts", "lines": {"1": {"quantity": 3}, "2": None}}, True),
        ({"like": "shirts", "lines": {"first": {"quantity": 3}}}, False),
        ({"like": "shirts", "shiping_address": {"postcode": None}}, False),
        ({"like": "shirts", "payment": {"status": "payed"}}, False),
    ],
    ids=str,
)
def test_case_when_laid_over_another_then_is_checked_key_by_key(given: Mapping[str, object], is_sound: bool) -> None:
    case = {"name": "a case", "given": given, "expect": {"outcome": "admit"}}
    assert validator(CASE_SCHEMA_FILE).is_valid({"format": 1, "cases": [case]}) is is_sound
