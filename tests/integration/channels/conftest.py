"""A house with a scripted channel, on both databases, and on SQLite alone for what is not about the store."""

import pytest

from engine.store.database import Database
from tests.scripted_channel import ChannelHouse, channel_house


@pytest.fixture
def house(database: Database) -> ChannelHouse:
    """An empty house, on each kind of database."""
    return channel_house(database)


@pytest.fixture
def port_house(sqlite_file: Database) -> ChannelHouse:
    """An empty house on SQLite."""
    return channel_house(sqlite_file)
