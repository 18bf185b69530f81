"""`clearway channels`: shops and marketplaces that orders come from by themselves."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

channels = typer.Typer(
    help="Channels: shops and marketplaces that orders come from by themselves.", no_args_is_help=True
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As `clearway channels list` names it.")]
SayingArgument = Annotated[str, typer.Argument(metavar="SAYING", help="As `clearway channels sayings` names it.")]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", metavar="WORD=VALUE", help="A word of the channel; again for more.")
]
CredentialOption = Annotated[
    list[str] | None,
    typer.Option("--credential", metavar="NAME=VARIABLE", help="By its variable, CLEARWAY_CHANNEL_…; again for more."),
]
SecretOption = Annotated[
    list[str] | None, typer.Option("--secret", metavar="NAME", help="Stored sealed; asked for. Again for more.")
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="ISO-TIME", help="Orders placed since then.")]
EveryOption = Annotated[int | None, typer.Option("--every", metavar="S", min=0, help="Between two looks; 0: never.")]
CountryOption = Annotated[str | None, typer.Option("--from", metavar="CC", help="Country that goods leave from.")]
EndpointOption = Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="Where it is called.")]
MostOption = Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="How many.")]


class Channel(StrEnum):
    """Where orders are placed."""

    OWN_SHOP = "own_shop"
    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    AMAZON = "amazon"
    EBAY = "ebay"


class Became(StrEnum):
    """What became of an order."""

    DECIDED = "decided"
    WAITING = "waiting"
    RECORDED = "recorded"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"


class Stands(StrEnum):
    """How a saying stands."""

    WAITING = "waiting"
    SAID = "said"
    REFUSED = "refused"
    DROPPED = "dropped"


@channels.command("list")
def list_connections(
    as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """List connections, oldest first."""
    with one_clear_line():
        from api.cli.channel_book import show_all
        from api.cli.clerk import Clerk

        raise typer.Exit(show_all(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@channels.command("show")
def show_connection(
    name: NameArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show a connection: how far it was read, what failed, what became of its orders."""
    with one_clear_line():
        from api.cli.channel_book import show
        from api.cli.clerk import Clerk

        raise typer.Exit(show(Clerk(merchant, COMMAND_LINE, lang), name, as_json=as_json))


