"""`clearway takedowns`: notices against articles, which stop every order of them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, MerchantOption

takedowns = typer.Typer(help="Notices against articles, which stop every order of them.", no_args_is_help=True)
PART = 500


@takedowns.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: sku, title, reason, complainant, reference, date.")
    ],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take the notices of a file in; all of them, or none."""
    with one_clear_line():
        from api.cli.clerk import Clerk, at_home
        from api.cli.file_content import content_of
        from engine.desk.takedown_file import MOST_BYTES, read_takedowns
        from engine.desk.takedowns import import_takedowns

        entries = read_takedowns(content_of(file, MOST_BYTES))
        with at_home() as house:
            imported = import_takedowns(house.desk, Clerk(merchant, by).caller, entries)
        for row in imported.added:
            sys.stdout.write(f"{row.notice.id}  {row.notice.sku or row.notice.title}\n")
        sys.stdout.write(f"{len(imported.added)} new, {imported.known} in force already\n")
        raise typer.Exit(Exit.DONE)


@takedowns.command("list")
def list_all(
    merchant: MerchantOption = "main",
    every: Annotated[bool, typer.Option("--all", help="Those that were lifted, too.")] = False,
) -> None:
    """List notices, oldest first."""
    with one_clear_line():
        from api.cli.clerk import at_home
        from api.cli.notices import notice_row
        from engine.store.takedowns import takedowns as notices

        after = ""
        with at_home() as house, house.database.read() as session:
            while rows := notices(session, merchant, PART, after, active=not every):
                sys.stdout.writelines(notice_row(row) for row in rows)
                after = rows[-1].notice.id
        raise typer.Exit(Exit.DONE)


@takedowns.command("lift")
def lift_one(
    takedown: Annotated[str, typer.Argument(metavar="ID", help="As `clearway takedowns list` names it.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why it is over.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Lift a notice; the orders that it stopped are decided anew."""
    with one_clear_line():
        from api.cli.clerk import Clerk, at_home
        from engine.desk.takedowns import lift

        with at_home() as house:
            row = lift(house.desk, Clerk(merchant, by).caller, takedown, note)
        sys.stdout.write(f"{row.notice.id} lifted\n")
        raise typer.Exit(Exit.DONE)
