"""`clearway carriers`: accounts at carriers, what was booked by them, and pick-ups."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

carriers = typer.Typer(help="Carriers: accounts that book parcels, and pick-ups.", no_args_is_help=True)
bookings = typer.Typer(help="What was booked, and what was refused.", no_args_is_help=True)
pickups = typer.Typer(help="Have a carrier come.", no_args_is_help=True)
carriers.add_typer(bookings, name="bookings")
carriers.add_typer(pickups, name="pickups")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As `clearway carriers list` names it.")]
EndpointOption = Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="Where it is called.")]
ServeOption = Annotated[
    list[str] | None,
    typer.Option("--serve", metavar="SERVICE=PRODUCT", help="A service and the carrier's product; again for more."),
]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", metavar="WORD=VALUE", help="A word of the adapter; again for more.")
]
CredentialOption = Annotated[
    list[str] | None,
    typer.Option("--credential", metavar="NAME=VARIABLE", help="By its variable, CLEARWAY_CARRIER_…; again for more."),
]
SecretOption = Annotated[
    list[str] | None, typer.Option("--secret", metavar="NAME", help="Stored sealed; asked for. Again for more.")
]
LiveOption = Annotated[
    bool | None, typer.Option("--live-rates/--no-live-rates", help="Whether its prices join quotes.")
]
DAY, CLOCK = "%Y-%m-%d", "%H:%M"


class Adapter(StrEnum):
    """A published API of a carrier."""

    DHL_EXPRESS = "dhl_express"
    YANWEN = "yanwen"
    OWN_CARRIER = "own_carrier"


@carriers.command("list")
def list_carriers(
    as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """List connections, oldest first, with the services that each books."""
    with one_clear_line():
        from api.cli.carrier_book import show_all
        from api.cli.clerk import Clerk

        raise typer.Exit(show_all(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@carriers.command("add")
def add_carrier(
    adapter: Adapter,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as dhl-de.")],
    endpoint: EndpointOption = None,
    services: ServeOption = None,
    settings: SetOption = None,
    credentials: CredentialOption = None,
    secrets: SecretOption = None,
    live: LiveOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Connect an account, switched off. Credentials are variables of the environment, or stored sealed."""
    with one_clear_line():
        from api.cli.carrier_book import add
        from api.cli.carrier_stating import stated
        from api.cli.clerk import Clerk
        from fulfillment.carriers.words import AdapterName

        given = stated(endpoint, services, settings, credentials, secrets, live, lang)
        raise typer.Exit(add(Clerk(merchant, by, lang), AdapterName(adapter), name, given))


