"""Mutants: which small changes are made of a rule, and which of them its tests notice."""

import pytest

from engine.rulebook.book import RuleBook
from engine.rulebook.folder import read_rulebook
from engine.workbench.mutants import MutantKind, Mutator
from engine.workbench.mutation import Mutation, MutationBench
from tests.airport_rules import SOUND, bent
from tests.toy import AIRPORT

SEATS = "        - flight.seats: {gt: 100}\n        - flight.delay_min: {gte: $delay.long}\n"


def book_with(*conditions: str) -> RuleBook:
    """The airport's book, with these conditions in the `any` of its rule about seats."""
    lines = "".join(f"        - {each}\n" for each in conditions)
    return read_rulebook(bent(SEATS, lines), AIRPORT)


def changes_of(*conditions: str, kind: MutantKind) -> list[str]:
    book = book_with(*conditions)
    rule = next(each for each in book.rules if each.id == "CMF-001")
    return [mutant.change for mutant in Mutator(book).mutants(rule) if mutant.kind is kind]


def judged(*conditions: str) -> Mutation:
    book = book_with(*conditions)
    return MutationBench(book).judge(next(each for each in book.rules if each.id == "CMF-001"))


@pytest.mark.parametrize(
    ("condition", "change"),
    [
        ("flight.seats: {gte: 5}", "`gte` becomes `lt`"),
        ("flight.night: true", "`eq` becomes `ne`"),
        ("flight.country: [NO, DE]", "`in` becomes `not_in`"),
        ("flight.number: {missing: true}", "`missing` becomes `present`"),
        ("flight.number: {starts_with: CW}", "`starts_with` is negated"),
        ("flight.seats: {between: [1, 5]}", "`between` is negated"),
    ],
)
def test_operator_when_mutated_then_turned_round(condition: str, change: str) -> None:
    assert changes_of(condition, kind=MutantKind.OPERATOR) == [change]


@pytest.mark.parametrize(
    ("condition", "bounds"),
    [
        ("flight.seats: {gte: 5}", ["`gte` becomes `gt`", "4 instead of 5"]),
        ("flight.seats: {lt: 5}", ["`lt` becomes `lte`", "4 instead of 5"]),
        ("flight.fuel_t: {gt: 1.5}", ["`gt` becomes `gte`"]),
        ("flight.day: {lte: 2026-03-01}", ["`lte` becomes `lt`", "2026-03-02 instead of 2026-03-01"]),
        ("flight.fuel_t: {between: [1.5, 2.5]}", ["a bound of `between` is left out"] * 2),
        ("flight.night: true", []),
    ],
)
def test_bound_when_mutated_then_taken_in_or_moved_by_one(condition: str, bounds: list[str]) -> None:
    assert changes_of(condition, kind=MutantKind.BOUND) == bounds


def test_between_when_mutated_then_each_bound_moves_both_ways() -> None:
    changes = changes_of("flight.seats: {between: [3, 7]}", kind=MutantKind.BOUND)
    assert {each.partition(" instead")[0] for each in changes} == {"[2, 7]", "[3, 6]", "[4, 7]", "[3, 8]"}


def test_param_when_mutated_then_moved_and_taken_at_its_next_value() -> None:
    changes = changes_of("flight.delay_min: {gte: $delay.long}", kind=MutantKind.PARAM)
    assert changes == ["$delay.long - 1 instead of $delay.long", "the next value of `$delay.long`"]


def test_group_when_mutated_then_swapped_and_each_branch_dropped() -> None:
    parts = ("flight.night: true", "flight.full: true")
    assert changes_of(*parts, kind=MutantKind.ALL_ANY) == ["`any` becomes `all`"]
    assert len(changes_of(*parts, kind=MutantKind.BRANCH)) == 2


def test_not_when_mutated_then_dropped_once() -> None:
    assert changes_of("not: {flight.night: true}", kind=MutantKind.NEGATION) == ["`not` dropped"]
    assert changes_of("not: {flight.night: true}", kind=MutantKind.OPERATOR) == []


def test_values_when_mutated_then_each_is_left_out() -> None:
    changes = changes_of("flight.country: [NO, DE]", kind=MutantKind.LIST)
    assert changes == ["NO taken out of the values", "DE taken out of the values"]


def test_list_when_mutated_then_swapped_and_cut_in_half() -> None:
    texts = {**SOUND, "lists/far.csv": "value,from,until,reference,by\nJP,,,handbook,\nNZ,,,handbook,\n"}
    book = read_rulebook(texts, AIRPORT)
    rule = next(each for each in book.rules if each.id == "SAF-001")
    changes = [each.change for each in Mutator(book).mutants(rule) if each.kind is MutantKind.LIST]
    names = ("far", "strict, first half", "strict, last half")
    assert changes == [f"`@{name}` instead of `@strict`" for name in names]


def test_on_missing_when_mutated_then_killed_by_a_case_that_cannot_be_evaluated() -> None:
    suggested = [each.suggested for each in judged("flight.night: true").survivors if each.mutant.kind == "on_missing"]
    assert suggested == ["- {name: not evaluable ad7ff1, given: {}, expect: not_evaluable}"]


def test_on_missing_when_the_rule_always_can_be_evaluated_then_changes_nothing() -> None:
    found = judged("flight.number: {missing: true}")
    assert [each for each in found.survivors if each.mutant.kind == "on_missing"] == []
    assert found.equivalent == 1


def test_survivor_when_shown_then_as_the_lines_that_differ_with_a_test() -> None:
    survivors = judged("flight.country: [NO, DE]").survivors
    (germany,) = [each for each in survivors if each.mutant.change == "DE taken out of the values"]
    assert germany.diff == ("- - flight.country: [NO, DE]", "+ - flight.country: [NO]")
    assert germany.suggested == "- {name: fires 5b7ad7, given: {flight.country: DE}, expect: fires}"


def test_mutants_when_no_value_tells_them_apart_then_are_set_aside() -> None:
    found = judged("all: [{flight.seats: {gte: 5}}, {flight.seats: {gte: 3}}]")
    assert "branch 2 of `all` dropped" not in [each.mutant.change for each in found.survivors]
    assert found.equivalent >= 1


def test_mutants_when_only_the_exact_analysis_can_tell_then_are_set_aside() -> None:
    found = judged("all: [{flight.number: {starts_with: CW01}}, {flight.number: {starts_with: CW}}]")
    assert "branch 2 of `all` dropped" not in [each.mutant.change for each in found.survivors]
    assert found.equivalent >= 1


def test_list_when_it_differs_from_the_other_on_a_day_that_only_ends_a_value_then_is_not_the_same() -> None:
    head = "value,from,until\n"
    lists = {
        "lists/strict.csv": f"{head}NO,,2026-06-30\nDE,,\n",
        "lists/wider.csv": f"{head}NO,,\nDE,,\nCN,,2020-12-31\n",
    }
    texts = {**bent(SEATS, '        - flight.country: {in: "@strict"}\n'), **lists}
    book = read_rulebook(texts, AIRPORT)
    found = MutationBench(book).judge(next(each for each in book.rules if each.id == "CMF-001"))
    assert "`@wider` instead of `@strict`" in [each.mutant.change for each in found.survivors]
