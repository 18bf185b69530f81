"""One pass over a rule book: what is wrong with some rules does not hide what is to be said of the others."""

from collections.abc import Iterator
from datetime import date

import pytest

from engine.rulebook.book import RuleBook
from engine.rulebook.folder import read_sound
from engine.rulebook.lints import LINTS, Group, Level
from engine.rulebook.source import RuleFault
from engine.workbench.check import CHECKS, Checked, check_book
from tests.airport_rules import OWN_CHECKS, RULES, SOUND, TODAY, bent, read
from tests.toy import AIRPORT

BAGS = "safety/bags.yaml"
SECOND = SOUND[RULES].split("rules:\n")[1].replace("CMF-001", "CMF-002")


def _checked(texts: dict[str, str]) -> Checked:
    return check_book(texts, AIRPORT, TODAY, OWN_CHECKS)


def _told(texts: dict[str, str]) -> set[tuple[str, str]]:
    return {(fault.code, fault.rule) for fault in _checked(texts).faults}


def test_book_when_sound_then_is_handed_out() -> None:
    checked = _checked(SOUND)
    assert (checked.faults, checked.book and checked.book.digest) == ((), read(SOUND).digest)


def test_book_when_it_has_warnings_only_then_is_handed_out_and_can_be_read() -> None:
    texts = bent('    false_positives: ["charter flights"]\n', "")
    checked = _checked(texts)
    assert checked.book is not None
    assert checked.of(Level.ERROR) == ()
    assert read(texts).digest == checked.book.digest


def test_book_when_a_further_check_finds_an_error_then_is_not_handed_out() -> None:
    def refuses(book: RuleBook, _: date) -> Iterator[RuleFault]:
        yield RuleFault("R083", "too much", book.rules[0].span)

    checked = check_book(SOUND, AIRPORT, TODAY, (refuses,))
    assert checked.book is None
    assert [fault.rule for fault in checked.faults] == ["CMF-001"]


def test_rule_when_another_is_faulty_then_is_judged_all_the_same() -> None:
    texts = {**bent("gt: 100", "gtt: 100"), BAGS: SOUND[BAGS].replace("critical", "critical, score: 5")}
    assert _told(texts) == {("R012", "CMF-001"), ("R075", "SAF-001")}


def test_rule_when_faulty_itself_then_is_not_judged_further() -> None:
    texts = bent("gt: 100", "gtt: 100")
    texts[RULES] = texts[RULES].replace('    false_positives: ["charter flights"]\n', "")
    assert _told(texts) == {("R012", "CMF-001")}


def test_rule_when_it_stands_in_a_file_with_a_faulty_one_then_is_judged() -> None:
    second = SECOND.replace('    false_positives: ["charter flights"]\n', "")
    texts = {**SOUND, RULES: SOUND[RULES].replace("gt: 100", "gtt: 100") + second}
    assert _told(texts) == {("R012", "CMF-001"), ("R073", "CMF-002")}


@pytest.mark.parametrize(
    ("path", "old", "new"), [("lists/strict.csv", "NO,2026", "NO,2O26"), ("params.yaml", "60", "x")]
)
def test_rule_when_its_list_or_parameter_is_faulty_then_is_not_sound(path: str, old: str, new: str) -> None:
    texts = bent(old, new, path)
    dropped = {"lists/strict.csv": "SAF-001", "params.yaml": "CMF-001"}[path]
    assert dropped not in {rule.id for rule in read_sound(texts, AIRPORT).book.rules}


def test_files_when_none_can_be_read_then_only_faults_come_out() -> None:
    checked = _checked(dict.fromkeys(SOUND, "[: {"))
    assert checked.book is None
    assert {fault.span.path for fault in checked.faults} >= {RULES, BAGS, "params.yaml"}


def test_faults_when_found_then_stand_in_the_order_of_their_places() -> None:
    texts = {**bent("gt: 100", "gtt: 100"), "lists/idle.csv": "value\n", BAGS: SOUND[BAGS].replace("title:", "titel:")}
    spans = [fault.span for fault in _checked(texts).faults]
    assert spans == sorted(spans)


def test_checks_when_listed_then_leave_a_sound_book_alone() -> None:
    assert set(OWN_CHECKS) <= set(CHECKS)
    assert [fault for check in OWN_CHECKS for fault in check(read(SOUND), TODAY)] == []


def test_list_when_only_a_faulty_rule_names_it_then_counts_as_used() -> None:
    assert ("R037", "") not in _told(bent("outcome: offload", "outcome: ofload", BAGS))


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.code)
def test_lint_when_listed_then_has_a_level_and_a_group(lint: object) -> None:
    assert lint.level in Level  # type: ignore[attr-defined]
    assert lint.group in Group  # type: ignore[attr-defined]


def test_lints_when_listed_then_their_codes_are_unique_and_in_order() -> None:
    codes = [lint.code for lint in LINTS]
    assert codes == sorted(set(codes))
