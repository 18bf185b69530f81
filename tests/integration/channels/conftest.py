"""A house for each test, on both databases."""

from pathlib import Path

import pytest

from engine.store.database import Database
from tests.fulfilment_site import House


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    """An empty house."""
    return House(database, tmp_path)
