"""`clearway data check` and `data diff`: the restricted goods data by itself, and what a change of it touches."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line, say
from engine.counted import counted

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

        whole = data_ if data_ is not None else data_folder()
        folder = restricted_goods(whole)
        ended = report(folder, SystemClock().now().date(), warnings=warnings)
        if ended is Exit.DONE and folder != whole:
            ended = the_rest(whole)
        raise typer.Exit(ended)


def the_rest(folder: Path) -> Exit:
    """Whether all other data can be read too; of that the first fault is told."""
    from engine.errors import DataRejected
    from engine.facts.knowledge import load_knowledge
    from fulfillment.documents.paper_book import load_paper_book
    from fulfillment.packing.hazards import load_hazards
    from fulfillment.packing.terms import house_terms
    from fulfillment.packing.weights import load_carriers

    try:
        load_knowledge(folder)
        for load in (house_terms, load_carriers, load_hazards, load_paper_book):
            load(folder)
    except DataRejected as rejected:
        say(str(rejected))
        return Exit.SOME_BAD
    typer.echo("all other data can be read")
    return Exit.DONE


def restricted_goods(folder: Path) -> Path:
    """The folder of restricted goods in a folder of project data, or that folder itself."""
    inner = folder / FOLDER
    return inner if inner.is_dir() else folder


def report(folder: Path, today: date, *, warnings: bool) -> Exit:
    """Prints faults to standard error and a count to standard output."""
    from engine.goods.checking import check_folder
    from engine.goods.faults import Severity

    found = check_folder(folder, today)
    wrong = [fault for fault in found if fault.severity is Severity.ERROR]
    for fault in found if warnings else wrong:
        say(f"{fault.rendered()}\n")
    files = sum(1 for path in folder.rglob("*") if path.suffix in {".yaml", ".csv"})
    told = counted(len(wrong), "fault", "faults"), counted(len(found) - len(wrong), "warning", "warnings")
    typer.echo(f"{counted(files, 'file', 'files')}, {', '.join(told)}")
    return Exit.SOME_BAD if wrong else Exit.DONE


@data.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Restricted goods data, or project data with it.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, changed.")],
    orders: Annotated[
        bool, typer.Option("--orders", help="Also list the waiting orders of the database that it touches.")
    ] = False,
    merchant: Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose orders.")] = "main",
) -> None:
    """Say in words what changed in the data, and which waiting orders that touches."""
    with one_clear_line():
        from engine.goods.comparing import compare, in_words
        from engine.goods.reading import read_statements

        folders = restricted_goods(old), restricted_goods(new)
        before, after = (read_statements(folder) for folder in folders)
        typer.echo(in_words(compare(before, after)), nl=False)
        if orders:
            list_touched(*folders, merchant)
        raise typer.Exit(Exit.DONE)


WAITING = ("hold", "ask_customer")


def list_touched(old: Path, new: Path, merchant: str) -> None:
    """Prints every waiting order of which the two editions say different things."""
    from api.composition.desk import make_desk
    from api.composition.secret import fitting_secret
    from api.storage import current
    from engine.clock import SystemClock
    from engine.desk.desk import Caller
    from engine.desk.touching import touched
    from engine.goods.knowledge import GoodsKnowledge
    from engine.ids import TimeOrderedIds
    from engine.settings import Settings
    from engine.store.decision_rows import ids_by_outcome

    settings, count = Settings(), 0
    editions = GoodsKnowledge.load(old), GoodsKnowledge.load(new)
    with current(settings) as database:
        desk = make_desk(database, fitting_secret(settings, database), SystemClock(), TimeOrderedIds())
        with database.read() as session:
            ids = list(ids_by_outcome(session, merchant, WAITING))
            for one in touched(desk, session, Caller(merchant=merchant, name="data diff"), ids, *editions):
                count += 1
                marks = [f"-{name}" for name in sorted(one.gone)] + [f"+{name}" for name in sorted(one.come)]
                typer.echo(f"  {one.ref} ({one.order_id}, {one.outcome}): {' '.join(marks or sorted(one.facts))}")
    typer.echo(f"{count} of {counted(len(ids), 'waiting order', 'waiting orders')} touched")
