"""Any life of two orders on SQLite, in parts and parcels; many more and longer ones by `make proof`."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from engine.store.database import Database
from tests.property.fulfillment.life import Life


def test_life_when_anything_happens_in_any_order_then_money_and_stock_balance(
    sqlite_file: Database, tmp_path: Path
) -> None:
    machine = type("LifeOnSqlite", (Life,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=25, deadline=None))


@pytest.mark.proof
def test_life_when_many_and_long_then_money_stock_and_pieces_balance(sqlite_file: Database, tmp_path: Path) -> None:
    machine = type("LongLife", (Life,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=250, stateful_step_count=60, deadline=None))
