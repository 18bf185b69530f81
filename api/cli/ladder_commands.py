"""`clearway rules hits` and `clearway rules guard`: what rules do in traffic, and what the guard makes of it."""

from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

SinceOption = Annotated[str, typer.Option("--since", metavar="SPAN", help="How far back: 30d, or 12h.")]

guard = typer.Typer(help="The guard: shares of held and cancelled orders, and its trips.")


def register(rules: typer.Typer) -> None:
    """Adds the commands to those of the rule book."""
    rules.command("hits")(show_hits)
    rules.add_typer(guard, name="guard")


def show_hits(
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="Only this rule.")] = None,
    since: SinceOption = "30d",
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show how often each rule spoke, what people made of it, and which rules never did."""
    with one_clear_line():
        from api.cli.rule_hits import show

        raise typer.Exit(show(merchant, rule, since, lang, as_json=as_json))


@guard.callback(invoke_without_command=True)
def show_guard(
    context: typer.Context,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show what the guard sees now, and its latest trips."""
    if context.invoked_subcommand is not None:
        return
    with one_clear_line():
        from api.cli.guard_page import show

        raise typer.Exit(show(merchant, lang, as_json=as_json))


@guard.command("acknowledge")
def acknowledge_trip(
    trip: Annotated[str, typer.Argument(metavar="TRIP", help="Its id, as `clearway rules guard` shows it.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say that somebody has seen a trip: from now on the guard may trip there again."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.guard_page import acknowledged

        raise typer.Exit(acknowledged(Clerk(merchant, by), trip))
