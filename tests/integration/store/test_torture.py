"""Workers that are killed at random moments: nothing is lost or done twice, and every aggregate keeps its order."""

import random

import pytest

from engine.store.database import Database
from tests.torture import Trial, recovery_s, torture


def test_workers_when_killed_at_random_then_nothing_is_lost_or_doubled(database: Database) -> None:
    result = torture(database, Trial(jobs=1_000, kills=10, job_s=0.001, lease_s=0.8), random.Random(1))
    assert (result.lost, result.doubled, result.out_of_order, result.dead) == (0, 0, 0, 0), result
    assert result.killed > 3


@pytest.mark.proof
def test_workers_when_killed_a_hundred_times_then_nothing_is_lost_or_doubled(database: Database) -> None:
    trial = Trial(jobs=20_000, kills=100, job_s=0.001, between_kills_s=0.25, most_s=300)
    result = torture(database, trial, random.Random(2))
    print(f"\n{'sqlite' if database.is_sqlite else 'postgresql'}: {result}")
    assert (result.lost, result.doubled, result.out_of_order, result.dead) == (0, 0, 0, 0), result
    assert result.killed == trial.kills


@pytest.mark.proof
def test_workers_when_one_of_two_dies_for_good_then_the_other_is_through_soon_after_the_lease(
    database: Database,
) -> None:
    trial = Trial(jobs=400, kills=1, lease_s=3.0, aggregate_of=1)
    took = recovery_s(database, trial)
    print(f"\n{'sqlite' if database.is_sqlite else 'postgresql'}: drained {took:.1f} s after a death, lease 3 s")
    assert took <= trial.lease_s + 2