@channels.command("add")
def add_connection(
    channel: Channel,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as amazon-de.")],
    endpoint: EndpointOption = None,
    shop: Annotated[str | None, typer.Option("--shop", metavar="CODE", help="A shop that is registered.")] = None,
    prefix: Annotated[
        str | None, typer.Option("--prefix", metavar="TEXT", help="In front of its numbers; NAME- unless given.")
    ] = None,
    settings: SetOption = None,
    credentials: CredentialOption = None,
    secrets: SecretOption = None,
    since: SinceOption = None,
    every: EveryOption = None,
    country: CountryOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Connect an account, switched off. Credentials are variables of the environment, or stored sealed."""
    with one_clear_line():
        from api.cli.channel_book import add
        from api.cli.channel_stating import Given, stated
        from api.cli.clerk import Clerk
        from fulfillment.channels.words import ChannelName

        given = Given(endpoint, settings, credentials, secrets, since, every, country)
        clerk = Clerk(merchant, by, lang)
        made = add(clerk, ChannelName(channel), name, stated(given, lang), shop=shop, prefix=prefix)
        raise typer.Exit(made)


@channels.command("change")
def change_connection(
    name: NameArgument,
    endpoint: EndpointOption = None,
    settings: SetOption = None,
    credentials: CredentialOption = None,
    secrets: SecretOption = None,
    since: SinceOption = None,
    every: EveryOption = None,
    country: CountryOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Change a connection; what is left out stays. Settings and variables are replaced whole."""
    with one_clear_line():
        from api.cli.channel_book import changed
        from api.cli.channel_stating import Given, stated
        from api.cli.clerk import Clerk

        given = Given(endpoint, settings, credentials, secrets, since, every, country)
        raise typer.Exit(changed(Clerk(merchant, by, lang), name, stated(given, lang)))


@channels.command("on")
def switch_on(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Sign in, and have its orders read; the way back for one that was stopped, too."""
    with one_clear_line():
        from api.cli.channel_book import turned
        from api.cli.clerk import Clerk

        raise typer.Exit(turned(Clerk(merchant, by, lang), name, on=True))


@channels.command("off")
def switch_off(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Read and say nothing any more, until it is switched on again."""
    with one_clear_line():
        from api.cli.channel_book import turned
        from api.cli.clerk import Clerk

        raise typer.Exit(turned(Clerk(merchant, by, lang), name, on=False))


@channels.command("check")
def check_connection(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Sign in, and say who we are there."""
    with one_clear_line():
        from api.cli.channel_book import checked
        from api.cli.clerk import Clerk

        raise typer.Exit(checked(Clerk(merchant, by, lang), name))


@channels.command("delete")
def delete_connection(
    name: NameArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Delete a connection that is off, with its credentials; not while its orders are open."""
    with one_clear_line():
        from api.cli.channel_book import deleted
        from api.cli.clerk import Clerk

        raise typer.Exit(deleted(Clerk(merchant, by, lang), name))


@channels.command("orders")
def list_orders(
    name: NameArgument,
    taken: Annotated[Became | None, typer.Option("--taken", help="Only those of which this became.")] = None,
    most: MostOption = 50,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what became of its orders, by the channel's numbers."""
    with one_clear_line():
        from api.cli.channel_orders_book import show_orders
        from api.cli.clerk import Clerk

        wanted = None if taken is None else taken.value
        raise typer.Exit(show_orders(Clerk(merchant, COMMAND_LINE, lang), name, wanted, most, as_json=as_json))


@channels.command("retry")
def retry_orders(
    name: NameArgument,
    ref: Annotated[str | None, typer.Argument(metavar="NUMBER", help="One order; else all that were refused.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have orders that could not be read, read once more."""
    with one_clear_line():
        from api.cli.channel_orders_book import retried
        from api.cli.clerk import Clerk

        raise typer.Exit(retried(Clerk(merchant, by, lang), name, ref))


@channels.command("read")
def read_again(
    name: NameArgument,
    since: Annotated[str, typer.Option("--since", metavar="ISO-TIME", help="Orders from then on.")],
    until: Annotated[str | None, typer.Option("--until", metavar="ISO-TIME", help="Now, unless given.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only the end.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Read a time once more, page by page; broken off, the same command goes on where it was."""
    with one_clear_line():
        from api.cli.channel_orders_book import read
        from api.cli.channel_stating import moment
        from api.cli.clerk import Clerk

        begin = moment("--since", since)
        if begin is None:
            fail(Wrong.REFUSED, "--since: name a moment")
        raise typer.Exit(read(Clerk(merchant, by, lang), name, begin, moment("--until", until), quiet=quiet))


@channels.command("count")
def count_orders(
    name: NameArgument,
    days: Annotated[int | None, typer.Option("--days", metavar="N", min=0, max=31, help="How many back.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have its orders counted now, as each night; those that we do not know are fetched."""
    with one_clear_line():
        from api.cli.channel_orders_book import count
        from api.cli.clerk import Clerk

        raise typer.Exit(count(Clerk(merchant, by, lang), name, days))


@channels.command("counts")
def list_counts(
    name: NameArgument,
    most: MostOption = 14,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List the counts, the newest day first, with every order that was missing."""
    with one_clear_line():
        from api.cli.channel_orders_book import show_counts
        from api.cli.clerk import Clerk

        raise typer.Exit(show_counts(Clerk(merchant, COMMAND_LINE, lang), name, most, as_json=as_json))


@channels.command("sayings")
def list_sayings(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One connection; else all.")] = None,
    state: Annotated[Stands | None, typer.Option("--state", help="Only those that stand so.")] = None,
    most: MostOption = 50,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what channels were told, oldest first; `refused` wait for people."""
    with one_clear_line():
        from api.cli.channel_orders_book import show_sayings
        from api.cli.clerk import Clerk

        stands = None if state is None else state.value
        raise typer.Exit(show_sayings(Clerk(merchant, COMMAND_LINE, lang), name, stands, most, as_json=as_json))


@channels.command("close-saying")
def close_saying(
    saying: SayingArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Such as: entered by hand.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say it no more."""
    with one_clear_line():
        from api.cli.channel_orders_book import closed
        from api.cli.clerk import Clerk

        raise typer.Exit(closed(Clerk(merchant, by, lang), saying, reason))


@channels.command("retry-saying")
def retry_saying(
    saying: SayingArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say once more what the channel refused."""
    with one_clear_line():
        from api.cli.channel_orders_book import said_again
        from api.cli.clerk import Clerk

        raise typer.Exit(said_again(Clerk(merchant, by, lang), saying))
