"""Differences of two documents, place by place."""

from hypothesis import given
from hypothesis import strategies as st

from engine.order.differing import differences, value_at

NAMES = st.text(alphabet="ab/~", max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="ab/~", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.text(alphabet="ab/~", min_size=1, max_size=3), VALUES, min_size=1, max_size=4)


def _told(pointer: str, one: object, other: object) -> tuple[str, str, str]:
    return pointer, repr(one), repr(other)


@given(DOCUMENTS)
def test_differences_when_nothing_differs_then_there_are_none(document: dict[str, object]) -> None:
    assert differences(document, document) == ()


@given(DOCUMENTS, DOCUMENTS)
def test_differences_when_turned_round_then_are_the_same_places(one: dict[str, object], two: dict[str, object]) -> None:
    there = {_told(each.pointer, each.before, each.after) for each in differences(one, two)}
    back = {_told(each.pointer, each.after, each.before) for each in differences(two, one)}
    assert there == back


@given(DOCUMENTS, DOCUMENTS)
def test_differences_when_a_value_stands_there_then_its_place_leads_to_it(
    one: dict[str, object], two: dict[str, object]
) -> None:
    for each in differences(one, two):
        assert each.how == "added" or value_at(one, each.pointer) == each.before
        assert each.how == "gone" or value_at(two, each.pointer) == each.after


def test_differences_when_a_line_came_then_tells_each_of_its_values() -> None:
    found = differences({"lines": [{"sku": "A"}]}, {"lines": [{"sku": "A"}, {"sku": "B", "quantity": 2}]})
    assert [(each.pointer, each.how, each.after) for each in found] == [
        ("/lines/1/sku", "added", "B"),
        ("/lines/1/quantity", "added", 2),
    ]
