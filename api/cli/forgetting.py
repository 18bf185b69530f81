"""`clearway forget`: overwrites consignees' numbers that nobody has to keep any longer."""

import sys

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, MerchantOption


def forget(merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Overwrite consignees' numbers older than the setting `customs_retention_years`. Run it daily."""
    with one_clear_line():
        from api.cli.clerk import Clerk, at_home
        from engine.desk.forgetting import forget_numbers

        with at_home() as house:
            touched = forget_numbers(house.desk, Clerk(merchant, by).caller)
        sys.stdout.write(f"{touched} order versions\n")
        raise typer.Exit(Exit.DONE)
