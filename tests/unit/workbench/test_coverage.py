"""Leaf coverage, and what is said of leaves and bounds that the tests leave open."""

import pytest

from engine.rulebook.folder import read_rulebook
from engine.workbench.coverage import Coverage, cover
from engine.workbench.proof import proof_of
from engine.workbench.thin_tests import thin_tests
from tests.airport_rules import RULES, bent
from tests.toy import AIRPORT

RULE = """\
format: 1
set: comfort
defaults: {owner: crew, scope: flight, status: STATUS}
rules:
  - id: CMF-001
    title: A rule of one condition
    when: WHEN
    then: {outcome: inspect, severity: low, reason: TOO_MANY, acts: crew}
    tests:
      - {name: yes, given: GIVEN, expect: fires}
      - {name: no, given: OTHER, expect: quiet}
"""


def texts_of(when: str, fires: str, quiet: str, status: str = "live") -> dict[str, str]:
    written = RULE.replace("WHEN", when).replace("GIVEN", fires).replace("OTHER", quiet).replace("STATUS", status)
    return {**bent("flight.seats", "flight.seats"), RULES: written}


def covered(when: str, fires: str, quiet: str) -> Coverage:
    book = read_rulebook(texts_of(when, fires, quiet), AIRPORT)
    return next(each for each in cover(book) if each.rule.id == "CMF-001")


def faults(when: str, fires: str, quiet: str) -> list[tuple[str, str]]:
    book = read_rulebook(texts_of(when, fires, quiet), AIRPORT)
    found = thin_tests(proof_of(book, mutation=False), book)
    return [(fault.code, fault.hint) for fault in found if fault.span.path == RULES]


def test_leaf_when_seen_both_ways_and_deciding_then_reaches_all_goals() -> None:
    seen = covered("{flight.night: true}", "{flight.night: true}", "{flight.night: false}")
    assert (seen.covered, seen.goals) == (3, 3)


def test_leaf_when_another_always_decides_then_is_not_decisive() -> None:
    when = "{any: [{flight.night: true}, {flight.full: true}]}"
    given = "{flight.night: true, flight.full: true}", "{flight.night: false}"
    night, full = covered(when, *given).leaves
    assert (night.decisive, full.decisive) == (True, False)
    assert (night.covered, full.covered) == (3, 1)


def test_leaf_when_it_turns_unknown_into_quiet_then_decides() -> None:
    when = "{all: [{flight.night: true}, {flight.full: true}]}"
    night, _ = covered(when, "{flight.night: true, flight.full: true}", "{flight.night: false}").leaves
    assert (night.true, night.false, night.decisive) == (True, True, True)


def test_leaf_when_written_twice_then_each_has_goals_of_its_own() -> None:
    when = "{any: [{flight.night: true}, {all: [{flight.night: true}, {flight.full: true}]}]}"
    seen = covered(when, "{flight.night: true, flight.full: false}", "{flight.night: false, flight.full: true}")
    assert [leaf.covered for leaf in seen.leaves] == [3, 3, 2]


def test_leaf_when_never_false_then_the_fault_suggests_a_test_in_which_it_is() -> None:
    when = "{any: [{flight.night: true}, {flight.full: true}]}"
    (found,) = faults(when, "{flight.night: true, flight.full: true}", "{flight.night: false}")[1:]
    assert found == (
        "R065",
        "add - {name: quiet 1779df, given: {flight.full: false, flight.night: false}, expect: quiet}",
    )


def test_leaf_when_it_can_never_decide_then_the_fault_says_to_take_it_out() -> None:
    when = "{any: [{flight.night: true}, {all: [{flight.night: true}, {flight.full: true}]}]}"
    found = faults(when, "{flight.night: true, flight.full: true}", "{flight.night: false, flight.full: false}")
    assert found == [
        ("R066", "add - {name: quiet 5f8919, given: {flight.full: true, flight.night: false}, expect: quiet}"),
        ("R066", "if no case can show it, take it out of the condition"),
    ]


@pytest.mark.parametrize(
    ("when", "fires", "quiet", "open_"),
    [
        ("{flight.seats: {gte: 5}}", "{flight.seats: 5}", "{flight.seats: 4}", ["6"]),
        ("{flight.seats: {gt: 0}}", "{flight.seats: 1}", "{flight.seats: 0}", []),
        ("{flight.fuel_t: {lt: 2.5}}", "{flight.fuel_t: 1.0}", "{flight.fuel_t: 2.5}", ["above 2.5"]),
        ("{flight.seats: {between: [2, 5]}}", "{flight.seats: 2}", "{flight.seats: 6}", ["1", "5"]),
        ("{flight.day: {gte: 2026-03-01}}", "{flight.day: 2026-03-01}", "{flight.day: 2026-02-28}", ["2026-03-02"]),
    ],
)
def test_bound_when_no_test_stands_beside_it_then_says_which_value_is_wanting(
    when: str, fires: str, quiet: str, open_: list[str]
) -> None:
    (leaf,) = covered(when, fires, quiet).leaves
    assert [each.told for each in leaf.untested] == open_


def test_bound_when_untested_then_the_suggested_test_stands_there() -> None:
    found = faults("{flight.seats: {gte: 5}}", "{flight.seats: 5}", "{flight.seats: 4}")
    assert found == [("R063", "add - {name: fires e977c3, given: {flight.seats: 6}, expect: fires}")]


def test_draft_when_its_test_does_not_hold_then_fails_like_others() -> None:
    texts = texts_of("{flight.night: true}", "{flight.night: false}", "{flight.night: false}", "draft")
    (failed,) = proof_of(read_rulebook(texts, AIRPORT), mutation=False).failed
    assert failed.test.name == "yes"


def test_retired_rule_when_its_test_would_fail_then_is_not_proved() -> None:
    texts = texts_of("{flight.night: true}", "{flight.night: false}", "{flight.night: false}", "retired")
    assert [each.rule.id for each in proof_of(read_rulebook(texts, AIRPORT), mutation=False).by_rule] == ["SAF-001"]


def test_proof_when_not_mutated_then_has_no_score() -> None:
    texts = texts_of("{flight.night: true}", "{flight.night: true}", "{flight.night: false}")
    proof = proof_of(read_rulebook(texts, AIRPORT), mutation=False)
    assert (proof.rules, proof.tests, proof.mutation_score) == (2, 4, None)
