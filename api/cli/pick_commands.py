"""`clearway pick`: the way through the warehouse. Reads files alone; no database."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.phrases import Language

pick = typer.Typer(help="Ways through the warehouse.", no_args_is_help=True)


class Way(StrEnum):
    """Ways of walking; the words of `fulfillment.picking.routing.Policy`."""

    EXACT = "exact"
    S_SHAPE = "s_shape"
    LARGEST_GAP = "largest_gap"
    RETURN = "return"
    COMBINED = "combined"


@pick.command("route")
def route(
    layout: Annotated[Path, typer.Option("--layout", metavar="FILE", help="The warehouse: YAML or JSON.")],
    stops: Annotated[Path, typer.Option("--stops", metavar="FILE", help="CSV: bin; or bin, aisle, cell.")],
    policy: Annotated[Way, typer.Option("--policy", help="How to walk.")] = Way.EXACT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the output.")] = Language.EN,
) -> None:
    """Put the stops in the order of a short walk, and say how far it is from the shortest one."""
    with one_clear_line():
        from api.cli.picking_route import run

        raise typer.Exit(run(layout, stops, policy, as_json=as_json, language=lang))
