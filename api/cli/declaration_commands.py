"""`clearway papers`, what is told: declarations and advance data of a parcel, and in whose name it leaves."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.paper_commands import papers
from api.cli.phrases import Language

senders = typer.Typer(help="In whose name parcels leave.", no_args_is_help=True)
papers.add_typer(senders, name="sender")

__all__ = ["papers"]

GrossOption = Annotated[int, typer.Option("--gross", metavar="G", min=0, help="The parcel's weight in grams.")]
MaterialOption = Annotated[
    list[str] | None, typer.Option("--material", metavar="NAME", help="What box and cushioning are made of.")
]
ValueOption = Annotated[
    int | None, typer.Option("--value", metavar="N", min=0, help="A wished total, minor units, for this answer alone.")
]
CategoryOption = Annotated[str | None, typer.Option("--category", metavar="NAME", help="A wished category.")]
TaxOption = Annotated[int, typer.Option("--tax-in-prices", metavar="N", min=0, help="Tax within the prices.")]


class Form(StrEnum):
    """In which form advance data is written."""

    JSON = "json"
    XML = "xml"


@papers.command("declare")
def declare(
    order: OrderArgument,
    gross: GrossOption = 0,
    material: MaterialOption = None,
    value: ValueOption = None,
    category: CategoryOption = None,
    tax_in_prices: TaxOption = 0,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Show what an order is declared for as one parcel, and what keeps its papers from being printed."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.declaring import Parcel, declared

        parcel = Parcel(gross, tuple(material or ()), value, category, tax_in_prices)
        raise typer.Exit(declared(Clerk(merchant, by), order, parcel, lang, as_json=as_json))


@papers.command("advance")
def advance(
    order: OrderArgument,
    form: Annotated[Form, typer.Option("--form", help="JSON or XML.")] = Form.JSON,
    gross: GrossOption = 0,
    material: MaterialOption = None,
    tax_in_prices: TaxOption = 0,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Write the electronic advance data of an order as one parcel. It names the consignee."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.declaring import Parcel, sent_ahead

        parcel = Parcel(gross, tuple(material or ()), None, None, tax_in_prices)
        raise typer.Exit(sent_ahead(Clerk(merchant, by), order, parcel, form.value))


@papers.command("schema")
def schema() -> None:
    """Write the JSON Schema of the advance data, as docs/schemas holds it."""
    with one_clear_line():
        from api.cli.declaring import schema_shown

        raise typer.Exit(schema_shown())


@senders.command("list")
def list_senders(merchant: MerchantOption = "main", as_json: JsonOption = False) -> None:
    """List all senders with the entity and warehouse for which each counts."""
    with one_clear_line():
        from api.cli.sender_book import show

        raise typer.Exit(show(merchant, as_json=as_json))


@senders.command("put")
def put_sender(
    file: Annotated[Path, typer.Argument(metavar="JSON", help="A sender, as PUT /v1/senders takes it.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Keep a sender, in the place of the one for the same entity and warehouse."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.sender_book import keep

        raise typer.Exit(keep(Clerk(merchant, by), file))


@senders.command("remove")
def remove_sender(
    id_: Annotated[str, typer.Argument(metavar="ID", help="As `clearway papers sender list` shows it.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Remove a sender: papers that are printed later do not name it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.sender_book import removed

        raise typer.Exit(removed(Clerk(merchant, by), id_))
