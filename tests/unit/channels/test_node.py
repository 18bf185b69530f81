"""What an adapter asks of an answer, and how it says that something is not there."""

from datetime import UTC, datetime

import pytest

from fulfillment.channels.errors import AnswerRefused
from fulfillment.channels.node import Node

NODE = Node({"a": {"b": 7, "none": None, "list": [{"x": "1"}], "at": "2026-11-21T09:40:00", "flag": True}})


def test_values_when_there_then_they_are_read() -> None:
    assert (NODE.text("a", "b"), NODE.whole("a", "b"), NODE.flag("a", "flag")) == ("7", 7, True)
    assert [each.whole("x") for each in NODE.each("a", "list")] == [1]
    assert NODE.moment("a", "at", zone=UTC) == datetime(2026, 11, 21, 9, 40, tzinfo=UTC)


def test_values_when_absent_then_they_are_nothing() -> None:
    assert (NODE.maybe("a", "none"), NODE.each("z"), NODE.has("a", "none"), NODE.maybe("a", "flag")) == (
        "",
        [],
        False,
        "",
    )


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: NODE.text("a", "none"), "/a/none"),
        (lambda: NODE.whole("a", "at"), "/a/at"),
        (lambda: NODE.moment("a", "at"), "/a/at"),
        (lambda: NODE.moment("a", "b"), "/a/b"),
        (lambda: NODE.each("a"), "/a"),
        (lambda: NODE.object("a", "b"), "/a/b"),
        (lambda: NODE.each("a", "list")[0].text("y"), "/a/list/0/y"),
    ],
)
def test_value_when_not_as_it_must_be_then_its_place_is_told(ask: object, where: str) -> None:
    assert callable(ask)
    with pytest.raises(AnswerRefused) as caught:
        ask()
    assert caught.value.what == where
