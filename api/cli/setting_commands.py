"""`clearway settings`: what a merchant may set."""

import sys
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, MerchantOption

settings = typer.Typer(help="What a merchant may set.", no_args_is_help=True)


@settings.command("list")
def list_settings(merchant: MerchantOption = "main") -> None:
    """List all settings with what counts now."""
    with one_clear_line():
        from api.cli.clerk import at_home
        from engine.desk.preferences import PREFERENCES, preferences

        with at_home() as house, house.database.read() as session:
            counts = preferences(session, merchant)
        for name, each in PREFERENCES.items():
            sys.stdout.write(f"{name} = {counts[name]}   {each.meaning} (from {each.least} to {each.most})\n")
        raise typer.Exit(Exit.DONE)


@settings.command("set")
def set_setting(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `clearway settings list` names it.")],
    value: Annotated[int, typer.Argument(metavar="N", help="A whole number.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Set one, from now on."""
    with one_clear_line():
        from api.cli.clerk import Clerk, at_home
        from engine.desk.preferences import prefer

        with at_home() as house:
            prefer(house.desk, Clerk(merchant, by).caller, name, value)
        sys.stdout.write(f"{name} = {value}\n")
        raise typer.Exit(Exit.DONE)
