"""What `clearway jobs` shows and does."""

from collections.abc import Sequence
from dataclasses import asdict

import orjson
import typer

from api.cli.failing import Exit
from api.storage import current
from engine.counted import counted
from engine.settings import Settings
from engine.store.dead_letters import DeadJobs, counts, list_dead, replay


def show(state: str, merchant: str, cursor: str | None, *, as_json: bool) -> Exit:
    """Prints a page of jobs, then how many there are in each state."""
    with current(Settings()) as database, database.read() as session:
        page, by_state = list_dead(session, merchant, cursor), counts(session, merchant)
    if as_json:
        typer.echo(orjson.dumps({"jobs": list(map(asdict, page.jobs)), "cursor": page.cursor, "counts": by_state}))
        return Exit.DONE
    for line in _lines(page, state):
        typer.echo(line)
    typer.echo(", ".join(f"{name} {count}" for name, count in by_state.items()))
    return Exit.DONE


def _lines(page: DeadJobs, state: str) -> Sequence[str]:
    lines = [
        f"{job.id}  {job.kind}  {job.aggregate}  {state} {job.died_at} "
        f"after {counted(job.attempts, 'attempt', 'attempts')}: {job.last_error}"
        for job in page.jobs
    ]
    return [*lines, f"more: --after {page.cursor}"] if page.cursor else lines


def replay_all(ids: Sequence[str], merchant: str) -> None:
    """Replays all of them, or none when one is unknown."""
    with current(Settings()) as database, database.write() as session:
        for job_id in ids:
            replay(session, job_id, merchant)
    typer.echo(f"{len(ids)} to be tried again")
