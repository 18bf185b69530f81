"""`clearway shipping choices | name | wishes | what-if`: which service takes a part, and what else would have."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language
from api.cli.shipping_commands import shipping
from fulfillment.shipping.named_because import NamedBecause

__all__ = ["shipping"]

wishes = typer.Typer(help="How services are chosen.", no_args_is_help=True)
shipping.add_typer(wishes, name="wishes")
ShopOption = Annotated[str, typer.Option("--shop", metavar="SHOP", help="Of this shop alone.")]


@shipping.command("choices")
def show_choices(
    order: OrderArgument,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Show which service takes each part of an order, why, and what little would have chosen another.

    Exit code 1 while a part waits for a person.
    """
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.service_work import choices_shown

        raise typer.Exit(choices_shown(Clerk(merchant, COMMAND_LINE, lang), order, as_json=as_json))


@shipping.command("name")
def name_one(
    order: OrderArgument,
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="Its id; `-`: the choice is free again.")],
    because: Annotated[NamedBecause, typer.Option(help="Why.")],
    part: Annotated[str | None, typer.Option(help="Number or id of the part, where there are several.")] = None,
    over_bar: Annotated[bool, typer.Option("--over-bar", help="As an approver: pass over house policy.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Name the service of a part before it has its label."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.service_work import Naming, service_named

        named = Naming(service="" if service == "-" else service, because=because, part=part, over_bar=over_bar)
        raise typer.Exit(service_named(Clerk(merchant, by, lang), order, named))


@wishes.command("show")
def show_wishes(shop: ShopOption = "", merchant: MerchantOption = "main") -> None:
    """Show what counts, for a shop or for those that have no wishes of their own."""
    with one_clear_line():
        from api.cli.service_work import wishes_shown

        raise typer.Exit(wishes_shown(merchant, shop))


@wishes.command("list")
def list_wishes(merchant: MerchantOption = "main") -> None:
    """List all that were ever entered, oldest first."""
    with one_clear_line():
        from api.cli.service_work import wishes_listed

        raise typer.Exit(wishes_listed(merchant))


@wishes.command("set")
def set_wishes(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON: way, currency, worth, needs, splits.")],
    shop: ShopOption = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say how services are chosen from now on; `{}` makes it as is usual again."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.service_work import wishes_set

        raise typer.Exit(wishes_set(Clerk(merchant, by), shop, file))


@shipping.command("what-if")
def what_if(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day, UTC.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day after the last one.")],
    service: Annotated[str, typer.Option(help="If all had gone by this service.")] = "",
    wishes_file: Annotated[Path | None, typer.Option("--wishes", help="If these had counted; as `wishes set`.")] = None,
    rules: Annotated[
        Path | None, typer.Option(help="A folder of rules: its shipping policy beside the one in force.")
    ] = None,
    shop: Annotated[list[str] | None, typer.Option("--shop", help="Of these shops alone.")] = None,
    currency: Annotated[str, typer.Option(help="Amounts are told in it.")] = "EUR",
    csv: Annotated[Path | None, typer.Option(help="Write a row for each shop and lane.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Count what else would have been chosen for parcels of some days. Nothing is changed."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.what_if_work import Counting, what_if_counted

        counting = Counting(
            since=since, until=until, service=service, wishes=wishes_file, rules=rules, shops=tuple(shop or ()),
            currency=currency, csv=csv, html=html, as_json=as_json,
        )  # fmt: skip
        raise typer.Exit(what_if_counted(Clerk(merchant, COMMAND_LINE, lang), counting))
