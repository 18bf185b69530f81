"""`clearway files`: files of orders in, decided row by row, and back with what came of each."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, LangOption, MerchantOption
from api.cli.phrases import Language

files = typer.Typer(help="Files of orders: sent, decided row by row, given back.", no_args_is_help=True)

FileArgument = Annotated[str, typer.Argument(metavar="FILE_ID", help="As `clearway files send` names it.")]
ProfileOption = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="Which knows the headers.")]
ShopOption = Annotated[str | None, typer.Option("--shop", metavar="SHOP", help="Whose orders these are.")]


@files.command("send")
def send_file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON.", exists=True, dir_okay=False)],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Wait, and write the answer here.")] = None,
    profile: ProfileOption = None,
    shop: ShopOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Send a file. With --out its orders are decided at once, and the answer is written."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.file_work import send

        raise typer.Exit(send(Clerk(merchant, by, lang), path, out, shop, profile))


@files.command("show")
def show_file(file: FileArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Say how far a file is."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.file_work import show

        raise typer.Exit(show(Clerk(merchant, COMMAND_LINE, lang), file))


@files.command("fetch")
def fetch_file(
    file: FileArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Its ending says the form: .csv or .xlsx.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Write the rows with outcome, reasons and next step."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.file_work import fetch

        raise typer.Exit(fetch(Clerk(merchant, COMMAND_LINE, lang), file, out))


@files.command("watch")
def watch_folder(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where files are dropped.", file_okay=False)],
    once: Annotated[bool, typer.Option("--once", help="Look once, and end.")] = False,
    profile: ProfileOption = None,
    shop: ShopOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take every file that is dropped into a folder, and put the answer into `decided` beside it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.folder_watching import watch

        raise typer.Exit(watch(Clerk(merchant, by, lang), folder, shop, profile, once=once))
