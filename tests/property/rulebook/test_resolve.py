"""Nothing changes between two change days, so one compiled program serves all days of a stretch."""

from bisect import bisect_right
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook.normal import normal_condition
from engine.rulebook.resolve import change_days, resolve
from tests.airport_rules import RULES, SOUND, read

BOOK = read({
    **SOUND,
    RULES: SOUND[RULES].replace("    effective: {from: 2026-01-01}\n", "").replace(
        "        - flight.seats: {gt: 100}\n", '        - flight.country: {in: "@strict"}\n'
    ).replace("seats: 10", "seats: 1"),
    "lists/strict.csv": SOUND["lists/strict.csv"] + "SE,2026-03-01,2026-04-30,handbook,decided_at\n",
})  # fmt: skip
DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 1))


def _said(decided_on: date, placed_on: date) -> list[tuple[str, object]]:
    return [(live.rule.id, normal_condition(live.when)) for live in resolve(BOOK, decided_on, placed_on)]


def _first_of_stretch(days: tuple[date, ...], day: date) -> date:
    earlier = bisect_right(days, day)
    return days[earlier - 1] if earlier else date.min


@given(DAYS, DAYS)
@settings(max_examples=150, deadline=None)
def test_resolution_when_no_change_day_lies_between_then_is_the_same(decided_on: date, placed_on: date) -> None:
    decided, placed = change_days(BOOK)
    first = _said(_first_of_stretch(decided, decided_on), _first_of_stretch(placed, placed_on))
    assert _said(decided_on, placed_on) == first
