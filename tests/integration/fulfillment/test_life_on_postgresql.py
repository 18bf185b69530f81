"""A few lives of two orders on PostgreSQL; many more run on SQLite."""

from pathlib import Path

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import PostgresServer
from tests.property.fulfillment.life import Life


def test_life_when_anything_happens_on_postgresql_then_money_and_stock_balance(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    with postgres.fresh() as database:
        machine = type("LifeOnPostgresql", (Life,), {"database": database, "folder": tmp_path})
        run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=15, deadline=None))
