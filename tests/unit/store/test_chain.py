"""Chains of jobs: the next turn lies behind the one that runs, whatever the machine's clock says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.clock import moment
from engine.store.chain import begin_of, day_after, turn_after, turn_of
from engine.store.outbox import Job

EVERY = timedelta(minutes=5)
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
moments = st.integers(0, 2**51).map(moment)


def a_job(**payload: object) -> Job:
    return Job(id="job_1", kind="look", merchant="main", aggregate="look", payload=payload, attempts=1, fence=1)


@given(day=moments, now=moments)
def test_day_when_the_clock_is_anywhere_then_the_next_lies_behind_both(day: datetime, now: datetime) -> None:
    after = day_after(a_job(day=day.date().isoformat()), now)
    assert after.date() == max(day.date(), now.date()) + timedelta(days=1)
    assert (after.hour, after.tzinfo) == (0, UTC)


@given(turn=st.integers(0, 10**7), now=moments)
def test_turn_when_the_clock_is_anywhere_then_the_next_lies_behind_both(turn: int, now: datetime) -> None:
    after = turn_after(a_job(turn=turn), now, EVERY)
    assert after > turn
    assert begin_of(after, EVERY) > now


@given(now=moments)
def test_turn_when_it_begins_then_the_moment_lies_in_it(now: datetime) -> None:
    turn = turn_of(now, EVERY)
    assert begin_of(turn, EVERY) <= now < begin_of(turn + 1, EVERY)
    assert turn_of(begin_of(turn, EVERY), EVERY) == turn


def test_turn_when_the_job_is_of_a_time_before_turns_were_told_then_the_clock_alone_counts() -> None:
    assert day_after(a_job(), NOON) == datetime(2026, 11, 26, tzinfo=UTC)
    assert turn_after(a_job(), NOON, EVERY) == turn_of(NOON, EVERY) + 1
