"""What a message says: thin, always the same, and nothing that the catalogue does not list."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.event_types import EVENT_TYPES
from engine.webhooks.event_type import EventType, codes, counts, fits, text
from engine.webhooks.payload import MOST_BYTES, Told, body_of

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KIND = EventType(
    name="order.tried",
    summary="Tried.",
    fields={"word": text("A word."), "many": codes("Words.")},
    status="word",
    link="/v1/orders/{order_id}/tried/{word}",
)


def told(type_: str = "order.tried", /, **data: object) -> Told:
    return Told(type=type_, at=AT, event_id="evt_1", feed_sequence=7, order_id="ord_1", sequence=3, data=data)


def read(told_: Told) -> dict[str, object]:
    body = json.loads(body_of(told_, {"order.tried": KIND}))
    assert list(body) == ["type", "timestamp", "data"]
    return dict(body["data"])


def test_body_when_read_then_says_what_happened_and_where_the_whole_is() -> None:
    assert read(told(word="good", many=["A", "B"])) == {
        "event_id": "evt_1",
        "feed_sequence": 7,
        "order_id": "ord_1",
        "sequence": 3,
        "status": "good",
        "previous_status": None,
        "word": "good",
        "many": ["A", "B"],
        "links": {"order": "/v1/orders/ord_1", "self": "/v1/orders/ord_1/tried/good"},
    }


@pytest.mark.parametrize("value", ["Ana Lopez wants it", "ana@example.com", "", "x" * 200, 7, None, ["a b"], {"a": 1}])
def test_body_when_a_value_is_no_code_then_it_is_left_out(value: object) -> None:
    data = read(told(word=value, many=value, note="Ana Lopez", mood="s"))
    assert (data["word"], data["many"]) == (None, None)
    assert "note" not in data


def test_body_when_the_type_is_not_listed_then_says_only_that_it_happened() -> None:
    assert "word" not in read(told("order.unheard", word="good"))


def test_body_when_lists_are_long_then_is_shortened_below_twenty_thousand_bytes() -> None:
    wide = {f"many{number}": codes("Words.") for number in range(3)}
    kind = EventType(name="order.tried", summary="", fields=wide)
    body = body_of(told("order.tried", **{name: ["R" * 100] * 100 for name in wide}), {"order.tried": kind})
    assert len(body) < MOST_BYTES
    assert json.loads(body)["data"]["is_shortened"] is True


def test_timestamp_when_the_moment_has_another_zone_then_is_utc() -> None:
    there = AT.astimezone(timezone(timedelta(hours=8)))
    body = json.loads(body_of(Told(
        type="x.y", at=there, event_id="e", feed_sequence=0, order_id="", sequence=0, data={}
    ), {}))  # fmt: skip
    assert body["timestamp"] == "2026-11-22T09:30:00Z"
    assert body["data"]["sequence"] is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_body_when_an_event_holds_anything_then_is_small_json_and_the_same_again(value: object) -> None:
    for kind in (EVENT_TYPES["decision.created"], EVENT_TYPES["guard.tripped"]):
        event = told(kind.name, **dict.fromkeys(kind.fields, value))
        body = body_of(event, EVENT_TYPES)
        assert len(body) < MOST_BYTES
        assert body == body_of(event, EVENT_TYPES)
        assert json.loads(body)["type"] == kind.name


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=lambda each: each.name)
def test_types_when_listed_then_examples_fit_and_statuses_are_fields(kind: EventType) -> None:
    assert kind.summary.endswith(".")
    assert set(kind.example) <= set(kind.fields)
    assert all(value is None or fits(value, kind.fields[name]) for name, value in kind.example.items())
    assert {kind.status, kind.previous} - {""} <= set(kind.fields)


@pytest.mark.parametrize(
    ("totals", "is_told"),
    [
        ({"looked_at": 3, "released": 1}, True),
        ({}, True),
        ({"Ana Lopez": 1}, False),
        ({"a": "Ana"}, False),
        ([1], False),
    ],
)
def test_body_when_counts_are_by_code_then_are_told_and_nothing_else(totals: object, is_told: bool) -> None:
    kind = EventType(name="order.tried", summary="", fields={"totals": counts("Counts.")})
    body = json.loads(body_of(told("order.tried", totals=totals), {"order.tried": kind}))
    assert body["data"]["totals"] == (totals if is_told else None)