@carriers.command("change")
def change_carrier(
    name: NameArgument,
    endpoint: EndpointOption = None,
    services: ServeOption = None,
    settings: SetOption = None,
    credentials: CredentialOption = None,
    secrets: SecretOption = None,
    live: LiveOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Change a connection; what is left out stays. Services, settings and variables are replaced whole."""
    with one_clear_line():
        from api.cli.carrier_book import changed
        from api.cli.carrier_stating import stated
        from api.cli.clerk import Clerk

        given = stated(endpoint, services, settings, credentials, secrets, live, lang)
        raise typer.Exit(changed(Clerk(merchant, by, lang), name, given))


@carriers.command("on")
def switch_on(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Switch a connection on: it signs in, and books from then on. The way back for one that was stopped, too."""
    with one_clear_line():
        from api.cli.carrier_book import turned
        from api.cli.clerk import Clerk

        raise typer.Exit(turned(Clerk(merchant, by, lang), name, on=True))


@carriers.command("off")
def switch_off(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Switch a connection off: what waits to be booked gets a label of our own."""
    with one_clear_line():
        from api.cli.carrier_book import turned
        from api.cli.clerk import Clerk

        raise typer.Exit(turned(Clerk(merchant, by, lang), name, on=False))


@carriers.command("check")
def check_carrier(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Sign in at a carrier, and show who we are there."""
    with one_clear_line():
        from api.cli.carrier_book import checked
        from api.cli.clerk import Clerk

        raise typer.Exit(checked(Clerk(merchant, by, lang), name))


@carriers.command("delete")
def delete_carrier(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Delete a connection that is off; what was booked stays."""
    with one_clear_line():
        from api.cli.carrier_book import deleted
        from api.cli.clerk import Clerk

        raise typer.Exit(deleted(Clerk(merchant, by, lang), name))


@carriers.command("scans")
def show_scans(
    manifest: Annotated[str, typer.Argument(metavar="MANIFEST", help="Its id.")],
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Hold a manifest against the carrier's scans. Exit code 1 where they differ."""
    with one_clear_line():
        from api.cli.carrier_book import show_scans as show
        from api.cli.clerk import Clerk

        raise typer.Exit(show(Clerk(merchant, COMMAND_LINE, lang), manifest, as_json=as_json))


@bookings.command("list")
def list_bookings(
    for_people: Annotated[bool, typer.Option("--for-people", help="Only those that somebody must see to.")] = False,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List bookings, oldest first, with the carrier's own words. Exit code 1 where somebody must see to one."""
    with one_clear_line():
        from api.cli.carrier_book import show_bookings
        from api.cli.clerk import Clerk

        raise typer.Exit(show_bookings(Clerk(merchant, COMMAND_LINE, lang), for_people=for_people, as_json=as_json))


@bookings.command("retry")
def retry_booking(
    booking: Annotated[str, typer.Argument(metavar="BOOKING", help="Its id.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have the carrier asked once more, with the order as it is now."""
    with one_clear_line():
        from api.cli.carrier_book import tried_again
        from api.cli.clerk import Clerk

        raise typer.Exit(tried_again(Clerk(merchant, by, lang), booking))


@pickups.command("list")
def list_pickups(
    day: Annotated[str | None, typer.Option("--day", metavar="DAY", help="Such as 2026-11-27.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List pick-ups."""
    with one_clear_line():
        from api.cli.carrier_book import show_pickups
        from api.cli.clerk import Clerk

        raise typer.Exit(show_pickups(Clerk(merchant, COMMAND_LINE, lang), day, as_json=as_json))


@pickups.command("book")
def book_pickup(
    name: NameArgument,
    warehouse: Annotated[str, typer.Argument(metavar="WAREHOUSE", help="Its code.")],
    day: Annotated[datetime, typer.Argument(metavar="DAY", formats=[DAY], help="Such as 2026-11-27.")],
    ready: Annotated[datetime, typer.Argument(metavar="READY", formats=[CLOCK], help="Local time, such as 14:00.")],
    closes: Annotated[datetime, typer.Argument(metavar="CLOSES", formats=[CLOCK], help="Such as 17:30.")],
    parcels: Annotated[int, typer.Option("--parcels", metavar="N", min=1, max=9999, help="How many.")],
    weight: Annotated[int, typer.Option("--weight", metavar="G", min=1, help="All together, in grams.")],
    extra: Annotated[bool, typer.Option("--extra", help="One more on a day that has one.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have a carrier come to a warehouse; a worker asks it."""
    with one_clear_line():
        from api.cli.carrier_book import picked_up
        from api.cli.clerk import Clerk

        window = (day.date(), ready.time(), closes.time())
        raise typer.Exit(picked_up(Clerk(merchant, by, lang), name, warehouse, window, (parcels, weight), extra=extra))


@pickups.command("cancel")
def cancel_pickup(
    pickup: Annotated[str, typer.Argument(metavar="PICKUP", help="Its id.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Call a pick-up off."""
    with one_clear_line():
        from api.cli.carrier_book import called_off
        from api.cli.clerk import Clerk

        raise typer.Exit(called_off(Clerk(merchant, by, lang), pickup))
