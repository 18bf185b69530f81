"""Pauses between attempts."""

from hypothesis import given
from hypothesis import strategies as st

from engine.store.ending import Retries


@given(attempts=st.integers(1, 10_000), luck=st.floats(0, 1))
def test_pause_when_any_attempt_fails_then_lies_between_nothing_and_the_cap(attempts: int, luck: float) -> None:
    assert 0 <= Retries(base_s=1, cap_s=600).pause_s(attempts, luck) <= 600


def test_pause_when_attempts_grow_then_the_longest_doubles_up_to_the_cap() -> None:
    longest = [Retries(base_s=1, cap_s=10).pause_s(attempts, 1.0) for attempts in range(1, 7)]
    assert longest == [1, 2, 4, 8, 10, 10]
