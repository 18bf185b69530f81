"""`clearway products`: the product file of the installation's own database."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, MerchantOption

products = typer.Typer(help="The product file: what customs and carriers ask of each article.", no_args_is_help=True)
ProductFile = Annotated[Path, typer.Argument(metavar="FILE", help="Products: CSV, XLSX or JSON.")]
Task = Annotated[str, typer.Argument(metavar="TASK", help="As `clearway products tasks` lists it.")]
Patch = Annotated[str, typer.Argument(metavar="JSON", help='What is known now: \'{"battery": {"packing": "alone"}}\'.')]


@products.command("import")
def import_file(
    file: ProductFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look, and keep nothing.")] = False,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Put all products of a file; every fault is told with its row and column, and refuses its row alone."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.products_work import import_into

        raise typer.Exit(import_into(Clerk(merchant, by), file, dry_run=dry_run, as_json=as_json))


@products.command("export")
def export_file(merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Print the whole product file as CSV; it can be imported again as it is."""
    with one_clear_line():
        from api.cli.clerk import Clerk, at_home
        from engine.desk.products import export_products

        with at_home() as house:
            for line in export_products(house.desk, Clerk(merchant, by).caller):
                sys.stdout.write(line.replace("\r\n", "\n"))
        raise typer.Exit(Exit.DONE)


@products.command("show")
def show_product(
    sku: Annotated[str, typer.Argument(metavar="SKU", help="The seller's own SKU.")], merchant: MerchantOption = "main"
) -> None:
    """Print a product as JSON."""
    with one_clear_line():
        from api.cli.products_work import show

        raise typer.Exit(show(merchant, sku))


@products.command("tasks")
def list_tasks(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List what is wanting of articles that orders wait for."""
    with one_clear_line():
        from api.cli.products_work import tasks

        raise typer.Exit(tasks(merchant, as_json=as_json))


@products.command("answer")
def answer_task(task: Task, patch: Patch, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Say what was wanting; all orders that wait for the article are decided anew."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.products_work import answered

        raise typer.Exit(answered(Clerk(merchant, by), task, patch))
