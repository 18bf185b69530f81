"""What is done every day or every few minutes goes on, also where the clock of whoever does it is behind."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from api.composition.house import House, furnished
from api.worker import begin_daily, do_what_is_due
from engine.clock import SystemClock
from engine.settings import Settings
from engine.store.database import Database
from engine.store.tables import JOB
from tests.desks import SECRET, StandingClock
from tests.jobs import come_due

WAITING = select(JOB.c.kind, JOB.c.aggregate).where(JOB.c.state == "ready")


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(SystemClock().now())


@pytest.fixture
def house(sqlite_file: Database, tmp_path: Path, clock: StandingClock) -> House:
    """An installation without orders, whose daily work was done once, so that the next turns wait for their time."""
    made = furnished(Settings(folder=tmp_path, secret=SECRET.hex()), sqlite_file, clock)
    begin_daily(made)
    do_what_is_due(made)
    return made


def waiting(house: House) -> list[tuple[str, str]]:
    with house.database.read() as session:
        return sorted((row.kind, row.aggregate) for row in session.rows(WAITING))


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(seconds=1), timedelta(hours=1), timedelta(days=2)], ids=str)
def test_chains_when_the_workers_clock_is_behind_then_each_goes_on(
    house: House, clock: StandingClock, behind: timedelta
) -> None:
    """The database says that it is time, and the worker's clock that it is not yet."""
    before = waiting(house)
    clock.pass_by(-behind)
    come_due(house.database)
    do_what_is_due(house)
    assert waiting(house) == before
    assert len(before) > 8
