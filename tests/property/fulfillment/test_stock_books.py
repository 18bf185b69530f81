"""Any life of the pieces of one article, against a dictionary."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from engine.store.database import Database
from tests.property.fulfillment.stock_books import StockBooks


def test_books_when_anything_happens_in_any_order_then_equal_a_model(sqlite_file: Database) -> None:
    machine = type("BooksOnSqlite", (StockBooks,), {"database": sqlite_file})
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))


@pytest.mark.proof
def test_books_when_anything_happens_for_long_then_equal_a_model(database: Database) -> None:
    machine = type("BooksForLong", (StockBooks,), {"database": database})
    run_state_machine_as_test(machine, settings=settings(max_examples=300, stateful_step_count=50, deadline=None))
