"""`clearway pack boxes …` and `clearway pack plan-order`: a merchant's boxes, and the plan of an order with them."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, MerchantOption, OrderArgument

boxes = typer.Typer(help="The boxes of the packing stations.", no_args_is_help=True)

AtOption = Annotated[str, typer.Option("--warehouse", metavar="CODE", help="Of this one; else of all.")]


def add_box_commands(pack: typer.Typer) -> None:
    """Adds them to `clearway pack`."""
    pack.add_typer(boxes, name="boxes")
    pack.command("plan-order")(plan_order)


@boxes.command("import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV: name, outer width, length, depth, empty weight, inner width, length, depth, maximum weight, "
            "then cost in minor units and materials.",
        ),
    ],
    warehouse: AtOption = "",
    currency: Annotated[str, typer.Option("--currency", metavar="CUR", help="Of the costs.")] = "EUR",
    merchant: MerchantOption = "main",
) -> None:
    """Set up all boxes of a table; exit code 1 when rows were refused, each named."""
    with one_clear_line():
        from api.cli.box_work import taken

        raise typer.Exit(taken(merchant, file, warehouse, currency))


@boxes.command("list")
def show_all(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List all boxes."""
    with one_clear_line():
        from api.cli.box_work import listed

        raise typer.Exit(listed(merchant, as_json=as_json))


@boxes.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="BOX", help="Which one.")],
    warehouse: AtOption = "",
    merchant: MerchantOption = "main",
) -> None:
    """Take a box out of all plans."""
    with one_clear_line():
        from api.cli.box_work import removed

        raise typer.Exit(removed(merchant, name, warehouse))


def plan_order(
    order: OrderArgument,
    part: Annotated[str | None, typer.Option("--part", metavar="N", help="Which part, where it has several.")] = None,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Plan the boxes of an order with the merchant's own: contents, weights, cost, and what to heed.

    Exit 1 when a piece fits nowhere.
    """
    with one_clear_line():
        from api.cli.box_work import planned
        from api.cli.clerk import Clerk

        raise typer.Exit(planned(Clerk(merchant, COMMAND_LINE), order, part, as_json=as_json))
