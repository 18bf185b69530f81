"""`clearway hold list|show|assign|then` and `clearway review`: what waits for people, and until when."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, hold
from api.cli.phrases import Language
from engine.desk.deadlines import Clock
from engine.desk.reason_codes import ReasonCode


class How(StrEnum):
    """How a review can end."""

    RELEASE = "release"
    LEGITIMATE = "legitimate"
    FRAUD = "fraud"
    KEEP = "keep"


class Action(StrEnum):
    """What can follow at the end of a hold."""

    CANCEL = "cancel"
    REAUTHORISE = "reauthorise"
    ESCALATE = "escalate"
    RELEASE = "release"


review = typer.Typer(help="Orders that wait for a person, the most urgent first.", no_args_is_help=True)

HoldArgument = Annotated[str, typer.Argument(metavar="HOLD", help="As `clearway hold list` names it.")]
ReviewArgument = Annotated[str, typer.Argument(metavar="REVIEW", help="As `clearway review list` names it.")]
QueueOption = Annotated[str | None, typer.Option("--queue", metavar="NAME", help="Only this queue.")]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="How many at most.")]


@hold.command("list")
def list_holds(
    reason: Annotated[str | None, typer.Option("--reason", metavar="CODE", help="Only for this reason.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Only what this person minds.")] = None,
    clock: Annotated[Clock | None, typer.Option("--clock", help="Only with this clock ruling.")] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Ended ones too.")] = False,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what holds orders, with its end, whose clock that is, and what follows then."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import show_holds
        from engine.store.hold_listing import HoldsWanted

        wanted = HoldsWanted(state=None if ended else "open", reason=reason, owner=owner, clock=clock)
        raise typer.Exit(show_holds(Clerk(merchant, COMMAND_LINE), wanted, limit, lang, as_json=as_json))


@hold.command("show")
def show_hold(
    hold_: HoldArgument, as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """Show one hold, and what is different since a person released the same."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import show_hold as shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE), hold_, lang, as_json=as_json))


@hold.command("assign")
def assign_hold(
    hold_: HoldArgument,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who minds it; nobody unless named.")
    ] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say who minds a hold."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import give_hold

        raise typer.Exit(give_hold(Clerk(merchant, by), hold_, owner, lang))


@hold.command("then")
def choose_action(
    reason: Annotated[
        str | None, typer.Argument(metavar="REASON", help="Its code; all that is set unless named.")
    ] = None,
    then: Annotated[Action | None, typer.Argument(metavar="ACTION", help="None: as the rule book says.")] = None,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Choose what follows at the end of holds for a reason: cancel, reauthorise, escalate or release."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import choose_action as chosen
        from engine.rulebook.holds_block import Expiry

        raise typer.Exit(chosen(Clerk(merchant, by), reason, None if then is None else Expiry(then)))


@review.command("list")
def list_reviews(
    queue: QueueOption = None,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what waits, the most urgent first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import show_reviews

        raise typer.Exit(show_reviews(Clerk(merchant, COMMAND_LINE), queue, limit, lang, as_json=as_json))


@review.command("next")
def take_next(
    queue: QueueOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take the next one: nobody else gets it for a while."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import take_review

        raise typer.Exit(take_review(Clerk(merchant, by), queue, lang))


@review.command("assign")
def assign_review(
    review_: ReviewArgument,
    to: Annotated[str, typer.Argument(metavar="NAME", help="To whom.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Give a review to somebody."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import give_review

        raise typer.Exit(give_review(Clerk(merchant, by), review_, to, lang))


@review.command("resolve")
def resolve_review(
    review_: ReviewArgument,
    how: Annotated[How, typer.Argument(metavar="HOW", help="release, legitimate, fraud or keep.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is known.")] = "",
    code: Annotated[ReasonCode | None, typer.Option("--code", help="Why, in one word.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """End a review; a release frees all that a person may release."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.hold_work import Ending, end_review
        from engine.desk.reviewing import Disposition

        ending = Ending(Disposition(how), note, "" if code is None else code.value)
        raise typer.Exit(end_review(Clerk(merchant, by), review_, ending, lang))
