"""What is in force on a pair of days, and on which days that changes."""

from datetime import date

import pytest

from engine.lexicon.spec import Value
from engine.rulebook.condition import Operator, Resolved
from engine.rulebook.resolve import LiveRule, change_days, resolve
from tests.airport_rules import SOUND, bent, read, with_condition

SPRING, AUTUMN = date(2026, 3, 1), date(2026, 11, 22)


def _live(texts: dict[str, str], decided_on: date = AUTUMN, placed_on: date = AUTUMN) -> dict[str, LiveRule]:
    return {live.rule.id: live for live in resolve(read(texts), decided_on, placed_on)}


def _leaf(condition: str, decided_on: date = AUTUMN, placed_on: date = AUTUMN) -> Resolved:
    when = _live(with_condition(condition), decided_on, placed_on)["CMF-001"].when
    assert isinstance(when, Resolved)
    return when


@pytest.mark.parametrize(
    ("condition", "operator", "expected"),
    [
        ("{flight.meals: vegan}", Operator.CONTAINS, frozenset({"vegan"})),
        ("{flight.meals: {ne: vegan}}", Operator.NOT_IN, frozenset({"vegan"})),
        ("{flight.meals: [vegan, halal]}", Operator.IN, frozenset({"vegan", "halal"})),
        ("{flight.number: {starts_with: CW}}", Operator.STARTS_WITH, frozenset({"CW"})),
        ("{flight.number: {matches: 'CW'}}", Operator.MATCHES, "CW"),
        ("{flight.cabin: [first]}", Operator.IN, frozenset({"first"})),
        ("{flight.cabin: first}", Operator.EQ, "first"),
        ("{flight.seats: {between: [1, $delay.long]}}", Operator.BETWEEN, (1, 45)),
        ("{flight.day: {lt: 2026-01-31}}", Operator.LT, date(2026, 1, 31)),
        ("{flight.day: {between: [2026-01-01, 2026-01-31]}}", Operator.BETWEEN, (date(2026, 1, 1), date(2026, 1, 31))),
        ("{flight.night: {missing: true}}", Operator.MISSING, True),
    ],
)
def test_leaf_when_resolved_then_is_what_executors_test(condition: str, operator: Operator, expected: Value) -> None:
    leaf = _leaf(condition)
    assert (leaf.operator, leaf.expected) == (operator, expected)


@pytest.mark.parametrize(("day", "minutes"), [(date(2026, 9, 30), 60), (date(2026, 10, 1), 45)])
def test_parameter_when_a_new_value_begins_then_counts_from_that_day(day: date, minutes: int) -> None:
    leaf = _leaf("{flight.delay_min: {gte: $delay.long}}", decided_on=day)
    assert (leaf.expected, leaf.source) == (minutes, "$delay.long")


@pytest.mark.parametrize(
    ("decided_on", "placed_on", "countries"),
    [(AUTUMN, AUTUMN, {"NO"}), (AUTUMN, SPRING, {"NO", "DE"}), (date(2025, 1, 1), SPRING, {"DE"})],
)
def test_list_when_entries_have_two_clocks_then_each_follows_its_own(
    decided_on: date, placed_on: date, countries: set[str]
) -> None:
    texts = with_condition('{flight.country: {in: "@strict"}}')
    texts["comfort/seats.yaml"] = texts["comfort/seats.yaml"].replace("from: 2026-01-01", "until: 2027-01-01")
    when = _live(texts, decided_on, placed_on)["CMF-001"].when
    assert isinstance(when, Resolved)
    assert when.expected == countries


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
    ],
)
def test_rule_when_it_has_days_then_counts_on_the_first_and_the_last(day: date, *, counts: bool) -> None:
    texts = bent("{from: 2026-01-01}", "{from: 2026-01-01, until: 2026-02-28}")
    assert ("CMF-001" in _live(texts, day)) is counts


def test_rule_when_its_parameter_has_no_value_yet_then_waits_for_it() -> None:
    texts = bent("    effective: {from: 2026-01-01}\n", "")
    assert "CMF-001" not in _live(texts, date(2025, 12, 31))
    assert "CMF-001" in _live(texts, date(2026, 1, 1))


@pytest.mark.parametrize(("status", "counts"), [("draft", False), ("shadow", True), ("live", True), ("retired", False)])
def test_rule_when_not_in_use_then_is_left_out(status: str, *, counts: bool) -> None:
    texts = bent("    scope: flight", f"    scope: flight\n    status: {status}")
    assert ("CMF-001" in _live(texts)) is counts


def test_change_days_when_asked_then_names_first_days_and_days_after_the_last() -> None:
    decided, placed = change_days(read(SOUND))
    assert decided == (date(2026, 1, 1), date(2026, 10, 1))
    assert placed == (date(2026, 7, 1),)
