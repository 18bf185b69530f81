"""`clearway payments event`, `show`, `accept` and `rates`: what gateways tell, where money stands, exchange rates."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import (
    COMMAND_LINE,
    ByOption,
    JsonOption,
    LangOption,
    MerchantOption,
    OrderArgument,
    ReasonOption,
)
from api.cli.phrases import Language

rates = typer.Typer(help="Exchange rates, by which alone money is converted.", no_args_is_help=True)
CurrencyArgument = Annotated[str, typer.Argument(metavar="CUR", help="ISO 4217, such as EUR.")]


class GatewayName(StrEnum):
    """Whose messages are read."""

    STRIPE = "stripe"
    PAYPAL = "paypal"
    ADYEN = "adyen"


def add_gateway_commands(payments: typer.Typer) -> None:
    """Adds them to `clearway payments`."""
    payments.command("event")(take_event)
    payments.command("show")(show_payment)
    payments.command("accept")(accept_payment)
    payments.add_typer(rates, name="rates")


def take_event(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Messages as the gateway sent them, JSON.")],
    gateway: Annotated[GatewayName, typer.Option("--gateway", help="Whose they are.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = "",
) -> None:
    """Take messages of a gateway; they may come late, twice and in any order."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.paying import taken

        raise typer.Exit(taken(Clerk(merchant, by), gateway.value, files, lang))


def show_payment(
    order: OrderArgument, as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """Show where an order's money stands: ledger, promises, instructions to gateways, disputes."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.paying import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE), order, lang, as_json=as_json))


def accept_payment(
    order: OrderArgument,
    reason: ReasonOption,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take a mismatched payment as it is, so that the order goes on with what came."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.paying import accepted

        raise typer.Exit(accepted(Clerk(merchant, by), order, reason, lang))


@rates.command("import")
def import_rates(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: base, quote, rate, source, at.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Store the rates of a file; all of them, or none. What is stored is never changed."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.rate_book import imported

        raise typer.Exit(imported(Clerk(merchant, by), file))


@rates.command("reference")
def reference(merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Store the European Central Bank's newest reference rates and the pegs that Clearway came with."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.rate_book import stored_reference

        raise typer.Exit(stored_reference(Clerk(merchant, by)))


@rates.command("convert")
def convert_amount(
    amount: Annotated[int, typer.Argument(metavar="N", min=0, help="Minor units.")],
    currency: CurrencyArgument,
    target: CurrencyArgument,
    at: Annotated[str | None, typer.Option("--at", metavar="ISO-TIME", help="By the rates of then; else now.")] = None,
    merchant: MerchantOption = "main",
) -> None:
    """Convert an amount by stored rates, and name them; exit code 1 when none is stored."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.rate_book import converted

        raise typer.Exit(converted(Clerk(merchant, COMMAND_LINE), amount, currency, target, at))
