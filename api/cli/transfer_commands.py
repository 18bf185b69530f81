"""`clearway transfer …`: goods from one warehouse to another. `clearway differences …`: what was found otherwise."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

transfer = typer.Typer(help="Goods from one warehouse to another.", no_args_is_help=True)
differences = typer.Typer(help="Where somebody found other numbers than the books say.", no_args_is_help=True)

TransferArgument = Annotated[str, typer.Argument(metavar="TRANSFER", help="Its id.")]
DifferenceArgument = Annotated[str, typer.Argument(metavar="DIFFERENCE", help="Its id.")]
RemarkOption = Annotated[str, typer.Option("--remark", metavar="TEXT", help="Why.")]


class Paper(StrEnum):
    """What can be printed."""

    INVOICE = "invoice"
    PACKING_LIST = "packing_list"
    CARTON_LABELS = "carton_labels"


class SpreadBy(StrEnum):
    """How costs are shared out."""

    VALUE = "value"
    WEIGHT = "weight"


@transfer.command("plan")
def plan(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="The warehouse that sends.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="The warehouse that receives.")],
    lines: Annotated[list[str], typer.Argument(metavar="SKU=PIECES…", help="What, and how many.")],
    currency: Annotated[str, typer.Option("--currency", metavar="CCC", help="Of values and costs.")],
    importer: Annotated[str, typer.Option("--importer", metavar="NAME", help="Entity of a sender profile.")] = "",
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="Your own number.")] = "",
    incoterm: Annotated[str, typer.Option("--incoterm", metavar="CCC", help="Terms of delivery.")] = "DAP",
    spread_by: Annotated[SpreadBy, typer.Option("--spread-by", help="How costs are shared out.")] = SpreadBy.VALUE,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Plan a transfer; its pieces are kept back from orders. Values and weights come from the product file."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import Plan, planned

        told = Plan(origin, destination, currency, importer, reference, incoterm, spread_by.value)
        raise typer.Exit(planned(Clerk(merchant, by, lang), told, lines))


@transfer.command("list")
def list_transfers(
    as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """List transfers."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import listed

        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@transfer.command("show")
def show(
    id_: TransferArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show a transfer with its lots, cartons and costs."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE, lang), id_, as_json=as_json))


@transfer.command("pack")
def pack(
    id_: TransferArgument,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV: carton,weight_g,length_mm,width_mm,height_mm,sku,lot,pieces."),
    ],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell what lies in which carton."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import packed

        raise typer.Exit(packed(Clerk(merchant, by, lang), id_, file))


@transfer.command("ship")
def ship(
    id_: TransferArgument,
    carrier: Annotated[str, typer.Option("--carrier", metavar="NAME", help="Who carries it.")] = "",
    tracking: Annotated[str, typer.Option("--tracking", metavar="NUMBER", help="The carrier's number.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that it left: its pieces are in transit."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import sent

        raise typer.Exit(sent(Clerk(merchant, by, lang), id_, carrier, tracking))


@transfer.command("receive")
def receive(
    id_: TransferArgument,
    carton: Annotated[int, typer.Argument(metavar="CARTON", min=1, help="Its number.")],
    found: Annotated[
        list[str] | None, typer.Argument(metavar="SKU[@LOT]=PIECES…", help="What was in it; all of it when left out.")
    ] = None,
    bin_: Annotated[str, typer.Option("--bin", metavar="CODE", help="Where it was put.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell what was in a carton; what is missing or too many becomes a difference."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import opened

        raise typer.Exit(opened(Clerk(merchant, by, lang), id_, carton, found or [], bin_))


@transfer.command("costs")
def costs(
    id_: TransferArgument,
    freight: Annotated[int, typer.Option("--freight", min=0, help="Minor units.")] = 0,
    duty: Annotated[int, typer.Option("--duty", min=0, help="Minor units.")] = 0,
    tax: Annotated[int, typer.Option("--tax", min=0, help="Minor units, as far as nobody gives it back.")] = 0,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell what the way cost."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import costed

        raise typer.Exit(costed(Clerk(merchant, by, lang), id_, freight, duty, tax))


@transfer.command("close")
def close(
    id_: TransferArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Close it; what a piece cost goes into the product file."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import closed

        raise typer.Exit(closed(Clerk(merchant, by, lang), id_))


@transfer.command("cancel")
def cancel(
    id_: TransferArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Cancel it before it leaves; its pieces may be sold again."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import cancelled

        raise typer.Exit(cancelled(Clerk(merchant, by, lang), id_))


@transfer.command("print")
def print_paper(
    id_: TransferArgument,
    paper: Annotated[Paper, typer.Argument(metavar="PAPER", help="invoice, packing_list or carton_labels.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the PDF goes.")],
    merchant: MerchantOption = "main",
) -> None:
    """Print a paper as PDF."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.transferring import printed

        raise typer.Exit(printed(Clerk(merchant, COMMAND_LINE), id_, paper.value, out))


@differences.command("list")
def list_differences(
    as_json: JsonOption = False,
    every: Annotated[bool, typer.Option("--all", help="Ended ones too.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List open differences with their age in days."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.differing import listed

        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json, every=every))


@differences.command("adjust")
def adjust(
    id_: DifferenceArgument, remark: RemarkOption = "", lang: LangOption = Language.EN,
    merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Let the books take over what was found."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.differing import adjusted

        raise typer.Exit(adjusted(Clerk(merchant, by, lang), id_, remark))


@differences.command("explain")
def explain(
    id_: DifferenceArgument, remark: RemarkOption, lang: LangOption = Language.EN, merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Say why the books are right."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.differing import explained

        raise typer.Exit(explained(Clerk(merchant, by, lang), id_, remark))
