"""`clearway lists`: which lists of denied parties are in force, and how they get there."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption

lists = typer.Typer(help="Lists of denied parties: fetched, taken from files, in force.", no_args_is_help=True)
InsistOption = Annotated[bool, typer.Option("--insist", help="Take a list even if it is older, or lost many entries.")]


@lists.command("status")
def show_lists() -> None:
    """List what orders are screened against, and how old it is."""
    with one_clear_line():
        from api.cli.list_keeping import status

        raise typer.Exit(status())


@lists.command("import")
def import_list(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the list, such as ofac-sdn.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Its files, in an official format.")],
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="Its date, where the files state none.")
    ] = None,
    insist: InsistOption = False,
    by: ByOption = COMMAND_LINE,
) -> None:
    """Put a list in force out of files, and say what changed."""
    with one_clear_line():
        from datetime import date

        from api.cli.list_keeping import take_files

        try:
            day = None if dated is None else date.fromisoformat(dated)
        except ValueError:
            fail(Wrong.REFUSED, "--dated is not a date such as 2026-01-31")
        raise typer.Exit(take_files(name, files, day, by, insist=insist))


@lists.command("update")
def update_lists(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="Which of the lists that are set; all.")
    ] = None,
    insist: InsistOption = False,
    by: ByOption = COMMAND_LINE,
) -> None:
    """Fetch the lists that CLEARWAY_PARTY_LISTS names, and put in force what is new."""
    with one_clear_line():
        from api.cli.list_keeping import update

        raise typer.Exit(update(tuple(names or ()), by, insist=insist))


@lists.command("drop")
def drop_list(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `clearway lists status` names it.")],
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take a list out of force."""
    with one_clear_line():
        from api.cli.list_keeping import drop

        raise typer.Exit(drop(name, by))
