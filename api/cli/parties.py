"""`clearway parties`: names against names, and parties against lists in their official formats."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line

parties = typer.Typer(help="Denied parties: lists, and the matching of names.", no_args_is_help=True)


class PairOutput(StrEnum):
    """How the answers of `match` are written."""

    JSONL = "jsonl"
    CSV = "csv"


@parties.command("match")
def match(
    pairs: Annotated[Path, typer.Option("--pairs", metavar="FILE", help="CSV with two names a row.")],
    format_: Annotated[PairOutput, typer.Option("--format", help="How to write the answers.")] = PairOutput.JSONL,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", metavar="SCORE", min=0, max=1, help="Score that makes a match."),
    ] = None,
) -> None:
    """Say for each pair of names whether they may be one party's: score, verdict and why."""
    with one_clear_line():
        from api.cli.pair_matching import run

        raise typer.Exit(run(pairs, as_csv=format_ is PairOutput.CSV, threshold=threshold))


@parties.command("screen")
def screen(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines: parties or orders; - reads standard input.")],
    lists: Annotated[
        list[Path],
        typer.Option("--list", metavar="FILE", help="A list in an official format; again for more. OFAC's parts join."),
    ],
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="Reckon the age of lists as of this day; else today.")
    ] = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="Day of lists that state none themselves.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", metavar="SCORE", min=0, max=1, help="Score that makes a hit."),
    ] = None,
) -> None:
    """Screen one party or one order a line against lists: hits with score, band and why, and how old the lists are."""
    with one_clear_line():
        from api.cli.party_screening import Asked, run
        from engine.clock import SystemClock

        today = _day(at, "--at") or SystemClock().now().date()
        day = _day(dated, "--dated")
        raise typer.Exit(run(file, Asked(lists=tuple(lists), today=today, dated=day, threshold=threshold)))


def _day(written: str | None, option: str) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        fail(Wrong.REFUSED, f"{option} is not a date such as 2026-01-31")
