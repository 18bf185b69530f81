"""A house for each test, on both databases, and one that asks 17TRACK where parcels are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.database import Database
from tests.channel_servers.seventeen_track import SeventeenTrackServer
from tests.fulfilment_site import House
from tests.tracking_house import TrackingHouse


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    """An empty house."""
    return House(database, tmp_path)


@pytest.fixture
def seventeen() -> Iterator[SeventeenTrackServer]:
    """17TRACK on loopback."""
    server = SeventeenTrackServer()
    with server.running():
        yield server


@pytest.fixture
def asking(database: Database, tmp_path: Path, seventeen: SeventeenTrackServer) -> TrackingHouse:
    """An empty house that reaches it."""
    assert seventeen.peer is not None
    return TrackingHouse(database, tmp_path, seventeen.client, seventeen.peer.opening)
