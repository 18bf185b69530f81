"""`clearway notices`: what customers were told, how each kind reads, and messages that came back."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language
from fulfillment.notify.seen_to import SeenTo

notices = typer.Typer(help="What customers are told.", no_args_is_help=True)

KindArgument = Annotated[str, typer.Argument(metavar="KIND", help="As `clearway notices kinds` names it.")]


@notices.command("kinds")
def kinds() -> None:
    """List the kinds of notices, with topic, whether it is always sent, and whether also at night."""
    with one_clear_line():
        from api.cli.notice_book import list_kinds

        raise typer.Exit(list_kinds())


@notices.command("list")
def list_of_order(
    order: OrderArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what was told of an order, and what waits."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.notice_book import list_notices

        raise typer.Exit(list_notices(Clerk(merchant, COMMAND_LINE, lang), order, as_json=as_json))


@notices.command("preview")
def preview(
    kind: KindArgument,
    order: Annotated[str, typer.Option("--order", metavar="ORDER", help="Of this order, not of a made-up one.")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="en, zh, de, fr, es or ja.")] = "",
    html: Annotated[bool, typer.Option("--html", help="As a page of mail.")] = False,
    merchant: MerchantOption = "main",
) -> None:
    """Show how a notice reads. Nothing is sent."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.notice_book import show_preview

        raise typer.Exit(show_preview(Clerk(merchant, COMMAND_LINE), kind, order, language, as_html=html))


@notices.command("bounced")
def bounced(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Messages that came back (RFC 3464).")],
) -> None:
    """Take in messages that came back: each refuses the notice that it is about."""
    with one_clear_line():
        from api.cli.notice_book import take_bounces

        raise typer.Exit(take_bounces(files))


@notices.command("close")
def close(
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="As `clearway inbox deadlines` names it.")],
    how: Annotated[SeenTo, typer.Option("--how", help="The customer was told by another way, or need not be.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Such as: read to them on the phone.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send a notice no more that was refused, or waits for another address."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.notice_book import closed

        raise typer.Exit(closed(Clerk(merchant, by, lang), notice, how, reason))
