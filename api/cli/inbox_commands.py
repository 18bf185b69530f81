"""`clearway inbox`: what buyers write and claim, until when it is answered, and with what."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language
from fulfillment.inbox.words import CaseKind, CaseState, CloseCode

inbox = typer.Typer(help="What buyers write and claim: cases, drafts, answers, deadlines.", no_args_is_help=True)
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="As `clearway inbox list` names it.")]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="How many at most.")]


@inbox.command("list")
def list_cases(
    state: Annotated[CaseState | None, typer.Option("--state", help="Only those that stand so.")] = None,
    kind: Annotated[CaseKind | None, typer.Option("--kind", help="Only of this kind.")] = None,
    orderless: Annotated[bool, typer.Option("--orderless", help="Only those of no known order.")] = False,
    limit: LimitOption = 50,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """List cases in the order of the queue; nothing that buyers wrote is shown."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import listed
        from fulfillment.store.inbox import CasesWanted

        wanted = CasesWanted(limit=limit, state=state, kind=kind, orderless=orderless)
        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE, lang), wanted, as_json=as_json))


@inbox.command("take")
def take(lang: LangOption = Language.EN, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Take the next case: nobody else's for a quarter of an hour."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import taken

        raise typer.Exit(taken(Clerk(merchant, by, lang)))


@inbox.command("show")
def show(
    case: CaseArgument,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Show a case with what was written and what it is about."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE, lang), case, as_json=as_json))


@inbox.command("draft")
def draft(case: CaseArgument, merchant: MerchantOption = "main") -> None:
    """Show a draft in the buyer's language, and in English and Chinese beside it. Nothing is sent."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import drafted

        raise typer.Exit(drafted(Clerk(merchant, COMMAND_LINE), case))


@inbox.command("reply")
def reply(
    case: CaseArgument,
    text: Annotated[Path, typer.Option("--text", metavar="FILE", help="The answer, as UTF-8 text.")],
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help="Of a mail.")] = "",
    by_hand: Annotated[bool, typer.Option("--by-hand", help="It was told elsewhere; only keep it.")] = False,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Answer a case; it leaves once and stops the clock."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import replied

        raise typer.Exit(replied(Clerk(merchant, by), case, text, subject, by_hand=by_hand))


@inbox.command("close")
def close(
    case: CaseArgument,
    reason: Annotated[CloseCode, typer.Argument(metavar="REASON", help="Why, such as solved or no_answer_needed.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Close a case."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import closed

        raise typer.Exit(closed(Clerk(merchant, by), case, reason.value))


@inbox.command("attach")
def attach(
    case: CaseArgument,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="Its id here, or the merchant's own.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say which order a message is about."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import attached

        raise typer.Exit(attached(Clerk(merchant, by), case, order))


@inbox.command("mail")
def mail(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Mails as received (RFC 5322, `.eml`).")],
    merchant: MerchantOption = "main",
) -> None:
    """Take in mails from files; one that came before is taken once."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import mailed

        raise typer.Exit(mailed(Clerk(merchant, COMMAND_LINE), files))


@inbox.command("deadlines")
def deadlines(
    until: Annotated[datetime | None, typer.Option("--until", help="Only those up to this moment (UTC).")] = None,
    limit: LimitOption = 50,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List all that must be answered by when: cases, disputes, and what else has an end."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import ends

        raise typer.Exit(ends(Clerk(merchant, COMMAND_LINE, lang), until, limit))


@inbox.command("figures")
def figures(
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help="Of the last N days.")] = 30,
    merchant: MerchantOption = "main",
) -> None:
    """Print how customer service does, as CSV: by channel, kind and agent."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.inbox_work import counted

        raise typer.Exit(counted(Clerk(merchant, COMMAND_LINE), days))
