"""What the guard makes of counts: trips above the limits, and no more after them than may be."""

from dataclasses import replace

import pytest

from engine.rulebook.guard_block import GuardLimits, GuardTerms, OwnLimits, Then
from engine.rulebook.source import Span
from engine.workbench.guard import BOOK, Counts, judge
from tests.airport_rules import SOUND, bent, read

TERMS = GuardTerms(
    least_orders=200,
    book=GuardLimits(hold_percent=15, cancel_percent=3, then=Then.REVERT),
    rules=GuardLimits(hold_percent=5, cancel_percent=2, then=Then.SHADOW),
)
BOOK_OF_TWO = read(SOUND)
NONE = Counts()


def trips(orders: int, together: Counts = NONE, **by_rule: Counts) -> list[tuple[str, str, Then]]:
    rules = {name.replace("_", "-"): counts for name, counts in by_rule.items()}
    return [(each.subject, each.measure, each.then) for each in judge(TERMS, BOOK_OF_TWO, orders, together, rules)]


def test_guard_when_orders_are_few_then_judges_nothing() -> None:
    assert trips(199, Counts(held=199), CMF_001=Counts(held=199)) == []


@pytest.mark.parametrize(("held", "tripped"), [(30, False), (31, True)])
def test_guard_when_the_book_holds_more_than_its_limit_then_trips(held: int, *, tripped: bool) -> None:
    assert trips(200, Counts(held=held)) == ([(BOOK, "hold", Then.REVERT)] if tripped else [])


def test_guard_when_orders_are_cancelled_then_only_alarms() -> None:
    assert trips(200, Counts(cancelled=7), CMF_001=Counts(cancelled=5)) == [
        (BOOK, "cancel", Then.ALARM),
        ("CMF-001", "cancel", Then.ALARM),
    ]


def test_guard_when_a_rule_holds_too_much_then_shadow_but_protected_rules_only_alarm() -> None:
    assert trips(200, CMF_001=Counts(held=11), SAF_001=Counts(held=11)) == [
        ("CMF-001", "hold", Then.SHADOW),
        ("SAF-001", "hold", Then.ALARM),
    ]


def test_guard_when_a_rule_has_limits_of_its_own_then_they_count() -> None:
    own = OwnLimits(rule="CMF-001", limits=GuardLimits(hold_percent=50), span=Span("x", 1, 1))
    counts = {"CMF-001": Counts(held=90)}
    assert judge(replace(TERMS, of=(own,)), BOOK_OF_TWO, 200, NONE, counts) == ()
    assert [str(each) for each in judge(TERMS, BOOK_OF_TWO, 200, NONE, counts)] == [
        "CMF-001 held 90 of 200 new orders, 45.0 %; 5 % is the limit"
    ]


def test_guard_when_a_rule_is_in_shadow_or_unknown_then_is_not_judged() -> None:
    book = read(bent("    scope: flight", "    scope: flight\n    status: shadow"))
    counts = {"CMF-001": Counts(held=90), "engine": Counts(held=90)}
    assert judge(TERMS, book, 200, NONE, counts) == ()
