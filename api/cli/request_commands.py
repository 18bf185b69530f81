"""`clearway requests`: what customers are asked, with their links."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

requests = typer.Typer(help="What customers are asked, by a link of their own.", no_args_is_help=True)

RequestArgument = Annotated[str, typer.Argument(metavar="ID", help="As `clearway requests list` names it.")]


class State(StrEnum):
    """How a request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@requests.command("list")
def list_all(
    state: Annotated[State | None, typer.Option("--state", help="Only in this state.")] = None,
    order: Annotated[str, typer.Option("--order", metavar="ORDER", help="Only of this order.")] = "",
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List requests, newest first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.request_book import list_requests

        clerk = Clerk(merchant, COMMAND_LINE, lang)
        raise typer.Exit(list_requests(clerk, None if state is None else state.value, order, as_json=as_json))


@requests.command("show")
def show(
    request: RequestArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show one request, and how it was answered: which fields, not what they say."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.request_book import show_request

        raise typer.Exit(show_request(Clerk(merchant, COMMAND_LINE, lang), request, as_json=as_json))


@requests.command("link")
def link(
    request: RequestArgument,
    new: Annotated[bool, typer.Option("--new", help="Make a new one, send it, and let the old ones end.")] = False,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Print the link of an open request. Whoever has it may answer for the customer."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.request_book import print_link

        raise typer.Exit(print_link(Clerk(merchant, by), request, new=new))


@requests.command("cancel")
def cancel(
    request: RequestArgument,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it is taken back.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take a question back; its links open nothing any more."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.request_book import take_back

        raise typer.Exit(take_back(Clerk(merchant, by, lang), request, why))
