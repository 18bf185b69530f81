"""A desk on each kind of database."""

import pytest

from engine.desk.desk import Desk
from engine.store.database import Database
from tests.desks import a_desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """An empty desk."""
    return a_desk(database, reactions=("lifecycle",))
