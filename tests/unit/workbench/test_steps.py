"""Values beside others, up to the ends of the calendar and of exact numbers."""

from datetime import date

import pytest

from engine.runtime.atoms import LARGEST_INTEGER
from engine.workbench.check import check_book
from engine.workbench.proof import proof_of
from engine.workbench.steps import beside, stepped_by
from engine.workbench.thin_tests import thin_tests
from tests.airport_rules import TODAY, with_condition
from tests.toy import AIRPORT


def test_days_when_the_calendar_ends_then_nothing_is_beside() -> None:
    assert beside(date.max) == (date(9999, 12, 30),)
    assert beside(date.min) == (date(1, 1, 2),)
    assert stepped_by(date(2026, 2, 28), 1) == date(2026, 3, 1)


def test_numbers_when_they_would_not_be_exact_then_are_not_beside() -> None:
    assert beside(LARGEST_INTEGER) == (LARGEST_INTEGER - 1,)
    assert beside(0) == (1, -1)


@pytest.mark.parametrize("test", ["{lte: 9999-12-31}", "{between: [0001-01-01, 9999-12-31]}", "{lt: 0001-01-02}"])
def test_rule_when_it_names_the_last_day_there_is_then_is_checked_and_mutated(test: str) -> None:
    checked = check_book(with_condition(f"{{flight.day: {test}}}"), AIRPORT, TODAY)
    assert checked.book is None or checked.book.rules
    assert {fault.code for fault in checked.faults} >= {"R064"}


def test_rule_when_its_bound_is_the_largest_number_then_no_test_beyond_is_asked_for() -> None:
    checked = check_book(with_condition(f"{{flight.seats: {{gte: {LARGEST_INTEGER}}}}}"), AIRPORT, TODAY, ())
    assert checked.book is not None
    proof = proof_of(checked.book, mutation=True, only="CMF-001")
    asked = " ".join(fault.message for fault in thin_tests(proof, checked.book))
    assert f"the value {LARGEST_INTEGER}" in asked
    assert str(LARGEST_INTEGER + 1) not in asked
