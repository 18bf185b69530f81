"""`clearway person`: what is kept about somebody, handed out or erased."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, MerchantOption
from engine.counted import counted

person = typer.Typer(help="What is kept about the person of an order.", no_args_is_help=True)
OrderArgument = Annotated[str, typer.Argument(metavar="ORDER", help="Its id here, or the merchant's own.")]


@person.command("export")
def export_person(
    order: OrderArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; else standard output.")] = None,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Write everything that is kept about the person of an order, over all their orders: a JSON object a line."""
    with one_clear_line():
        from api.cli.personal import export

        raise typer.Exit(export(order, out, merchant, by))


@person.command("erase")
def erase_person(order: OrderArgument, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Erase the person of an order in all their orders; decisions stay, and say what was erased."""
    with one_clear_line():
        from api.cli.personal import erased

        touched = erased(order, merchant, by)
        sys.stdout.write(f"{counted(touched, 'order version', 'order versions')}\n")
        raise typer.Exit(Exit.DONE)
