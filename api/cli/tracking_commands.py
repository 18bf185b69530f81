"""`clearway tracking`: what carriers tell of parcels, whom we ask, and what to see to."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.channel_commands import CredentialOption, EndpointOption, EveryOption, SecretOption, SetOption
from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

tracking = typer.Typer(help="Parcels under way: what was told of them, and what to see to.", no_args_is_help=True)
sources = typer.Typer(help="Sources of tracking: whom we ask, and who tells us.", no_args_is_help=True)
tracking.add_typer(sources, name="sources")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As `clearway tracking sources list` names it.")]
ParcelArgument = Annotated[str, typer.Argument(metavar="PARCEL", help="Its id, or the number on its label.")]
CountryArgument = Annotated[str, typer.Argument(metavar="CC", help="A country, by two letters.")]
CarrierOption = Annotated[
    list[str] | None, typer.Option("--carrier", metavar="CODE", help="Only parcels of this one; again for more.")
]


class Kind(StrEnum):
    """Who speaks for a source."""

    SEVENTEEN_TRACK = "17track"
    OWN_CARRIER = "own_carrier"
    DHL = "dhl"
    OWN = "own"


class Why(StrEnum):
    """Why a parcel is to be seen to."""

    SILENT = "silent"
    LATE = "late"
    CUSTOMS_HELD = "customs_held"
    ATTEMPT_FAILED = "attempt_failed"
    PICKUP_WAITING = "pickup_waiting"
    UNKNOWN_NUMBER = "unknown_number"
    SHIP_BY_NEAR = "ship_by_near"
    RETURN_SILENT = "return_silent"


@tracking.command("show")
def show_parcel(
    parcel: ParcelArgument, as_json: JsonOption = False, lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:  # fmt: skip
    """Show what was told of a parcel: when it was there, what it means, and the source's own code."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_work.show_parcel(Clerk(merchant, COMMAND_LINE, lang), parcel, as_json=as_json))


@tracking.command("correct")
def take_back(
    parcel: ParcelArgument,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="As `clearway tracking show` names it.")],
    why: Annotated[str, typer.Option("--why", metavar="CODE", help="Such as wrong_parcel.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take an event back: it stays in the list and says nothing any more."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_work.take_event_back(Clerk(merchant, by, lang), parcel, event, why))


@tracking.command("watches")
def list_watches(
    kind: Annotated[Why | None, typer.Option("--kind", help="Only these.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List parcels, and orders that must leave, that somebody has to see to; oldest first."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        clerk, chosen = Clerk(merchant, COMMAND_LINE, lang), None if kind is None else kind.value
        raise typer.Exit(tracking_work.show_watches(clerk, chosen, everything=everything, as_json=as_json))


@tracking.command("close")
def close_watch(
    watch: Annotated[str, typer.Argument(metavar="WATCH", help="As `clearway tracking watches` names it.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say that it was seen to."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_work.close(Clerk(merchant, by, lang), watch))


@tracking.command("lanes")
def show_lanes(
    origin: CountryArgument, country: CountryArgument, as_json: JsonOption = False, lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:  # fmt: skip
    """Show how long each service takes from one country to another, and how often it is late, lost or held."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        clerk = Clerk(merchant, COMMAND_LINE, lang)
        raise typer.Exit(tracking_work.show_lanes(clerk, origin.upper(), country.upper(), as_json=as_json))


@tracking.command("unknown")
def show_unknown(
    as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """List codes that no table knows; events with them count as no news."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_work.show_unknown(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@tracking.command("reread")
def reread(lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Read again what older tables have read; parcels follow where it means something else."""
    with one_clear_line():
        from api.cli import tracking_work
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_work.reread(Clerk(merchant, COMMAND_LINE, lang)))


@tracking.command("file")
def send_file(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, an event a row.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take a file of events in; sent again, it changes nothing."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_book.send_file(Clerk(merchant, by, lang), name, file))


@sources.command("list")
def list_sources(
    as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """List sources, oldest first, with what is wrong with each."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_book.show_sources(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@sources.command("add")
def add_source(
    kind: Kind,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as dhl-de.")],
    endpoint: EndpointOption = None,
    settings: SetOption = None,
    carriers: CarrierOption = None,
    credentials: CredentialOption = None,
    secrets: SecretOption = None,
    every: EveryOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Connect a source, switched off. Credentials are variables of the environment, or stored sealed."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.channel_stating import Given, stated
        from api.cli.clerk import Clerk
        from fulfillment.tracking.sources.words import SourceKind

        given = stated(Given(endpoint, settings, credentials, secrets, None, every, None), lang)
        asked = tracking_book.asked_of(given, carriers)
        raise typer.Exit(tracking_book.add_source(Clerk(merchant, by, lang), SourceKind(kind), name, asked))


@sources.command("change")
def change_source(
    name: NameArgument,
    endpoint: EndpointOption = None,
    settings: SetOption = None,
    carriers: CarrierOption = None,
    credentials: CredentialOption = None,
    secrets: SecretOption = None,
    every: EveryOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Change a source; what is left out stays. Settings, carriers and variables are replaced whole."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.channel_stating import Given, stated
        from api.cli.clerk import Clerk

        given = stated(Given(endpoint, settings, credentials, secrets, None, every, None), lang)
        raise typer.Exit(
            tracking_book.change_source(Clerk(merchant, by, lang), name, tracking_book.asked_of(given, carriers))
        )


@sources.command("on")
def switch_on(
    name: NameArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Sign in, and follow every parcel under way; the way back for one that was stopped, too."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_book.turn_source(Clerk(merchant, by, lang), name, on=True))


@sources.command("off")
def switch_off(
    name: NameArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Ask and take nothing any more, until it is switched on again."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_book.turn_source(Clerk(merchant, by, lang), name, on=False))


@sources.command("check")
def check_source(
    name: NameArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Sign in, and say what the account has."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_book.check_source(Clerk(merchant, by, lang), name))


@sources.command("delete")
def delete_source(
    name: NameArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Delete a source that is off, with its credentials; what it told stays."""
    with one_clear_line():
        from api.cli import tracking_book
        from api.cli.clerk import Clerk

        raise typer.Exit(tracking_book.delete_source(Clerk(merchant, by, lang), name))
