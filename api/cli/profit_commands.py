"""`clearway profit`: what orders earn, one by one and summed up."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language
from fulfillment.profit.tables import Over

profit = typer.Typer(help="What orders earn, one by one and summed up.", no_args_is_help=True)
SinceOption = Annotated[str, typer.Option("--from", metavar="DAY", help="First day, in UTC, by when fulfilment began.")]
UntilOption = Annotated[str, typer.Option("--until", metavar="DAY", help="Last day.")]
CurrencyOption = Annotated[str, typer.Option("--currency", metavar="CODE", help="To sum up in.")]
CsvOption = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a table for spreadsheets.")]
ShopOption = Annotated[str | None, typer.Option("--shop", metavar="NAME", help="Only of this shop.")]
ChannelOption = Annotated[str | None, typer.Option("--channel", metavar="NAME", help="Only of this channel.")]


class Basis(StrEnum):
    """As booked by now, or as expected before shipping."""

    ACTUAL = "actual"
    EXPECTED = "expected"


BasisOption = Annotated[Basis, typer.Option("--basis", help="As booked by now, or as expected before shipping.")]


@profit.command("order")
def show_order(
    order: OrderArgument,
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="Else that of the order.")] = "",
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Show what an order earns, part by part, each with where it is from."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.profit_work import order_shown

        raise typer.Exit(order_shown(Clerk(merchant, COMMAND_LINE, lang), order, currency, as_json=as_json))


@profit.command("orders")
def list_orders(
    since: SinceOption,
    until: UntilOption,
    currency: CurrencyOption = "EUR",
    basis: BasisOption = Basis.ACTUAL,
    losses: Annotated[bool, typer.Option("--losses", help="Only those at a loss, the greatest first.")] = False,
    shop: ShopOption = None,
    channel: ChannelOption = None,
    csv: CsvOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List orders of a period with their profits; what is not known is said, and never counted as nothing."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.profit_work import Period, orders_listed

        period = Period(since, until, currency, basis is Basis.EXPECTED, shop, channel)
        raise typer.Exit(orders_listed(Clerk(merchant, COMMAND_LINE, lang), period, csv, only_losses=losses))


@profit.command("by")
def sum_up(
    over: Annotated[Over, typer.Argument(help="A row for each.")],
    since: SinceOption,
    until: UntilOption,
    currency: CurrencyOption = "EUR",
    basis: BasisOption = Basis.ACTUAL,
    shop: ShopOption = None,
    channel: ChannelOption = None,
    csv: CsvOption = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with pictures.")] = None,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Sum a period's profits up by article, lane, shop, channel or month."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.profit_work import Period, summed_up

        period = Period(since, until, currency, basis is Basis.EXPECTED, shop, channel)
        raise typer.Exit(summed_up(Clerk(merchant, COMMAND_LINE, lang), period, over, csv, html, as_json=as_json))


@profit.command("costs")
def set_costs(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="CSV: kind,name,currency,amount,percent. Else they are listed."),
    ] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Keep what no bill names: work for a parcel and a piece, material, the tax within prices by country."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.profit_work import costs_kept

        raise typer.Exit(costs_kept(Clerk(merchant, COMMAND_LINE, lang), file))
