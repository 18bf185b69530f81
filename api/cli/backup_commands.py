"""`clearway backup` and `clearway restore`: everything that is kept, in one file, and back again."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line


def back_up(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; `.sqlite` copies a SQLite file as it is.")],
) -> None:
    """Back everything up while others work: rows of all tables in one archive, sealed as they are, without the secret.

    A name that ends in `.sqlite` makes a copy of the SQLite file instead, which is quicker.
    """
    with one_clear_line():
        from api.cli.backing_up import run

        raise typer.Exit(run(file))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `clearway backup` wrote.")],
    only_check: Annotated[bool, typer.Option("--check", help="Read and check the file, and restore nothing.")] = False,
) -> None:
    """Put a back-up into an empty database. Broken off, it goes on where it was when it is run again."""
    with one_clear_line():
        from api.cli.restoring import check, run

        raise typer.Exit(check(file) if only_check else run(file))
