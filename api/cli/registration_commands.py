"""`clearway registrations`: the numbers under which a merchant stands in registers."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, MerchantOption

registrations = typer.Typer(
    help="Registrations of the merchant: taxes, producer responsibility, product safety.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `clearway registrations list` shows it.")]
DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY")]
Text = Annotated[str, typer.Option(metavar="TEXT")]


@registrations.command("list")
def list_registrations(merchant: MerchantOption = "main", as_json: JsonOption = False) -> None:
    """List those that count, with how each stands today."""
    with one_clear_line():
        from api.cli.register_book import show

        raise typer.Exit(show(merchant, as_json=as_json))


@registrations.command("add")
def add_registration(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as ioss, lucid, weee, responsible_person.")],
    country: Annotated[str, typer.Argument(metavar="CC", help="Where the register is: a country, EU or XI.")],
    number: Annotated[str, typer.Argument(metavar="NUMBER")],
    holder: Text = "",
    entity: Text = "",
    shop: Text = "",
    valid_from: DayOption = None,
    valid_to: DayOption = None,
    evidence: Text = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Add one, or change the one of this number."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.register_book import keep
        from engine.desk.registrations import Stated

        stated = Stated(
            kind=kind,
            country=country,
            number=number,
            holder=holder,
            entity=entity or None,
            shop=shop or None,
            valid_from=None if valid_from is None else valid_from.date(),
            valid_to=None if valid_to is None else valid_to.date(),
            evidence=evidence,
        )
        raise typer.Exit(keep(Clerk(merchant, by), stated))


@registrations.command("end")
def end_registration(id_: Id, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """End one: from now on it counts as if there were none."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.register_book import ended

        raise typer.Exit(ended(Clerk(merchant, by), id_))


@registrations.command("import")
def import_registrations(
    file: Annotated[Path, typer.Argument(metavar="CSV", help="Columns: kind, country, number; others may follow.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Keep all of a file: new ones are added, known ones changed. What cannot be kept is told with its line."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.register_book import import_file

        raise typer.Exit(import_file(Clerk(merchant, by), file))
