"""`clearway data check` and `data diff`: the restricted goods data by itself, and what a change of it touches."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line, say

data = typer.Typer(help="The restricted goods data.", no_args_is_help=True)
FOLDER = "restricted_goods"
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Project data; else what Clearway came with.")
]


@data.command("check")
def check(
    data_: DataOption = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="Show warnings too, not only count them.")] = False,
) -> None:
    """Report every fault of the restricted goods files with its place; exit 1 when there is any."""
    with one_clear_line():
        from engine.bundled import data_folder
        from engine.clock import SystemClock

        folder = restricted_goods(data_ if data_ is not None else data_folder())
        raise typer.Exit(report(folder, SystemClock().now().date().isoformat(), warnings=warnings))


def restricted_goods(folder: Path) -> Path:
    """The folder of restricted goods in a folder of project data, or that folder itself."""
    inner = folder / FOLDER
    return inner if inner.is_dir() else folder


def report(folder: Path, today: str, *, warnings: bool) -> Exit:
    """Prints faults to standard error and a count to standard output."""
    from datetime import date

    from engine.goods.checking import check_folder
    from engine.goods.faults import Severity

    found = check_folder(folder, date.fromisoformat(today))
    wrong = [fault for fault in found if fault.severity is Severity.ERROR]
    for fault in found if warnings else wrong:
        say(f"{fault.rendered()}\n")
    files = sum(1 for path in folder.rglob("*") if path.suffix in {".yaml", ".csv"})
    typer.echo(f"{files} files, {len(wrong)} faults, {len(found) - len(wrong)} warnings")
    return Exit.SOME_BAD if wrong else Exit.DONE
