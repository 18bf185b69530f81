"""Ten minutes of mixed load: the service holds no more at the end than behind its warm-up. And what `flat` means."""

from pathlib import Path

import pytest

from tests.databases import PostgresServer
from tests.soak import Held, soak, thirds

MINUTES = 10


def test_thirds_when_the_warm_up_is_over_then_medians_of_first_and_last_are_held_against_each_other() -> None:
    rising = [{"api, MiB": float(100 + number)} for number in range(100)]
    (found,) = thirds(rising, warm=0.1)
    assert (found.first, found.last) == (124.5, 184.5)
    assert not found.is_flat


@pytest.mark.parametrize(
    ("held", "is_flat"),
    [
        (Held("api, MiB", 200, 206), True),
        (Held("api, MiB", 200, 207), False),
        (Held("api, open files", 30, 35), True),
        (Held("api, open files", 30, 36), False),
        (Held("jobs waiting", 0, 51), False),
    ],
)
def test_held_when_there_is_more_of_it_then_is_not_flat(held: Held, is_flat: bool) -> None:
    assert held.is_flat is is_flat


@pytest.mark.proof
def test_service_when_used_for_ten_minutes_then_holds_no_more_than_at_first(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    with postgres.fresh() as database:
        found = soak(database, tmp_path, MINUTES)
    print("", *found.lines(), sep="\n")
    assert found.faults == []
