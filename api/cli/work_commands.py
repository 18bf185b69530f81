"""`clearway worker` and `clearway jobs`: doing what follows from decisions, and what could not be done."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line

jobs = typer.Typer(help="Jobs of the outbox.", no_args_is_help=True)

MerchantOption = Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose jobs.")]


class Listed(StrEnum):
    """States of jobs that are listed."""

    DEAD = "dead"


def work(
    once: Annotated[bool, typer.Option("--once", help="Do what is due, then end.")] = False,
) -> None:
    """Do the jobs that follow from decisions, until interrupted. Any number of workers may run."""
    with one_clear_line():
        from api.cli.working import run

        raise typer.Exit(run(once=once))


@jobs.command("list")
def list_jobs(
    state: Annotated[Listed, typer.Option("--state", help="Which jobs.")] = Listed.DEAD,
    merchant: MerchantOption = "main",
    cursor: Annotated[str | None, typer.Option("--after", metavar="ID", help="Go on behind this job.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List jobs that were given up, oldest first, with their last error."""
    with one_clear_line():
        from api.cli.dead_jobs import show

        raise typer.Exit(show(state, merchant, cursor, as_json=as_json))


@jobs.command("replay")
def replay_jobs(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Jobs that were given up.")],
    merchant: MerchantOption = "main",
) -> None:
    """Have jobs that were given up tried again from the start."""
    with one_clear_line():
        from api.cli.dead_jobs import replay_all

        replay_all(ids, merchant)
        raise typer.Exit(Exit.DONE)
