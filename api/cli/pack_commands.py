"""`clearway pack`: which boxes an order needs. Reads files alone; no database."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line

pack = typer.Typer(help="Boxes of orders.", no_args_is_help=True)


@pack.command("plan")
def plan(
    items: Annotated[
        Path, typer.Option("--items", metavar="FILE", help="CSV: order, quantity, item, width, length, depth, weight.")
    ],
    boxes: Annotated[
        Path,
        typer.Option(
            "--boxes",
            metavar="FILE",
            help="CSV: name, outer width, length, depth, empty weight, inner width, length, depth, maximum weight.",
        ),
    ],
    processes: Annotated[int, typer.Option("--processes", metavar="N", min=1, help="Processes that plan.")] = 1,
    keep_flat: Annotated[bool, typer.Option("--keep-flat", help="Turn no item over.")] = False,
    carrier: Annotated[
        str | None, typer.Option("--carrier", metavar="ID", help="Heed this carrier's limits and weigh as it does.")
    ] = None,
    mode: Annotated[
        str | None, typer.Option("--mode", metavar="WAY", help="air, courier, post, road or sea; else all count.")
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option("--forbid", metavar="MATERIAL", help="Boxes of it are not taken; again for more."),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to use.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Choose boxes for every order and say where each piece lies, as JSON; millimetres and grams.

    Exit 1 when a piece fits nowhere or a row cannot be read; both are named.
    """
    with one_clear_line():
        from api.cli.packing import Asked, run

        asked = Asked(
            items=items,
            boxes=boxes,
            processes=processes,
            keep_flat=keep_flat,
            carrier=carrier,
            mode=mode,
            forbidden=frozenset(forbid or ()),
            data=data,
            quiet=quiet,
        )
        raise typer.Exit(run(asked))
