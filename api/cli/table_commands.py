"""`clearway rules table`: one decision table, with the cases that no row takes and those that several take."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.phrases import Language


def show_table(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The table, as its files are called.")],
    rules: Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="Rule book to use.")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write its sheet to this .xlsx or .csv file instead.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the output.")] = Language.EN,
) -> None:
    """Show a decision table, its hit policy, the cases that no row takes, and the rows that share cases."""
    with one_clear_line():
        from api.cli.tables import convert, show

        raise typer.Exit(convert(name, rules, to) if to is not None else show(name, rules, lang, as_json=as_json))
