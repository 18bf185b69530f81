"""`clearway papers`: what goes with parcels: customs forms, invoices, labels, lists."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language

papers = typer.Typer(help="Papers that go with parcels: forms, invoices, labels, lists.", no_args_is_help=True)

ParcelOption = Annotated[
    str | None, typer.Option("--parcel", metavar="NUMBER", help="Which parcel, where the order has several.")
]


@papers.command("list")
def list_papers(
    order: OrderArgument,
    parcel: ParcelOption = None,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """List the papers that a parcel needs, and what is missing; exit code 1 when something is."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.paper_printing import listed

        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE), order, parcel, lang, as_json=as_json))


@papers.command("print")
def print_papers(
    order: OrderArgument,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE", help="Where to; .pdf, or .zpl for a label, .json and .xml for data."),
    ],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="A paper such as cn23; again for more; else all.")
    ] = None,
    size: Annotated[str, typer.Option("--size", metavar="SIZE", help="Of the label: 100x150, 4x6 or a6.")] = "100x150",
    parcel: ParcelOption = None,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Print papers of a parcel into one file. Nothing is printed before all is complete."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.paper_printing import printed

        raise typer.Exit(printed(Clerk(merchant, by), order, parcel, kind or [], size, out))
