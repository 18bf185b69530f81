"""`clearway warehouse …`: warehouses, their bins, and how orders are shared out among them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

warehouse = typer.Typer(help="Warehouses, their bins, and which of them sends what.", no_args_is_help=True)
bins = typer.Typer(help="Bins of warehouses.", no_args_is_help=True)
warehouse.add_typer(bins, name="bins")

CodeArgument = Annotated[str, typer.Argument(metavar="WAREHOUSE", help="Its code.")]
OnlyOption = Annotated[str | None, typer.Option("--warehouse", metavar="CODE", help="Only this one.")]
BinFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV: warehouse,code,zone,aisle,place,level,kind,max_weight_g.")
]


class Policy(StrEnum):
    """What decides among warehouses."""

    NEAREST = "nearest"
    CHEAPEST = "cheapest"
    FEWEST = "fewest"


class Split(StrEnum):
    """Whether an order may come from several."""

    NEVER = "never"
    WHEN_NEEDED = "when_needed"
    ALWAYS_CHEAPEST = "always_cheapest"


@warehouse.command("put")
def put(
    code: CodeArgument,
    country: Annotated[str, typer.Argument(metavar="CC", help="The country that it lies in.")],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="cut_off=16:00, serves='DE AT', parcel_home=490 …; again."),
    ] = None,
    merchant: MerchantOption = "main",
) -> None:
    """Set a warehouse up, or change some of it; `show` names all that can be set."""
    with one_clear_line():
        from api.cli.warehouse_work import kept

        raise typer.Exit(kept(merchant, code, country, settings or []))


@warehouse.command("list")
def show(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List all warehouses with everything that is set."""
    with one_clear_line():
        from api.cli.warehouse_work import show_all

        raise typer.Exit(show_all(merchant, as_json=as_json))


@warehouse.command("demo")
def demo(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Print pick lists and papers into it.")
    ] = None,
    lang: LangOption = Language.EN,
) -> None:
    """Carry three sample orders from payment to parcels that stand ready, in a warehouse that is gone afterwards."""
    with one_clear_line():
        from api.cli.demo_warehouse import run

        raise typer.Exit(run(lang, out))


@warehouse.command("close")
def close(code: CodeArgument, merchant: MerchantOption = "main") -> None:
    """Plan no new orders there; what was planned stays."""
    with one_clear_line():
        from api.cli.warehouse_work import opened

        raise typer.Exit(opened(merchant, code, is_open=False))


@warehouse.command("open")
def open_again(code: CodeArgument, merchant: MerchantOption = "main") -> None:
    """Plan orders there again."""
    with one_clear_line():
        from api.cli.warehouse_work import opened

        raise typer.Exit(opened(merchant, code, is_open=True))


@warehouse.command("policy")
def policy(
    policy_: Annotated[Policy | None, typer.Option("--policy", help="What decides.")] = None,
    split: Annotated[Split | None, typer.Option("--split", help="Whether an order may come from several.")] = None,
    merchant: MerchantOption = "main",
) -> None:
    """Show, or set, how orders are shared out among warehouses."""
    with one_clear_line():
        from api.cli.warehouse_work import terms

        raise typer.Exit(terms(merchant, policy_ and policy_.value, split and split.value))


@bins.command("import")
def import_bins(file: BinFile, merchant: MerchantOption = "main") -> None:
    """Set up all bins of a file; exit code 1 when rows were refused, each with its line and what to do."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_files import bins_taken

        raise typer.Exit(bins_taken(Clerk(merchant, COMMAND_LINE), file))


@bins.command("export")
def export_bins(only: OnlyOption = None, merchant: MerchantOption = "main") -> None:
    """Print all bins as CSV that can be imported again."""
    with one_clear_line():
        from api.cli.stock_files import print_bins

        raise typer.Exit(print_bins(merchant, only))
