"""`clearway db`, `worker` and `jobs` on a SQLite file, and a worker as a process that is told to end."""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from engine.store.database import Database
from engine.store.handling import AnyHandler
from tests.integration.cli.conftest import Clearway
from tests.jobs import a_job, add, does_nothing, hopeless, states

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this installation keeps everything; it does not exist yet."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    return tmp_path / "var"


@pytest.fixture
def filled(clearway: Clearway, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database with three jobs, of which two are given up."""

    def two_kinds(_: object) -> Mapping[str, AnyHandler]:
        return {"tell": does_nothing, "mail": hopeless}

    monkeypatch.setattr("api.worker.handlers", two_kinds)
    clearway("db", "upgrade")
    database = Database(f"sqlite:///{folder / 'clearway.sqlite'}")
    add(database, a_job("a"), a_job("b", kind="mail"), a_job("c", kind="mail"))
    return database


def test_db_when_there_is_none_then_is_made_and_told_to_be_up_to_date(clearway: Clearway, folder: Path) -> None:
    assert (clearway("db", "status").code, clearway("worker", "--once").code) == (1, 2)
    assert clearway("db", "upgrade").out == "upgraded to engine_0001, fulfillment_0001\n"
    assert clearway("db", "upgrade").out == "up to date already\n"
    assert clearway("db", "status").out == "SQLite, up to date\n"
    assert folder.stat().st_mode & 0o077 == 0


def test_db_when_it_does_not_answer_then_one_clear_line(clearway: Clearway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    ran = clearway("db", "status")
    assert (ran.code, ran.err.startswith("clearway: connection failed")) == (2, True)


@pytest.mark.parametrize("command", [("db", "status"), ("keys", "list"), ("worker", "--once"), ("serve",)])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLEARWAY_DATABASE_URL", "my database"),
        ("CLEARWAY_DATABASE_URL", "mysql://clearway@db/clearway"),
        ("CLEARWAY_PORT", "http"),
        ("CLEARWAY_PORT", "99999"),
        ("CLEARWAY_WORKER", "perhaps"),
    ],
)
def test_settings_when_one_cannot_be_used_then_one_line_names_it(
    clearway: Clearway, folder: Path, monkeypatch: pytest.MonkeyPatch, command: Sequence[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = clearway(*command)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert name in ran.err


NEXT = "check that the database runs and that `CLEARWAY_DATABASE_URL` names it"


def test_db_when_the_file_is_no_database_then_one_clear_line(clearway: Clearway, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "clearway.sqlite").write_text("minutes of a meeting")
    for command in (("db", "status"), ("db", "upgrade"), ("serve",)):
        ran = clearway(*command)
        assert (ran.code, ran.err) == (2, f"clearway: file is not a database; {NEXT} [store_unreachable]\n")


def test_worker_when_run_once_then_does_what_is_due_and_tells(clearway: Clearway, filled: Database) -> None:
    ran = clearway("worker", "--once")
    assert states(filled) == ["done", "dead", "dead"]
    assert "1 done, 2 given up" in ran.out
    assert ran.err.count('"state":"dead","attempt":1,"error":"JobHopeless: the carrier knows no such parcel"') == 2


def test_jobs_when_listed_then_shows_error_and_counts(clearway: Clearway, filled: Database) -> None:
    clearway("worker", "--once")
    shown = clearway("jobs", "list", "--state", "dead").out.splitlines()
    assert [line.split("  ")[1:3] for line in shown[:2]] == [["mail", "b"], ["mail", "c"]]
    assert shown[2] == "ready 0, running 0, done 1, dead 2"
    document = json.loads(clearway("jobs", "list", "--json").out)
    assert [job["aggregate"] for job in document["jobs"]] == ["b", "c"]


def test_jobs_when_one_is_unknown_then_none_is_replayed(clearway: Clearway, filled: Database) -> None:
    clearway("worker", "--once")
    dead = json.loads(clearway("jobs", "list", "--json").out)["jobs"][0]["id"]
    refused = clearway("jobs", "replay", dead, "job_0")
    assert (refused.code, "there is no dead job `job_0`" in refused.err) == (2, True)
    assert states(filled) == ["done", "dead", "dead"]
    assert clearway("jobs", "replay", dead).out == "1 to be tried again\n"
    assert states(filled) == ["done", "ready", "dead"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_when_told_to_end_then_ends_well(clearway: Clearway, folder: Path, number: signal.Signals) -> None:
    clearway("db", "upgrade")
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "api", "worker"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert "Ctrl-C ends it" in worker.stdout.readline()
        worker.send_signal(number)
        assert worker.wait(20) == 0
