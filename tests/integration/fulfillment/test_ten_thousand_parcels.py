"""Parcels of sixty days through the real code, with a clock that is told the time: nothing is stuck, nothing is done
twice, and all books balance. A few in every run; ten thousand, in eight houses, by `make proof`."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import pytest

from tests.parcel_days.orders import Stream
from tests.parcel_days.playing import Outcome, play, table_of

FEW, MANY = 80, 1_350  # orders of a house
STEP = timedelta(hours=4)
HOUSES, CORES, MOST_MIB = 8, 2, 500


def parcels(outcomes: list[Outcome]) -> int:
    """Those that left."""
    return sum(each.counted["ways"][way] for each in outcomes for way in each.counted["ways"])


def test_parcels_when_sixty_days_are_over_then_nothing_is_stuck_and_all_books_balance() -> None:
    outcome = play(Stream(seed=7, orders=FEW), STEP)
    assert outcome.wrong == {}
    assert parcels([outcome]) > FEW * 3 // 4
    assert outcome.counted["all"]["buyers owed"] > 0


@pytest.mark.proof
def test_parcels_when_ten_thousand_then_nothing_is_stuck_and_all_books_balance() -> None:
    streams = [Stream(seed=seed, orders=MANY) for seed in range(1, HOUSES + 1)]
    with ProcessPoolExecutor(CORES, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        outcomes = list(pool.map(play, streams))
    print(f"\n{table_of(outcomes)}")
    assert [each.wrong for each in outcomes] == [{}] * HOUSES
    assert parcels(outcomes) >= 10_000
    assert all(each.peak_mib < MOST_MIB for each in outcomes)
