"""`clearway shipping`: services, rate cards of one's own, and what can take an order."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language

shipping = typer.Typer(help="Shipping services, their rates, and which can take an order.", no_args_is_help=True)
rates = typer.Typer(help="Rate cards of one's own.", no_args_is_help=True)
shipping.add_typer(rates, name="rates")
own = typer.Typer(help="Services of one's own.", no_args_is_help=True)
shipping.add_typer(own, name="own")


@shipping.command("services")
def list_services(
    lang: LangOption = Language.EN, as_json: JsonOption = False, merchant: MerchantOption = "main"
) -> None:
    """List all services: where they go, how long they need, what they take."""
    with one_clear_line():
        from api.cli.shipping_work import services_shown

        raise typer.Exit(services_shown(lang, merchant, as_json=as_json))


@own.command("import")
def import_services(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML as data/shipping/services.yaml, or a table.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take services in; with a fault nothing of the file is kept, and the exit code is 1."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.shipping_work import services_taken

        raise typer.Exit(services_taken(Clerk(merchant, by, lang), file, only_look=dry_run))


@own.command("withdraw")
def withdraw_service(
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="As `clearway shipping services` names it.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Offer a service of one's own no more."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.shipping_work import service_withdrawn

        raise typer.Exit(service_withdrawn(Clerk(merchant, by, lang), service))


@rates.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX, a band of weight a row.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take rate cards in; with a fault nothing of the file is kept, and the exit code is 1."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.shipping_work import rates_taken

        raise typer.Exit(rates_taken(Clerk(merchant, by, lang), file, only_look=dry_run))


@rates.command("list")
def list_rates(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List rate cards of one's own, with those that count no more."""
    with one_clear_line():
        from api.cli.shipping_work import rates_shown

        raise typer.Exit(rates_shown(merchant, as_json=as_json))


@shipping.command("quote")
def quote_order(
    order: OrderArgument,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Show what each service costs for an order, why others cannot take it, and which is chosen.

    Exit code 1 when none is.
    """
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.shipping_work import order_quoted

        raise typer.Exit(order_quoted(Clerk(merchant, COMMAND_LINE, lang), order, as_json=as_json))
