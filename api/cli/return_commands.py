"""`clearway returns`: what customers want to give back, what the policy says of it, and what came back."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, LangOption, MerchantOption, OrderArgument, ReasonOption
from api.cli.phrases import Language

returns = typer.Typer(help="Goods that customers want to give back.", no_args_is_help=True)

ReturnArgument = Annotated[str, typer.Argument(metavar="RETURN", help="Its id, as `clearway returns list` shows it.")]
PiecesArgument = Annotated[list[str], typer.Argument(metavar="LINE=PIECES", help="Number of the order's line, pieces.")]
GradedArgument = Annotated[
    list[str],
    typer.Argument(metavar="LINE:GRADE=PIECES", help="How pieces came back: like_new, opened, damaged, wrong."),
]


@returns.command("list")
def list_returns(
    state: Annotated[str | None, typer.Option("--state", metavar="STATE", help="Only those that stand so.")] = None,
    merchant: MerchantOption = "main",
) -> None:
    """List returns, oldest first: id, number, order, reason, where they stand and what they wait for."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import listed

        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE), state))


@returns.command("ask")
def ask(
    order: OrderArgument,
    pieces: PiecesArgument,
    reason: ReasonOption,
    wish: Annotated[str, typer.Option("--wish", help="refund, replacement or keep.")] = "refund",
    excepted: Annotated[
        list[str] | None, typer.Option("--excepted", metavar="WHY", help="Why no law makes you take it; repeatable.")
    ] = None,
    seal: Annotated[str, typer.Option("--seal", help="Of sealed goods: whole or broken.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell what a customer wants to give back and why, and show what the policy says of it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import asked
        from fulfillment.aftersales.comebacks import Wish

        wanted = Wish(wish=wish, excepted=frozenset(excepted or ()), seal=seal)
        raise typer.Exit(asked(Clerk(merchant, by), order, pieces, reason, wanted))


@returns.command("show")
def show(back: ReturnArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Show a return with every reason of the policy, what came back, and the days that count."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE, lang), back))


@returns.command("accept")
def accept(
    back: ReturnArgument,
    way: Annotated[str, typer.Option("--way", metavar="WAY", help="How it is settled, such as refund_kept.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Let goods come back, or settle the matter without them."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import accepted

        raise typer.Exit(accepted(Clerk(merchant, by), back, way))


@returns.command("inspect")
def inspect(
    back: ReturnArgument, pieces: GradedArgument, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Tell piece by piece how goods came back; what is not told of is missing."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import inspected

        raise typer.Exit(inspected(Clerk(merchant, by), back, pieces))


@returns.command("settle")
def settle(
    back: ReturnArgument,
    amount: Annotated[
        int | None, typer.Option("--amount", metavar="N", min=0, help="Minor units; else all that was paid.")
    ] = None,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """End a return that waits for a person after its goods were looked at."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import settled

        raise typer.Exit(settled(Clerk(merchant, by), back, amount))


@returns.command("label")
def label(
    back: ReturnArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the drawing (SVG) goes.")],
    merchant: MerchantOption = "main",
) -> None:
    """Write the label by which goods come back."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.returning import labelled

        raise typer.Exit(labelled(Clerk(merchant, COMMAND_LINE), back, out))
