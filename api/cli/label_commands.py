"""`clearway labels`: what orders turned out to be, one by one and from files."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LabelKind, LangOption, MerchantOption
from api.cli.phrases import Language

labels = typer.Typer(help="What orders turned out to be: fraud, chargeback, legitimate.", no_args_is_help=True)


@labels.command("import")
def import_labels(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV: order_id, kind, source; maybe reason_code, known_at, note, shop."),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Take none where one row is faulty.")] = False,
    by: ByOption = COMMAND_LINE,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Take labels from a file; a faulty row is named by line and column, and keeps no other from being taken."""
    with one_clear_line():
        from api.cli import label_book
        from api.cli.clerk import Clerk

        raise typer.Exit(label_book.import_file(Clerk(merchant, by), file, lang, strict=strict))


@labels.command("add")
def add_label(
    order: Annotated[str, typer.Argument(metavar="ORDER", help="Its id here, or the merchant's own.")],
    kind: Annotated[LabelKind, typer.Argument(metavar="KIND", help="Such as fraud, chargeback, not_received.")],
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="S",
            help="Who said so: chargeback, analyst, refund, marketplace, trusted, or another word.",
        ),
    ],
    reason_code: Annotated[str, typer.Option("--reason-code", metavar="CODE", help="Such as a card network's.")] = "",
    known_at: Annotated[str, typer.Option("--known-at", metavar="TIME", help="Since when it is known; else now.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For those who read it later.")] = "",
    by: ByOption = COMMAND_LINE,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Label one order."""
    with one_clear_line():
        from api.cli import label_book
        from api.cli.clerk import Clerk

        row = {
            "order_id": order,
            "kind": kind.value,
            "source": source,
            "reason_code": reason_code,
            "known_at": known_at,
            "note": note,
        }
        raise typer.Exit(label_book.add(Clerk(merchant, by), row, lang))


@labels.command("list")
def list_labels(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List labels, oldest first."""
    with one_clear_line():
        from api.cli import label_book

        raise typer.Exit(label_book.show(merchant, as_json=as_json))


@labels.command("export")
def export_labels(
    file: Annotated[str, typer.Argument(metavar="FILE", help="- writes to standard output.")] = "-",
    merchant: MerchantOption = "main",
) -> None:
    """Write all labels as the CSV that `labels import` reads."""
    with one_clear_line():
        from api.cli import label_book

        raise typer.Exit(label_book.export(merchant, file))
