"""When a delivery is tried again, and how long an endpoint rests."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.webhooks.schedule import (
    FAILING_FOR,
    FIRST_REST,
    JITTER,
    MOST_ASKED,
    MOST_REST,
    PATIENCE,
    PAUSES,
    TRIES,
    next_pause,
    rest,
)

LUCK = st.floats(0, 1)


def test_pauses_when_read_then_are_those_of_standard_webhooks() -> None:
    hours = [timedelta(hours=each) for each in (2, 5, 10, 14, 20, 24)]
    assert [next_pause(tries, 0.0) for tries in range(1, TRIES + 1)] == [
        timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), *hours, None,
    ]  # fmt: skip


def test_pauses_when_added_up_then_an_endpoint_that_never_answers_is_disabled_by_the_last() -> None:
    assert sum(PAUSES, timedelta(0)) >= FAILING_FOR


@given(st.integers(1, TRIES - 1), LUCK)
def test_pause_when_drawn_out_then_is_never_shorter_and_a_fifth_longer_at_most(tries: int, luck: float) -> None:
    pause = next_pause(tries, luck)
    assert pause is not None
    assert PAUSES[tries - 1] <= pause <= PAUSES[tries - 1] * (1 + JITTER)


@given(st.integers(1, 10_000), LUCK, st.booleans())
def test_rest_when_failures_grow_then_is_bounded(failures: int, luck: float, throttled: bool) -> None:
    found = rest(failures, luck, throttled=throttled)
    assert (found is None) == (failures < PATIENCE and not throttled)
    assert found is None or FIRST_REST <= found <= MOST_REST * (1 + JITTER)


@pytest.mark.parametrize(
    ("asked", "given_"),
    [(timedelta(minutes=5), timedelta(minutes=5)), (timedelta(days=9), MOST_ASKED), (timedelta(0), FIRST_REST)],
)
def test_rest_when_the_receiver_asks_for_one_then_it_gets_it_within_bounds(asked: timedelta, given_: timedelta) -> None:
    assert rest(1, 0.0, throttled=True, asked=asked) == given_
