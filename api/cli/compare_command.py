"""`clearway model compare`: its options."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import LangOption
from api.cli.phrases import Language


def compare_models(
    table: Annotated[
        Path | None, typer.Argument(metavar="[TABLE]", help="Event table in Parquet, with --mapping.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="Which columns of the table are what.")
    ] = None,
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="COLUMN", help="Column of the table that says what a fraud was.")
    ] = None,
    orders: Annotated[
        Path | None, typer.Option("--orders", metavar="FILE", help="Orders to decide again, instead of a table.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", metavar="FILE", help="What became known of them, JSON lines or CSV.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--model", metavar="DIR", help="Folder that `model train` wrote; else one is trained here."),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="First day to compare on; models learn from what is earlier."),
    ] = None,
    workload: Annotated[
        float, typer.Option("--workload", min=0.0001, max=1, help="Share of each week's orders that people look at.")
    ] = 0.01,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, help="Of all that is drawn by chance.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the report, HTML.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures, JSON.")] = None,
    rules: Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="Rule book to decide with.")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to use.")] = None,
    lang: LangOption = Language.EN,
) -> None:
    """Show what rules, models and both together catch when people look at as many orders."""
    with one_clear_line():
        from api.cli.model_compare import Asked, run

        asked = Asked(
            table=table,
            mapping=mapping,
            scheme=scheme,
            orders=orders,
            labels=labels,
            folder=folder,
            since=from_,
            workload=workload,
            seed=seed,
            out=out,
            json_file=json_file,
            rules=rules,
            data=data,
        )
        raise typer.Exit(run(asked, lang))
