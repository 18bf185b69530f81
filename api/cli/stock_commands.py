"""`clearway stock …` beyond `set` and `list`: receipts, corrections, moves, lots, the ledger, files, short orders."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.count_commands import count
from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language

SkuArgument = Annotated[str, typer.Argument(metavar="SKU", help="The article.")]
WarehouseArgument = Annotated[str, typer.Argument(metavar="WAREHOUSE", help="Where it lies.")]
PiecesArgument = Annotated[int, typer.Argument(metavar="N", min=1, max=1_000_000, help="Pieces.")]
BinOption = Annotated[str, typer.Option("--bin", metavar="CODE", help="The bin, where there are bins.")]
LotOption = Annotated[str, typer.Option("--lot", metavar="CODE", help="The lot, where lots are kept apart.")]
ReferenceOption = Annotated[str, typer.Option("--reference", metavar="TEXT", help="Delivery, order or note.")]
OnlyWarehouse = Annotated[str | None, typer.Option("--warehouse", metavar="CODE", help="Only this one.")]
OnlySku = Annotated[str | None, typer.Option("--sku", metavar="SKU", help="Only this article.")]
StockFile = Annotated[Path, typer.Argument(metavar="FILE", help="CSV: sku,warehouse,bin,lot,expires_on,on_hand.")]


class AdjustReason(StrEnum):
    """Why a place is corrected."""

    DAMAGED = "damaged"
    LOST = "lost"
    FOUND = "found"
    EXPIRED = "expired"
    SAMPLE = "sample"
    CORRECTION = "correction"


class WayOut(StrEnum):
    """What an order that is short can do."""

    WAIT = "wait"
    OTHER_WAREHOUSE = "other_warehouse"
    SPLIT = "split"
    SUBSTITUTE = "substitute"
    CANCEL = "cancel"


def add_stock_commands(stock: typer.Typer) -> None:
    """Puts all of them under `clearway stock`."""
    for name, act in (("receive", receive), ("adjust", adjust), ("move", move), ("quarantine", quarantine),
                      ("release", release), ("lot", lot), ("places", places), ("ledger", ledger),
                      ("backorders", backorders), ("expect", expect), ("substitute", substitute),
                      ("options", options), ("choose", choose), ("answer", answer), ("import", import_file),
                      ("export", export_file)):  # fmt: skip
        stock.command(name)(act)
    stock.add_typer(count, name="count")


def receive(
    sku: SkuArgument, warehouse: WarehouseArgument, pieces: PiecesArgument, bin_: BinOption = "", lot: LotOption = "",
    expires: Annotated[str, typer.Option("--expires", metavar="DATE", help="Last day of the lot.")] = "",
    reference: ReferenceOption = "", merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Tell that goods came in; orders that wait for them go on."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import received

        raise typer.Exit(received(Clerk(merchant, by), sku, warehouse, pieces, (bin_, lot), expires, reference))


def adjust(
    sku: SkuArgument, warehouse: WarehouseArgument,
    pieces: Annotated[int, typer.Argument(metavar="±N", help="Pieces; after --, where it is negative.")],
    reason: Annotated[AdjustReason, typer.Option("--reason", help="Why.")], bin_: BinOption = "", lot: LotOption = "",
    reference: ReferenceOption = "", merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Correct a place, with a reason: `clearway stock adjust --reason damaged SKU WAREHOUSE -- -2`."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import adjusted

        clerk = Clerk(merchant, by)
        raise typer.Exit(adjusted(clerk, sku, warehouse, pieces, reason.value, (bin_, lot), reference))


def move(
    sku: SkuArgument, warehouse: WarehouseArgument, pieces: PiecesArgument,
    to: Annotated[str, typer.Option("--to", metavar="CODE", help="The bin that they go to.")],
    bin_: BinOption = "", lot: LotOption = "", merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Move pieces into another bin."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import moved

        raise typer.Exit(moved(Clerk(merchant, by), "moved", sku, warehouse, pieces, (bin_, lot), to))


def quarantine(
    sku: SkuArgument, warehouse: WarehouseArgument, pieces: PiecesArgument, bin_: BinOption = "", lot: LotOption = "",
    merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Set pieces aside: no order gets them."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import moved

        raise typer.Exit(moved(Clerk(merchant, by), "quarantined", sku, warehouse, pieces, (bin_, lot), ""))


def release(
    sku: SkuArgument, warehouse: WarehouseArgument, pieces: PiecesArgument,
    to: Annotated[str, typer.Option("--to", metavar="CODE", help="The bin that they go to.")] = "",
    lot: LotOption = "", merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Give pieces in quarantine free again."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import moved

        raise typer.Exit(moved(Clerk(merchant, by), "released", sku, warehouse, pieces, ("", lot), to))


def lot(
    sku: SkuArgument, code: Annotated[str, typer.Argument(metavar="LOT", help="The lot.")],
    aside: Annotated[bool | None, typer.Option("--quarantine/--good", help="Set it aside, or give it free.")] = None,
    expires: Annotated[str, typer.Option("--expires", metavar="DATE", help="Its right last day.")] = "",
    merchant: MerchantOption = "main",
) -> None:  # fmt: skip
    """Set a lot aside everywhere, or put its last day right; names the orders that have pieces of it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import lot_changed

        raise typer.Exit(lot_changed(Clerk(merchant, COMMAND_LINE), sku, code, expires, aside=aside))


