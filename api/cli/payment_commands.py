"""`clearway payments`: money that gateways, marketplaces and banks say they paid."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.phrases import Language

payments = typer.Typer(help="Money that gateways, marketplaces and banks say they paid.", no_args_is_help=True)


@payments.command("reconcile")
def reconcile(
    report: Annotated[Path, typer.Option("--report", metavar="FILE", help="Settlement report or bank statement.")],
    provider: Annotated[
        str, typer.Option("--provider", metavar="NAME", help="Whose file it is; `auto` looks at it.")
    ] = "auto",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="YAML: which column of a CSV file is what.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the output.")] = Language.EN,
) -> None:
    """Read a settlement report: what each order paid and cost, and whether its batches and balances add up.

    Exit code 1 when something does not close, 2 when the file cannot be read.
    """
    with one_clear_line():
        from api.cli.reconciling import run

        raise typer.Exit(run(report, provider, mapping, lang, as_json=as_json))
