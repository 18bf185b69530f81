"""What is told of one parcel, whatever comes; many more and longer ones by `make proof`."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from engine.store.database import Database
from tests.property.fulfillment.tracked_lives import TrackedLives


def test_parcel_when_anything_is_told_in_any_order_then_follows_from_its_events(
    sqlite_file: Database, tmp_path: Path
) -> None:
    machine = type("TrackedOnSqlite", (TrackedLives,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=15, deadline=None))


@pytest.mark.proof
def test_parcel_when_lives_are_many_and_long_then_follows_from_its_events(
    sqlite_file: Database, tmp_path: Path
) -> None:
    machine = type("LongTracked", (TrackedLives,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=200, stateful_step_count=40, deadline=None))
