"""`clearway rescreen`: decides held orders anew, on all cores, and can be broken off and resumed."""

import os
import platform
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failing import Exit, fail, one_clear_line

if TYPE_CHECKING:
    from engine.store.database import Database


def rescreen(
    merchant: Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose orders.")] = "main",
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", help="Which orders; held ones and those asked back, unless named.")
    ] = None,
    resume: Annotated[str | None, typer.Option("--resume", metavar="RUN", help="Go on with a run.")] = None,
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="How many; one a core.")] = None,
) -> None:
    """Decide held orders anew with the rules, lists and law of now; only what changes is written."""
    with one_clear_line():
        from engine.domains import ADMISSION

        unknown = [each for each in outcome or () if each not in ADMISSION.precedence]
        if unknown:
            fail(f"--outcome {unknown[0]}: use one of {', '.join(ADMISSION.precedence)}")
        raise typer.Exit(run(merchant, tuple(outcome or ("hold", "ask_customer")), resume, processes))


def run(merchant: str, outcomes: tuple[str, ...], resume: str | None, processes: int | None) -> Exit:
    """Plans a run, or goes on with one, and tells what it came to."""
    from threading import Event

    from rich.progress import Progress as Bar

    from api.composition.rescreening import RESCREEN
    from api.composition.secret import fitting_secret
    from api.storage import current
    from engine.settings import Settings
    from engine.store.chunk_work import Terms
    from engine.store.ledger import Ledger, Progress, process_pool

    settings = Settings()
    with current(settings) as database:
        fitting_secret(settings, database)
        run_id = resume or _planned(database, merchant, outcomes)
        typer.echo(f"run {run_id}; broken off, it goes on with --resume {run_id}")
        width = processes or os.cpu_count() or 1
        ledger = Ledger(
            database=database,
            terms=Terms(owner=f"{platform.node()}:{os.getpid()}"),
            width=width,
            pool=lambda: process_pool(width),
        )
        with Bar(transient=True) as bar:
            task = bar.add_task("re-screening", total=None)

            def watch(progress: Progress) -> None:
                bar.update(task, completed=progress.done + progress.dead, total=progress.chunks)

            report = ledger.run(run_id, merchant, RESCREEN, watch, Event())
    if not report.orders:
        typer.echo("no order has such an outcome; nothing was to be done")
    for name, count in sorted(report.totals.items()):
        typer.echo(f"{count:>9,} {name}")
    for number, error in sorted(report.dead.items()):
        typer.echo(f"chunk {number} was given up: {error}", err=True)
    return Exit.SOME_BAD if report.dead else Exit.DONE


def _planned(database: "Database", merchant: str, outcomes: tuple[str, ...]) -> str:
    from api.composition.rescreening import BY, KIND
    from engine.clock import SystemClock
    from engine.ids import TimeOrderedIds
    from engine.store.chunks import NewRun, plan_run
    from engine.store.decision_rows import ids_by_outcome

    with database.write() as session:
        new = NewRun(kind=KIND, merchant=merchant, created_by=BY, params={"outcomes": list(outcomes)})
        return plan_run(
            session, TimeOrderedIds(), new, ids_by_outcome(session, merchant, outcomes), SystemClock().now()
        )
