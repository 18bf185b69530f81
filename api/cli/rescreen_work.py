"""What `clearway rescreen` does: plans or goes on with a run, shows how far it is, and tells what it came to."""

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from api.cli.failing import Exit, Wrong, fail
from api.composition.cluster import Cluster, cluster_of
from api.composition.desk import make_desk
from api.composition.rescreening import RESCREEN, chunk_elsewhere
from api.composition.secret import fitting_secret
from api.rescreen_report import LANGUAGES, as_csv, as_json, as_text
from api.storage import current
from engine.clock import SystemClock
from engine.desk.bulk.frozen import Asked, asked_of
from engine.desk.bulk.reporting import report_of, rows_of
from engine.desk.bulk.runs import CHUNK_ORDERS, cancel, finish, pause, plan, resume, start, the_run
from engine.desk.desk import Caller, Desk
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.chunk_work import Terms
from engine.store.database import Database
from engine.store.ledger import Ledger, Progress, process_pool

BY = "command line"


@dataclass(frozen=True, slots=True)
class Where:
    """On what a run is worked: so many processes of this machine, or a cluster."""

    processes: int | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the report is told: `form` is text, json or csv, to the screen unless there is a file."""

    form: str = "text"
    out: Path | None = None
    locale: str = "en"


def utc(moment: datetime | None) -> datetime | None:
    """A moment without a zone is of UTC."""
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def placed_between(
    now: datetime, older_days: int | None, younger_days: int | None
) -> tuple[datetime | None, datetime | None]:
    """Ages as moments of placing: from when, and before when."""
    since = None if younger_days is None else now - timedelta(days=younger_days)
    return since, None if older_days is None else now - timedelta(days=older_days)


def run(merchant: str, asked: Asked, resumed: str | None, where: Where, shown: Shown) -> Exit:
    """Works on a run until it is over, paused or cancelled."""
    settings = Settings()
    cluster = None if where.cluster is None else cluster_of(where.cluster, settings)
    if shown.locale not in LANGUAGES:
        fail(Wrong.REFUSED, f"--locale {shown.locale}: use one of {', '.join(LANGUAGES)}")
    with current(settings) as database:
        desk = make_desk(database, fitting_secret(settings, database), SystemClock(), TimeOrderedIds())
        caller = Caller(merchant=merchant, name=BY)
        run_id = resumed or start(desk, caller, asked, by_jobs=False).run
        if resumed is not None:
            resume(desk, caller, run_id, by_jobs=False)
        plan(desk, merchant, run_id, by_jobs=False)
        sys.stderr.write(f"run {run_id}; broken off, it goes on with --resume {run_id}\n")
        _work(desk, merchant, run_id, where, cluster)
        with database.write() as session:
            finish(desk, session, merchant, run_id)
        return _told(database, merchant, run_id, shown)


def _work(desk: Desk, merchant: str, run_id: str, where: Where, cluster: Cluster | None) -> None:
    width = where.processes or os.cpu_count() or 1
    per_second = asked_of(the_run(desk, merchant, run_id).params).per_second
    ledger = Ledger(
        database=desk.database,
        terms=Terms(owner=f"{platform.node()}:{os.getpid()}"),
        width=width if cluster is None else cluster.width,
        pool=(lambda: process_pool(width)) if cluster is None else cluster.executor,
        hand=None if cluster is None else chunk_elsewhere,
        every_s=CHUNK_ORDERS / per_second if per_second else 0.0,
        closes=False,
    )
    with _bar() as watch:
        try:
            ledger.run(run_id, merchant, RESCREEN, watch, Event())
        finally:
            if cluster is not None:
                cluster.close()


class _bar:  # noqa: N801 - used as a statement
    """A progress bar on standard error while the block runs."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            transient=True,
        )

    def __enter__(self) -> Callable[[Progress], None]:
        self._bar.start()
        task = self._bar.add_task("re-screening", total=None)
        return lambda progress: self._bar.update(task, completed=progress.done + progress.dead, total=progress.chunks)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def stop(merchant: str, *, pause: str | None, cancel: str | None) -> Exit:
    """Pauses or cancels a run, whoever works on it."""
    settings = Settings()
    with current(settings) as database:
        desk = make_desk(database, fitting_secret(settings, database), SystemClock(), TimeOrderedIds())
        caller = Caller(merchant=merchant, name=BY)
        found = _pause(desk, caller, pause) if pause is not None else _cancel(desk, caller, str(cancel))
    sys.stdout.write(f"run {found} is {'paused' if pause else 'cancelled'}; chunks that were begun are finished\n")
    return Exit.DONE


def _pause(desk: Desk, caller: Caller, run_id: str) -> str:
    return pause(desk, caller, run_id).run


def _cancel(desk: Desk, caller: Caller, run_id: str) -> str:
    return cancel(desk, caller, run_id).run


def show(merchant: str, run_id: str, shown: Shown) -> Exit:
    """Tells what a run has come to."""
    with current(Settings()) as database:
        return _told(database, merchant, run_id, shown)


def _told(database: Database, merchant: str, run_id: str, shown: Shown) -> Exit:
    with database.read() as session:
        report = report_of(session, merchant, run_id)
        rows = rows_of(session, merchant, run_id)
        match shown.form:
            case "csv":
                content = "".join(as_csv(rows)).encode()
            case "json":
                content = as_json(report, rows) + b"\n"
            case _:
                content = as_text(report, shown.locale).encode()
    if shown.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        shown.out.write_bytes(content)
    return Exit.SOME_BAD if report.dead else Exit.DONE
