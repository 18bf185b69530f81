"""A worker that dies between any two transactions loses no order and takes none twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store.database import Database
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.words import Sight, Taken
from tests.databases import SqliteFiles
from tests.scripted_channel import ChannelHouse, ScriptedChannel, channel_house


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


class MortalDatabase:
    """A database whose user dies before or behind one of its writes."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.lives: int | None = None  # half writes: an odd number dies behind a commit

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        self._live()
        with self.inner.write() as session:
            yield session
        self._live()

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        with self.inner.read() as session:
            yield session

    def _live(self) -> None:
        if self.lives is not None:
            self.lives -= 1
            if self.lives < 0:
                self.lives = None
                raise Killed


def until_done(house: ChannelHouse, mortal: MortalDatabase, deaths: list[int]) -> None:
    for lives in [*deaths, None]:
        mortal.lives = lives
        try:
            house.run()
        except Killed:
            continue
    mortal.lives = None
    house.run()


@pytest.mark.parametrize("lives", [1, 2, 4, 7, 11])
def test_page_when_the_worker_dies_in_it_then_each_order_is_taken_once(database: Database, lives: int) -> None:
    mortal = MortalDatabase(database)
    house = channel_house(mortal, ScriptedChannel(size=3))  # type: ignore[arg-type]
    connection = house.on()
    for number in range(5):
        house.channel.show(f"R-{number}", house.clock.now())
    house.clock.pass_by(timedelta(minutes=1))
    until_done(house, mortal, [lives])
    assert house.taken(connection) == {f"R-{number}": Taken.DECIDED for number in range(5)}
    assert house.decisions() == 5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    deaths=st.lists(st.integers(0, 25), max_size=5),
    sights=st.lists(st.sampled_from([Sight.OPEN, Sight.PENDING, Sight.CANCELLED]), min_size=1, max_size=6),
    size=st.integers(1, 4),
)
def test_orders_when_workers_die_anywhere_then_end_as_if_none_had(
    sqlite_files: SqliteFiles, deaths: list[int], sights: list[Sight], size: int
) -> None:
    wanted = {Sight.OPEN: Taken.DECIDED, Sight.PENDING: Taken.WAITING, Sight.CANCELLED: Taken.PASSED_OVER}
    with sqlite_files.fresh() as fresh:
        mortal = MortalDatabase(fresh)
        house = channel_house(mortal, ScriptedChannel(size=size))  # type: ignore[arg-type]
        connection = house.on()
        for number, sight in enumerate(sights):
            house.channel.show(f"R-{number}", house.clock.now() + timedelta(seconds=number % 3), sight=sight)
        house.clock.pass_by(timedelta(minutes=1))
        until_done(house, mortal, deaths)
        assert house.taken(connection) == {f"R-{number}": wanted[sight] for number, sight in enumerate(sights)}
        assert house.decisions() == sights.count(Sight.OPEN)
