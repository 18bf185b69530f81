"""`clearway simulate`: synthetic orders with planted schemes, for demonstrations, tests and benchmarks."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line
from api.cli.order_commands import LangOption
from api.cli.phrases import Language


def simulate(
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="FILE", help="Parameters in YAML; what it leaves out is usual.")
    ] = None,
    orders: Annotated[
        int | None, typer.Option("--orders", metavar="N", min=0, help="How many orders; planted ones are among them.")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", metavar="D", min=1, help="Over how many days.")] = None,
    first_day: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, UTC.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="S", min=0, help="Which of all such streams.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Orders as JSON lines; standard output, if no file is named."),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", metavar="FILE", help="What becomes known of orders, and when, as CSV.")
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(
            "--events",
            metavar="FILE",
            help="One row an order as Parquet, with a mapping for `model benchmark` beside it.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Neither progress nor summary.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """Make synthetic orders by time: honest ones, and planted schemes of fraud with labels that come later.

    The same parameters give the same bytes. No figure on these orders is evidence of how well fraud is found for real.
    """
    with one_clear_line():
        from api.cli.simulating import Files, Overrides, run

        overrides = Overrides(orders=orders, days=days, first_day=_day(first_day), seed=seed)
        files = Files(out=out, labels=labels, events=events)
        raise typer.Exit(run(scenario, overrides, files, language=lang, quiet=quiet))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"--from {text}: write a day as 2026-08-01")
