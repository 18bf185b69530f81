"""`clearway forget`: overwrites consignees' numbers that nobody has to keep any longer, and takes out old rows."""

import sys
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, MerchantOption
from engine.counted import counted

RowsOption = Annotated[
    bool, typer.Option("--rows", help="Also let go of all that the settings keep_…_days say is old enough.")
]


def forget(merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE, rows: RowsOption = False) -> None:
    """Overwrite consignees' numbers older than the setting `customs_retention_years`. Run it daily."""
    with one_clear_line():
        from api.cli.clerk import Clerk, at_home
        from engine.desk.forgetting import forget_numbers
        from engine.desk.retaining import tidied
        from fulfillment.keeping import KEPT

        with at_home() as house:
            touched = forget_numbers(house.desk, Clerk(merchant, by).caller)
            old = tidied(house.desk, merchant, KEPT) if rows else {}
        sys.stdout.write(f"{counted(touched, 'order version', 'order versions')}\n")
        sys.stdout.writelines(f"{many} {kind.replace('_', ' ')}\n" for kind, many in old.items() if many)
        raise typer.Exit(Exit.DONE)
