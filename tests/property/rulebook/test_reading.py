"""What must hold of every rule file, however it is written or broken."""

import copy
import random

import jsonschema
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook.faults import Faults
from engine.rulebook.lints import BY_CODE, Level
from engine.rulebook.nodes import Mapping, Node, Scalar, read_yaml
from engine.rulebook.schema import rule_schema
from engine.workbench.check import check_book
from tests.airport_rules import OWN_CHECKS, RULES, SOUND, TODAY, codes_of, faults_of, read
from tests.toy import AIRPORT

Tree = dict[str, "Tree"] | list["Tree"] | bool | int | float | str | None

VALIDATOR = jsonschema.Draft202012Validator(
    rule_schema(AIRPORT), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
EVERY_TEST = """\
any:
  - flight.seats: 100
  - flight.seats: {between: [1, $delay.long]}
  - flight.delay_min: {lte: $delay.long}
  - flight.fuel_t: {lt: 1.5}
  - flight.day: {gte: "2026-01-31"}
  - flight.night: true
  - flight.cabin: [first, business]
  - flight.country: {not_in: "@strict"}
  - flight.country: NO
  - flight.number: {starts_with: [CW, "01"]}
  - flight.number: {contains: "@"}
  - flight.number: {matches: '^CW'}
  - flight.number: {ne: CW0101}
  - flight.meals: vegan
  - flight.meals: {contains: [halal]}
  - not: {flight.full: {missing: true}}
  - all: [{flight.number: {present: true}}, {flight.cabin: {ne: first}}]
"""
STRANGE: tuple[Tree, ...] = (
    None, True, False, 0, 3, -1, 101, 1.5, "", " ", "x", "NO", "2026-01-31", "2026-02-30", "@strict", "$delay.long",
    [], ["x"], [1], ["first"], [1, 2], [1, 2, 3], {}, {"x": 1}, {"eq": 1}, {"in": "@strict"}, {"missing": True},
    {"flight.night": True}, {"between": [1, 2]}, {"gt": "5"}, {"contains": []},
)  # fmt: skip
KEYS = ("x", "titel", "all", "eq", "in", "gt", "scope", "flight.seats", "flight.number", "flight.nihgt", "bags")


def _tree(node: Node) -> Tree:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {entry.key: _tree(entry.value) for entry in node.entries}
    return [_tree(item) for item in node.items]


def _parsed(text: str) -> Tree:
    node = read_yaml("any.yaml", text, Faults())
    assert node is not None
    return _tree(node)


def _base() -> Tree:
    tree = _parsed(SOUND[RULES])
    assert isinstance(tree, dict)
    rules = tree["rules"]
    assert isinstance(rules, list)
    assert isinstance(rules[0], dict)
    rules[0]["when"] = _parsed(EVERY_TEST)
    return tree


BASE = _base()
BAGS = "safety/bags.yaml"


def _places(tree: Tree) -> list[tuple[dict[str, Tree] | list[Tree], str | int]]:
    """Every container and key in the tree, but for the facts of a test case, which the schema leaves to the reader."""
    found: list[tuple[dict[str, Tree] | list[Tree], str | int]] = []
    keys = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    for key, value in keys:
        assert isinstance(tree, (dict, list))
        if key != "given":
            found.append((tree, key))
            found.extend(_places(value))
    return found


def _dumped(tree: Tree) -> str:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


@st.composite
def mutated(draw: st.DrawFn) -> Tree:
    """The base with up to three keys dropped, renamed or given a strange value."""
    tree = copy.deepcopy(BASE)
    for _ in range(draw(st.integers(0, 3))):
        container, key = draw(st.sampled_from(_places(tree)))
        how = draw(st.sampled_from(["drop", "rename", "replace", "replace"]))
        if how == "replace":
            container[key] = copy.deepcopy(draw(st.sampled_from(STRANGE)))  # type: ignore[index]
        elif how == "rename" and isinstance(container, dict) and isinstance(key, str):
            container[draw(st.sampled_from(KEYS))] = container.pop(key)
        else:
            del container[key]  # type: ignore[arg-type]
        if not _places(tree):
            break
    return tree


@given(mutated())
@settings(max_examples=150, deadline=None)
def test_schema_when_a_rule_is_bent_then_accepts_it_just_if_the_reader_does(tree: Tree) -> None:
    faults = [fault for fault in faults_of({**SOUND, RULES: _dumped(tree)}) if BY_CODE[fault.code].structural]
    errors = [f"{error.json_path}: {error.message[:100]}" for error in VALIDATOR.iter_errors(tree)]
    assert bool(faults) == bool(errors), (faults[:3], errors[:3])


def _shuffled(tree: Tree, chance: random.Random) -> Tree:
    """The same mapping with its keys in another order, everywhere."""
    if isinstance(tree, dict):
        return {key: _shuffled(tree[key], chance) for key in chance.sample(sorted(tree), len(tree))}
    return [_shuffled(item, chance) for item in tree] if isinstance(tree, list) else tree


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_book_when_files_and_keys_are_shuffled_then_says_the_same(chance: random.Random) -> None:
    texts = {
        path: SOUND[path] if path.endswith(".csv") else _dumped(_shuffled(_parsed(SOUND[path]), chance))
        for path in chance.sample(sorted(SOUND), len(SOUND))
    }
    header, *rows = texts["lists/strict.csv"].splitlines()
    texts["lists/strict.csv"] = "\n".join([header, *chance.sample(rows, len(rows))])
    assert read(texts).digest == read(SOUND).digest


@given(st.sampled_from(sorted(SOUND)), st.data())
@settings(max_examples=120, deadline=None)
def test_book_when_a_piece_is_torn_out_then_is_read_or_refused_with_places(path: str, data: st.DataObject) -> None:
    text = SOUND[path]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    faults = faults_of({**SOUND, path: text[:start] + text[end:]})
    assert all(fault.code in BY_CODE and fault.span.line >= 1 and fault.span.column >= 1 for fault in faults)


@given(st.sampled_from(["# a remark\n", "\n", "\n\n"]))
def test_book_when_only_white_space_and_remarks_change_then_keeps_its_digest(prefix: str) -> None:
    assert read({**SOUND, RULES: prefix + SOUND[RULES]}).digest == read(SOUND).digest


@given(st.sampled_from([("gt: 100", "gt: 101"), ("Many", "Some"), ("value: 45", "value: 46"), ("NO,", "SE,")]))
def test_book_when_anything_else_changes_then_has_another_digest(change: tuple[str, str]) -> None:
    texts = {path: text.replace(*change) for path, text in SOUND.items()}
    assert codes_of(texts) == []
    assert read(texts).digest != read(SOUND).digest


@given(mutated())
@settings(max_examples=80, deadline=None)
def test_check_when_a_rule_is_bent_then_refuses_what_the_reader_refuses_and_shows_all_of_it(tree: Tree) -> None:
    texts = {**SOUND, RULES: _dumped(tree)}
    checked, refused = check_book(texts, AIRPORT, TODAY, OWN_CHECKS), faults_of(texts)
    assert set(refused) <= set(checked.faults)
    assert (checked.book is None) == any(fault.level is Level.ERROR for fault in checked.faults)
    assert (checked.book is None) or read(texts).digest == checked.book.digest


@given(mutated())
@settings(max_examples=40, deadline=None)
def test_check_when_one_file_is_bent_then_judges_the_others_alike(tree: Tree) -> None:
    bags = SOUND[BAGS].replace("severity: critical", "severity: critical, score: 5")
    texts = {**SOUND, RULES: _dumped(tree), BAGS: bags}
    assert "SAF-001" in {
        fault.rule for fault in check_book(texts, AIRPORT, TODAY, OWN_CHECKS).faults if fault.code == "R075"
    }
