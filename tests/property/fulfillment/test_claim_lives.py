"""Claims of one parcel, whatever happens to it; many more and longer ones by `make proof`."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from engine.store.database import Database
from tests.property.fulfillment.claim_lives import ClaimLives


def test_claims_when_anything_happens_in_any_order_then_nothing_is_done_twice(
    sqlite_file: Database, tmp_path: Path
) -> None:
    machine = type("ClaimLivesOnSqlite", (ClaimLives,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))


@pytest.mark.proof
def test_claims_when_lives_are_many_and_long_then_nothing_is_done_twice(sqlite_file: Database, tmp_path: Path) -> None:
    machine = type("LongClaimLives", (ClaimLives,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=200, stateful_step_count=50, deadline=None))
