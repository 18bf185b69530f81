"""`clearway webhooks`: where events are sent to, how that goes, and sending them again."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

webhooks = typer.Typer(help="Webhooks: where events are sent to, and how that goes.", no_args_is_help=True)

EndpointArgument = Annotated[str, typer.Argument(metavar="ENDPOINT", help="As `clearway webhooks list` names it.")]


class State(StrEnum):
    """How a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


@webhooks.command("list")
def list_endpoints(
    as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """List endpoints, oldest first, with how each stands."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import show

        raise typer.Exit(show(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@webhooks.command("add")
def add_endpoint(
    url: Annotated[str, typer.Argument(metavar="URL", help="https://…, where messages are posted to.")],
    types: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Such as order.admitted or order.*; again for more; else all."),
    ] = None,
    description: Annotated[str, typer.Option("--description", metavar="TEXT", help="For people.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have events sent somewhere. The secret that signs them is shown this once."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import keep
        from engine.desk.webhooks import Stated

        stated = Stated(url=url, types=types or None, description=description)
        raise typer.Exit(keep(Clerk(merchant, by, lang), stated))


@webhooks.command("rotate")
def rotate_secret(
    endpoint: EndpointArgument,
    overlap: Annotated[
        int, typer.Option("--overlap", metavar="HOURS", min=0, max=168, help="How long the old ones sign as well.")
    ] = 24,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Make a new secret, and show it this once."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import changed

        raise typer.Exit(changed(Clerk(merchant, by, lang), endpoint, overlap))


@webhooks.command("disable")
def disable_endpoint(
    endpoint: EndpointArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send nothing any more; what waits is dropped."""
    _turn(endpoint, merchant, by, lang, on=False)


@webhooks.command("enable")
def enable_endpoint(
    endpoint: EndpointArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send events again from now on; a replay sends what was missed."""
    _turn(endpoint, merchant, by, lang, on=True)


@webhooks.command("ping")
def ping_endpoint(
    endpoint: EndpointArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send a message that says nothing, to see whether it arrives."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import tried

        raise typer.Exit(tried(Clerk(merchant, by, lang), endpoint))


@webhooks.command("deliveries")
def list_deliveries(
    endpoint: EndpointArgument,
    state: Annotated[State | None, typer.Option("--state", help="Only those that stand so.")] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="How many.")] = 50,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List deliveries of an endpoint, newest first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import Listed, show_deliveries

        listed = Listed(endpoint=endpoint, state=None if state is None else state.value, most=most)
        raise typer.Exit(show_deliveries(Clerk(merchant, COMMAND_LINE, lang), listed, as_json=as_json))


@webhooks.command("redeliver")
def redeliver_one(
    delivery: Annotated[str, typer.Argument(metavar="DELIVERY", help="As `clearway webhooks deliveries` names it.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send a delivery again, with the same `webhook-id`."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import again

        raise typer.Exit(again(Clerk(merchant, by, lang), delivery))


@webhooks.command("replay")
def replay_events(
    endpoint: EndpointArgument,
    after: Annotated[int | None, typer.Option("--after", metavar="SEQ", min=0, help="Behind this number.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="ISO-TIME", help="Since this moment.")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="What was delivered as well.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send events of the feed again: those that the endpoint has not got."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import all_again
        from engine.desk.webhook_repeating import Replay

        wanted = Replay(after=after, since=_moment(since), everything=everything)
        raise typer.Exit(all_again(Clerk(merchant, by, lang), endpoint, wanted))


def _turn(endpoint: str, merchant: str, by: str, lang: Language, *, on: bool) -> None:
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.webhook_book import turned

        raise typer.Exit(turned(Clerk(merchant, by, lang), endpoint, on=on))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"--since {text}: write a moment such as 2026-11-22T09:30:00+01:00")
    if moment.tzinfo is None:
        fail(Wrong.REFUSED, f"--since {text}: the moment has no zone; end it with Z or an offset such as +08:00")
    return moment
