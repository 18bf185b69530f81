"""What a server's worker and a worker of its own start by themselves: the daily looks, and the guard."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from api.cli import working
from api.composition.house import House, open_house
from api.composition.parts import parts
from engine.desk.audit_sealing import SEAL
from engine.desk.bulk.triggers import NIGHT
from engine.desk.guarding import LOOK
from engine.desk.model_drift import MEASURE
from engine.desk.registrations import WATCH
from engine.desk.retaining import RETAIN
from engine.desk.tidying import ANSWERS, HITS
from engine.settings import Settings
from engine.store.tables import JOB
from fulfillment.jobs import (
    CHANNEL_COMPLAINTS,
    CHANNEL_HEALTH,
    CHANNEL_NIGHT,
    CHANNEL_STOCK,
    LEARN,
    PARCEL_SWEEP,
    PROFIT,
    RECONCILE,
    SPOIL,
)
from tests.integration.cli.conftest import Clearway

KINDS = (
    LOOK, NIGHT, WATCH, HITS.kind, MEASURE, RECONCILE, SPOIL, CHANNEL_STOCK, SEAL, RETAIN, ANSWERS.kind,
    CHANNEL_NIGHT, CHANNEL_HEALTH, CHANNEL_COMPLAINTS, PARCEL_SWEEP, LEARN, PROFIT,
)  # fmt: skip
DAILY = dict.fromkeys(KINDS, 1)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An installation without orders, whose worker ends before it does any work."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.setattr("engine.store.worker.Worker.run_until", lambda *_: None)
    with open_house(Settings()) as made:
        yield made


def waiting(house: House) -> Counter[str]:
    with house.database.read() as session:
        found = Counter(row.kind for row in session.rows(select(JOB.c.kind), {}))
    if CHANNEL_STOCK in found:
        found[CHANNEL_STOCK] = 1  # one a minute, and a minute may end meanwhile
    return found


def test_worker_when_started_then_begins_the_guard_and_the_daily_looks(house: House) -> None:
    for _ in range(2):
        working.run(once=False)
    assert waiting(house) == DAILY


def test_server_when_it_has_a_worker_then_begins_the_guard_and_the_daily_looks(house: House) -> None:
    *_, works = parts(house.settings).background(house)
    works(threading.Event())
    assert waiting(house) == DAILY


def test_server_when_it_has_no_worker_then_begins_nothing(house: House) -> None:
    settings = house.settings.model_copy(update={"worker": False})
    watching, with_worker = (len(parts(each).background(house)) for each in (settings, house.settings))
    assert with_worker == watching + 1


def test_worker_when_run_once_then_does_what_is_due_and_begins_nothing(house: House, clearway: Clearway) -> None:
    assert clearway("worker", "--once").code == 0
    assert waiting(house) == Counter()