def places(
    sku: OnlySku = None, warehouse: OnlyWarehouse = None, as_json: JsonOption = False, merchant: MerchantOption = "main"
) -> None:
    """List what lies in which bin, of which lot."""
    with one_clear_line():
        from api.cli.stock_shown import show_places

        raise typer.Exit(show_places(merchant, sku, warehouse, as_json=as_json))


def ledger(
    sku: OnlySku = None, warehouse: OnlyWarehouse = None, as_json: JsonOption = False, merchant: MerchantOption = "main"
) -> None:
    """List all movements, oldest first."""
    with one_clear_line():
        from api.cli.stock_shown import show_ledger

        raise typer.Exit(show_ledger(merchant, sku, warehouse, as_json=as_json))


def backorders(sku: OnlySku = None, as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List what orders wait for, the longest waiting first."""
    with one_clear_line():
        from api.cli.stock_shown import show_backorders

        raise typer.Exit(show_backorders(merchant, sku, as_json=as_json))


def expect(
    sku: SkuArgument, warehouse: WarehouseArgument, pieces: PiecesArgument,
    due: Annotated[str, typer.Option("--due", metavar="ISO-TIME", help="When they come.")],
    reference: Annotated[str, typer.Option("--reference", metavar="ID", help="Such as a purchase order.")],
    merchant: MerchantOption = "main",
) -> None:  # fmt: skip
    """Announce goods on their way: from them comes the day that waiting orders are told."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import expected

        raise typer.Exit(expected(Clerk(merchant, COMMAND_LINE), sku, warehouse, pieces, due, reference))


def substitute(
    sku: SkuArgument, stand_in: Annotated[str, typer.Argument(metavar="SKU", help="What may stand in for it.")],
    extra: Annotated[int, typer.Option("--extra", metavar="N", help="Minor units that a piece costs more.")] = 0,
    currency: Annotated[str, typer.Option("--currency", metavar="CUR", help="Of that.")] = "EUR",
    merchant: MerchantOption = "main",
) -> None:  # fmt: skip
    """Let an article stand in for another one that is short, if the customer consents."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import stands_in

        raise typer.Exit(stands_in(Clerk(merchant, COMMAND_LINE), sku, stand_in, extra, currency))


def options(
    order: OrderArgument, lang: LangOption = Language.EN, as_json: JsonOption = False, merchant: MerchantOption = "main"
) -> None:
    """Show the ways out for an order that is short, each with what it costs and by when it ships."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_shown import show_options

        raise typer.Exit(show_options(Clerk(merchant, COMMAND_LINE), order, lang, as_json=as_json))


def choose(
    order: OrderArgument, way: Annotated[WayOut, typer.Argument(metavar="WAY", help="One of those that are open.")],
    target: Annotated[str, typer.Option("--target", metavar="NAME", help="Where a way is open several times.")] = "",
    part: Annotated[str | None, typer.Option("--part", metavar="N", help="Where several parts are short.")] = None,
    merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Take one of the ways out of a shortage."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import way_taken

        raise typer.Exit(way_taken(Clerk(merchant, by), order, way.value, target, part))


def answer(
    order: OrderArgument, choice: Annotated[str, typer.Argument(metavar="CHOICE", help="As `choose` printed it.")],
    consents: Annotated[bool, typer.Option("--yes/--no", help="What the customer says.")],
    merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Enter whether a customer takes the article that would stand in."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_work import answered

        raise typer.Exit(answered(Clerk(merchant, by), order, choice, consents=consents))


def import_file(
    file: StockFile, reference: ReferenceOption = "", merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Bring each place of a file to its number of pieces; exit code 1 when rows were refused, each with its line."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_files import stock_taken

        raise typer.Exit(stock_taken(Clerk(merchant, by), file, reference))


def export_file(warehouse: OnlyWarehouse = None, merchant: MerchantOption = "main") -> None:
    """Print all places as CSV that can be imported again."""
    with one_clear_line():
        from api.cli.stock_files import print_stock

        raise typer.Exit(print_stock(merchant, warehouse))
