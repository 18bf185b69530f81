"""Resolving with overrides says what a plain rule book says in which the values were written."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook.normal import normal_condition
from engine.rulebook.overriding import effective
from engine.rulebook.resolve import resolve
from tests.airport_rules import SOUND, read

FIRST = date(2026, 1, 1)
DAYS = st.dates(FIRST, date(2026, 12, 31))
VALUES = st.integers(1, 99)
NORTH, COAST = "legal_entity:north", "shop:coast-air"


@st.composite
def own_values(draw: st.DrawFn) -> list[tuple[date, date, int]]:
    """Stretches that do not meet, in order: first day, last day, value."""
    edges = sorted(draw(st.lists(DAYS, max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(first, last - timedelta(days=1), draw(VALUES)) for first, last in pairs]


def written(who: str, values: list[tuple[date, date, int]]) -> str:
    rows = ", ".join(f"{{from: {first}, until: {last}, value: {value}}}" for first, last, value in values)
    return f"- {{{who}, params: {{delay.long: [{rows}]}}}}\n" if rows else ""


def counting(day: date, layers: list[list[tuple[date, date, int]]], book: dict[date, int]) -> int:
    """The plain reading: the nearest layer that has the day, else the newest row of the book."""
    for values in layers:
        for first, last, value in values:
            if first <= day <= last:
                return value
    return book[max(each for each in book if each <= day)]


@given(own_values(), own_values(), DAYS, st.integers(1, 99))
@settings(max_examples=80, deadline=None)
def test_resolution_when_values_are_overridden_then_is_that_of_a_book_with_these_values(
    entity: list[tuple[date, date, int]], shop: list[tuple[date, date, int]], day: date, later: int
) -> None:
    rows = {FIRST: 60, date(2026, 10, 1): later}
    params = "".join(f"{{from: {first}, value: {value}}}, " for first, value in rows.items())
    texts = {**SOUND, "params.yaml": f"delay.long: {{unit: minutes, values: [{params}]}}\n"}
    own = written("legal_entity: north", entity) + written("shop: coast-air", shop)
    value = counting(day, [shop, entity], rows)
    plain = f"delay.long: {{unit: minutes, values: [{{from: {FIRST}, value: {value}}}]}}\n"
    book, other = read({**texts, "overrides.yaml": own}), read({**SOUND, "params.yaml": plain})
    said, expected = (
        [(each.rule.id, normal_condition(each.when)) for each in resolve(one, day, day)]
        for one in (effective(book, (NORTH, COAST)), other)
    )
    assert said == expected
