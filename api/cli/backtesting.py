"""What `clearway backtest` does: keeps both editions, plans or resumes a run, works on it, and tells what it found."""

import os
import platform
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from threading import Event

import orjson

from api.cli.backtest_files import Folder
from api.cli.backtest_summary import lines
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.phrases import Language
from api.composition.backtesting import BACKTEST, BY
from api.composition.house import furnished
from api.storage import current
from engine.counted import Counted, counted
from engine.desk.backtesting import (
    ERASED,
    FORGOTTEN,
    Plan,
    keep_folder,
    plan,
    results,
    the_run,
)
from engine.desk.desk import Caller, Desk
from engine.desk.edition_reading import IN_FORCE, named
from engine.errors import EngineFault
from engine.rulebook.source import RuleBookRejected
from engine.runtime.normal import TooManyBranches
from engine.runtime.trial import trial
from engine.settings import Settings
from engine.store.backtests import COMPARED, BacktestRow, Wanted
from engine.store.chunk_work import Terms
from engine.store.chunks import RunReport
from engine.store.ledger import Ledger, Progress, process_pool
from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.document import About, document


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A new run, as written on the command line; `law_on` is None for the day of each decision."""

    candidate: str | None
    against: str | None = None
    data: Path | None = None
    law_on: date | None = None
    sample: int | None = None
    narrowed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the result is shown, and where it is written."""

    language: Language = Language.EN
    as_json: bool = False
    out: Path | None = None


def run(merchant: str, asked: Asked, resume: str | None, processes: int | None, shown: Shown) -> Exit:
    """Backtests; faults of a candidate are told as by `rules check`, and nothing is run."""
    settings = Settings()
    with current(settings) as database:
        desk, caller = furnished(settings, database).desk, Caller(merchant=merchant, name=BY)
        try:
            run_id = resume if resume is not None else _planned(desk, caller, asked)
        except RuleBookRejected as rejected:
            say(str(rejected))
            say(f"\n{counted(len(rejected.faults), 'fault', 'faults')}; nothing was backtested")
            return Exit.SOME_BAD
        except (EngineFault, TooManyBranches) as fault:
            say(str(fault))
            return Exit.SOME_BAD
        row = the_run(desk, merchant, run_id)
        if row.state != "done":
            say(f"run {run_id}; broken off, it goes on with --resume {run_id}")
        report = _worked(desk, row, merchant, processes)
        _tell(desk, merchant, the_run(desk, merchant, run_id), report, shown)
    for number, error in sorted(report.dead.items()):
        say(f"chunk {number} was given up: {error}")
    return Exit.SOME_BAD if report.dead else Exit.DONE


def _planned(desk: Desk, caller: Caller, asked: Asked) -> str:
    base = desk.editions.current(caller.merchant).digest
    against = base if asked.against is None else _edition(desk, caller, asked.against, asked.data, base)
    candidate = _edition(desk, caller, str(asked.candidate), asked.data, base)
    if candidate != base:  # what is in force has been tried
        day = desk.clock.now() if asked.law_on is None else datetime.combine(asked.law_on, clock_time(12), UTC)
        trial(desk.editions.load(candidate, caller.merchant).admission.program(day, day))
    new = Plan(
        candidate=candidate,
        against=against,
        law_on=asked.law_on,
        wanted=Wanted(**asked.narrowed),  # type: ignore[arg-type]
        sample=asked.sample,
    )
    with desk.database.write() as session:
        return plan(desk, session, caller, new)


def _edition(desk: Desk, caller: Caller, word: str, data: Path | None, base: str) -> str:
    folder = Path(word)
    if folder.is_dir():
        if data is not None and not data.is_dir():
            fail(Wrong.NO_FOLDER, f"{data}: there is no such folder; check the path")
        return keep_folder(desk, caller, folder, data, base)
    if not word or (word != IN_FORCE and set(word) - set("0123456789abcdef")):
        fail(
            Wrong.NO_FOLDER,
            f"{word}: there is no such folder, and no digest of an edition looks like this; check the path",
        )
    return named(desk, caller, word)


def _worked(desk: Desk, row: BacktestRow, merchant: str, processes: int | None) -> RunReport:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    width = processes or os.cpu_count() or 1
    ledger = Ledger(
        database=desk.database,
        terms=Terms(owner=f"{platform.node()}:{os.getpid()}"),
        width=width,
        pool=lambda: process_pool(width),
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    begun = time.monotonic()
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, redirect_stdout=False, disable=not console.is_terminal) as bar:
        task = bar.add_task("backtest", total=None)

        def watch(progress: Progress) -> None:
            bar.update(task, completed=progress.done + progress.dead, total=progress.chunks)

        report = ledger.run(row.run, merchant, BACKTEST, watch, Event())
    if row.state != "done" and report.orders:
        seconds = time.monotonic() - begun
        say(f"{Counted(report.orders):,# order|,# orders} in {seconds:,.1f} s, {report.orders / seconds:,.0f} a second")
    return report


def _tell(desk: Desk, merchant: str, row: BacktestRow, report: RunReport, shown: Shown) -> None:
    now = desk.clock.now()
    found = Comparison()
    folder = None if shown.out is None else Folder(shown.out, shown.language)
    with desk.database.read() as session:
        for order in results(session, merchant, row.run, now):
            found.add(order)
            if folder is not None and order.is_flipped:
                folder.add(order)
    about = About(
        run=row.run,
        candidate=row.candidate,
        against=row.against,
        as_of=row.as_of,
        made_at=now,
        filters=dict(row.filters),
        left_out={name: report.totals[name] for name in (ERASED, FORGOTTEN) if report.totals.get(name)},
        dead=len(report.dead),
    )
    if found.flow.orders != report.totals.get(COMPARED, 0):
        say("some orders of this run are not in the database any more; figures are of those that are")
    if folder is not None:
        folder.close(about, found)
    if shown.as_json:
        sys.stdout.write(orjson.dumps(document(about, found), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines(about, found, shown.language)))
        if shown.out is not None:
            sys.stdout.write(f"\n{shown.out / 'report.html'}\n")
