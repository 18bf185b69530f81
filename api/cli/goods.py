"""`clearway goods`: names, options and help of its commands. What a command does is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line

goods = typer.Typer(help="What goods are, and what law says of them.", no_args_is_help=True)


@goods.callback()
def about() -> None:
    """What goods are, and what law says of them."""


@goods.command("classify")
def classify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines; - reads standard input.")],
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to use.")] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="ISO-TIME", help="Day of rows without a date; else today.")
    ] = None,
) -> None:
    """Say of every line what the goods are, on which evidence, and what the destination's law says of them."""
    with one_clear_line():
        from api.cli.goods_classify import run

        raise typer.Exit(run(file, data, at))
