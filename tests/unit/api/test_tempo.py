"""The tempo of a process: percentiles, minutes that pass, and merchants kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.tempo import MOST_KEYS, STEP, Stretch, Tempo

TOOK = st.floats(min_value=0.0006, max_value=30, allow_nan=False)


class Ticks:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def answered(tempo: Tempo, took_s: float = 0.01, merchant: str = "main", status: int = 200, route: str = "/r") -> None:
    tempo.answered(merchant, "GET", route, status, took_s)


@given(st.lists(TOOK, min_size=1, max_size=60), st.sampled_from([50, 95, 99]))
def test_percentile_when_told_then_is_at_most_a_fifth_too_high(took: list[float], percent: int) -> None:
    tempo = Tempo(Ticks())
    for each in took:
        answered(tempo, each)
    told = tempo.last_hour("main").whole.percentile(percent)
    true = sorted(took)[max(0, -(-percent * len(took) // 100) - 1)] * 1000
    assert told is not None
    assert true - 0.06 <= told <= true * STEP + 0.06


def test_hour_when_it_has_passed_then_what_was_before_counts_no_more() -> None:
    ticks = Ticks()
    tempo = Tempo(ticks)
    answered(tempo)
    ticks.at += 59 * 60
    answered(tempo)
    assert tempo.last_hour("main").whole.requests == 2
    ticks.at += 120
    assert {ago: each.requests for ago, each in tempo.last_hour("main").minutes.items()} == {2: 1}


def test_merchants_when_both_ask_then_each_sees_their_own() -> None:
    tempo = Tempo(Ticks())
    answered(tempo, merchant="main", status=503)
    answered(tempo, merchant="other")
    main, other = tempo.last_hour("main").whole, tempo.last_hour("other").whole
    assert (main.requests, main.failed, other.requests, other.failed) == (1, 1, 1, 0)


def test_routes_when_there_are_very_many_then_memory_is_bounded() -> None:
    tempo = Tempo(Ticks())
    for number in range(MOST_KEYS + 100):
        answered(tempo, route=f"/r/{number}")
    assert len(tempo.last_hour("main").routes) == MOST_KEYS


@pytest.mark.parametrize("percent", [50, 99])
def test_percentile_when_nothing_was_answered_then_is_none(percent: int) -> None:
    assert Stretch().percentile(percent) is None
