"""A whole rule book of a domain that knows no order: read, and every part of it found."""

from datetime import date
from pathlib import Path

import pytest

from engine.lexicon.spec import Scope
from engine.rulebook.book import Band, Channel, Message
from engine.rulebook.condition import Leaf, ListRef, Operator
from engine.rulebook.folder import load_rulebook
from engine.rulebook.messages import untranslated
from engine.rulebook.rule import Expectation, OnMissing, Status
from engine.rulebook.source import RuleBookRejected
from tests.airport_rules import RULES, SOUND, bent, codes_of, read, with_condition
from tests.toy import AIRPORT


def _leaf(condition: str) -> Leaf:
    when = read(with_condition(condition)).rules[0].when
    assert isinstance(when, Leaf)
    return when


def test_rules_when_read_then_stand_in_the_order_of_their_ids() -> None:
    assert [rule.id for rule in read(SOUND).rules] == ["CMF-001", "SAF-001"]


def test_rule_when_read_then_has_what_its_file_says() -> None:
    rule = read(SOUND).rules[1]
    assert (rule.set, rule.scope, rule.owner, rule.status) == ("safety", Scope.PART, "ground", Status.LIVE)
    assert rule.then.verdict == "offload"
    assert str(rule.span) == "safety/bags.yaml:5:9"


def test_rule_when_it_says_nothing_then_takes_the_defaults_of_its_file() -> None:
    texts = bent("on_missing: skip", "on_missing: hold, status: shadow, review_by: 2027-01-31")
    rule = read(texts).rules[0]
    assert (rule.on_missing, rule.status, rule.review_by) == (OnMissing.HOLD, Status.SHADOW, date(2027, 1, 31))


def test_test_when_read_then_has_typed_facts_of_whole_and_parts() -> None:
    test = read(SOUND).rules[1].tests[0]
    assert test.whole == {"flight.country": "NO"}
    assert test.parts == ({"bag.contents": frozenset()}, {"bag.contents": frozenset({"battery"})})
    assert (test.expect, test.expect_parts) == (Expectation.FIRES, (2,))


def test_test_when_a_fact_is_null_or_blank_then_it_is_unknown() -> None:
    texts = bent("{seats: 101, delay_min: 0}", '{seats: 101, delay_min: null, number: " ", day: 2026-11-22}')
    assert read(texts).rules[0].tests[0].whole == {"flight.seats": 101, "flight.day": date(2026, 11, 22)}


def test_test_when_it_names_a_day_then_runs_on_that_day() -> None:
    assert read(bent("expect: fires", "expect: fires, at: 2026-10-01")).rules[0].tests[0].at == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("written", "operator", "operand"),
    [
        ("{flight.number: 0101}", Operator.EQ, "0101"),
        ("{flight.country: NO}", Operator.EQ, "NO"),
        ("{flight.number: on}", Operator.EQ, "on"),
        ("{flight.number: 1e3}", Operator.EQ, "1e3"),
        ("{flight.number: 12:30:00}", Operator.EQ, "12:30:00"),
        ("{flight.seats: 5}", Operator.EQ, 5),
        ("{flight.night: false}", Operator.EQ, False),
        ("{flight.fuel_t: {lt: 1.5}}", Operator.LT, 1.5),
        ("{flight.cabin: [first, economy]}", Operator.IN, ("first", "economy")),
        ('{flight.country: {not_in: "@strict"}}', Operator.NOT_IN, ListRef("strict")),
        ("{flight.seats: {between: [1, 5]}}", Operator.BETWEEN, (1, 5)),
        ('{flight.number: {contains: "@"}}', Operator.CONTAINS, "@"),
        ("{flight.number: {starts_with: ['CW', '@x']}}", Operator.STARTS_WITH, ("CW", "@x")),
        ("{flight.number: {matches: '^CW[0-9]+$'}}", Operator.MATCHES, "^CW[0-9]+$"),
        ("{flight.meals: vegan}", Operator.EQ, "vegan"),
        ("{flight.day: {gte: 2026-01-31}}", Operator.GTE, "2026-01-31"),
        ("{flight.number: {missing: true}}", Operator.MISSING, True),
    ],
)
def test_condition_when_read_then_holds_what_was_written(written: str, operator: Operator, operand: object) -> None:
    leaf = _leaf(written)
    assert (leaf.operator, leaf.operand) == (operator, operand)


def test_other_files_when_read_then_are_in_the_book() -> None:
    book = read(SOUND)
    assert book.messages["en"]["TOO_MANY"] == Message("{flight.seats} seats", "count again", "Please wait.")
    assert book.policy.bands == (Band(60, "inspect", "SCORE", "crew"),)
    assert book.policy.score_sets == ("comfort",)
    assert book.channels["charter"] == Channel(
        name="charter",
        never_supplies=("flight.full", "bag.*"),
        bears_payment_risk="channel",
        collects_tax=True,
    )


def test_rule_when_it_has_several_faults_then_its_id_and_reason_are_checked_too() -> None:
    texts = bent("CMF-001", "SAF-001")
    texts[RULES] = texts[RULES].replace("flight.seats: {gt", "flight.seat: {gt").replace("TOO_MANY", "NOBODY_SAYS")
    assert sorted(codes_of(texts)) == ["R015", "R020", "R023"]


def test_untranslated_when_a_buyer_would_read_the_source_language_then_lists_the_reason() -> None:
    book = read(SOUND)
    assert untranslated(book.messages["en"], book.messages) == {"de": ("SCORE",)}


def test_draft_when_it_has_no_tests_then_is_read() -> None:
    texts = bent("    scope: flight", "    scope: flight\n    status: draft")
    assert codes_of({**texts, RULES: texts[RULES].split("    tests:")[0]}) == []


def test_folder_when_loaded_then_equals_its_texts(tmp_path: Path) -> None:
    for path, text in SOUND.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "README.md").write_text("not read", encoding="utf-8")
    assert load_rulebook(tmp_path, AIRPORT).digest == read(SOUND).digest


def test_folder_when_a_file_is_not_utf8_then_says_which(tmp_path: Path) -> None:
    (tmp_path / "params.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(RuleBookRejected, match=r"params\.yaml:1:1"):
        load_rulebook(tmp_path, AIRPORT)


def test_cases_when_in_the_folder_then_are_texts_of_the_book(tmp_path: Path) -> None:
    for path, text in {**SOUND, "cases/orders.yaml": "format: 1\ncases: []\n"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    book = load_rulebook(tmp_path, AIRPORT)
    assert book.texts["cases/orders.yaml"].startswith("format: 1")
    assert book.digest == read(SOUND).digest


def test_cases_when_they_are_no_yaml_then_nothing_reads_them() -> None:
    assert codes_of({**SOUND, "cases/orders.csv": "a,b\n"}) == ["R016"]
