"""`clearway stock count …`: cycle counts."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, MerchantOption
from api.cli.phrases import Language

count = typer.Typer(help="Cycle counts: blind, twice where it differs, then booked.", no_args_is_help=True)
CountArgument = Annotated[str, typer.Argument(metavar="COUNT", help="As `clearway stock count plan` printed it.")]


class Abc(StrEnum):
    """Classes by what was shipped in the last 90 days: A makes 80 % of it, B the next 15 %."""

    A = "A"
    B = "B"
    C = "C"


@count.command("plan")
def plan(
    warehouse: Annotated[str, typer.Argument(metavar="WAREHOUSE", help="Where.")],
    abc: Annotated[Abc | None, typer.Option("--class", help="Only articles of this class.")] = None,
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE", help="Only bins of this zone.")] = "",
    aisle: Annotated[str, typer.Option("--aisle", metavar="AISLE", help="Only bins of this aisle.")] = "",
    bins: Annotated[list[str] | None, typer.Option("--bin", metavar="CODE", help="Only these bins.")] = None,
    tolerance: Annotated[
        int, typer.Option("--tolerance", metavar="PCT", min=0, max=100, help="Allowed difference.")
    ] = 0,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Plan a count and print its sheet, which shows no numbers of the books."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.count_work import planned

        chosen = "" if abc is None else abc.value
        raise typer.Exit(planned(Clerk(merchant, by), warehouse, chosen, zone, aisle, bins or [], tolerance))


@count.command("show")
def show(id_: CountArgument, as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """Print a count sheet."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.count_work import show_sheet

        raise typer.Exit(show_sheet(Clerk(merchant, COMMAND_LINE), id_, as_json=as_json))


@count.command("print")
def print_sheet(
    id_: CountArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the PDF.")],
    lang: Annotated[Language, typer.Option("--lang", help="Language of the paper.")] = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Print what is still to be counted, with bar codes and without the numbers of the books."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.count_work import printed

        raise typer.Exit(printed(Clerk(merchant, COMMAND_LINE, lang), id_, out))


@count.command("tell")
def tell(
    id_: CountArgument,
    sku: Annotated[str, typer.Argument(metavar="SKU", help="The article.")],
    pieces: Annotated[int, typer.Argument(metavar="N", min=0, max=1_000_000, help="How many were found.")],
    counter: Annotated[str, typer.Option("--by", metavar="NAME", help="Who counted; a second count needs another.")],
    bin_: Annotated[str, typer.Option("--bin", metavar="CODE", help="In which bin.")] = "",
    lot: Annotated[str, typer.Option("--lot", metavar="CODE", help="Of which lot.")] = "",
    merchant: MerchantOption = "main",
) -> None:
    """Tell what was found at a place."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.count_work import told

        raise typer.Exit(told(Clerk(merchant, counter), id_, sku, pieces, bin_, lot))


@count.command("post")
def post(id_: CountArgument, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Book the differences of all lines that are agreed."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.count_work import posted

        raise typer.Exit(posted(Clerk(merchant, by), id_))


@count.command("drop")
def drop(id_: CountArgument, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """End a count without the rest of it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.count_work import dropped

        raise typer.Exit(dropped(Clerk(merchant, by), id_))
