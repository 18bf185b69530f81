"""`clearway disputes`: buyers who dispute a payment, and what is laid before their banks."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

disputes = typer.Typer(help="Disputes with buyers' banks: deadlines, evidence, outcomes.", no_args_is_help=True)
DisputeArgument = Annotated[str, typer.Argument(metavar="DISPUTE", help="As `clearway disputes list` names it.")]


class StateName(StrEnum):
    """How a dispute stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    WON = "won"
    LOST = "lost"
    ACCEPTED = "accepted"


class OutcomeName(StrEnum):
    """How a dispute can end; `accepted` gives in."""

    WON = "won"
    LOST = "lost"
    ACCEPTED = "accepted"


@disputes.command("list")
def list_all(
    state: Annotated[StateName | None, typer.Option("--state", help="Only those that stand so.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List disputes: what they are about, and by when they must be answered."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.disputing import listed

        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE), None if state is None else state.value, lang))


@disputes.command("show")
def show(
    dispute: DisputeArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show a dispute: which evidence its reason asks for, what of it there is, and what is wanting."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.disputing import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE), dispute, lang, as_json=as_json))


@disputes.command("evidence")
def evidence(
    dispute: DisputeArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the ZIP.")],
    merchant: MerchantOption = "main",
) -> None:
    """Write the evidence, as JSON and as a page, into a ZIP. It holds personal values: mind where it goes."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.disputing import written

        raise typer.Exit(written(Clerk(merchant, COMMAND_LINE), dispute, out))


@disputes.command("submit")
def submit(
    dispute: DisputeArgument,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Where and how.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that the evidence was laid before the bank; its digest is remembered."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.disputing import submitted

        raise typer.Exit(submitted(Clerk(merchant, by), dispute, note))


@disputes.command("decide")
def decide(
    dispute: DisputeArgument,
    outcome: Annotated[OutcomeName, typer.Argument(metavar="OUTCOME", help="won, lost, or accepted.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell how a dispute ended where no message of the gateway does; it becomes a label of the order."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.disputing import decided

        raise typer.Exit(decided(Clerk(merchant, by), dispute, outcome.value))
