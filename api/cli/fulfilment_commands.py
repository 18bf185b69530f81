"""`clearway fulfil` and `clearway stock`: what warehouse and service staff tell, on the installation's own database."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import (
    COMMAND_LINE,
    ByOption,
    JsonOption,
    LangOption,
    MerchantOption,
    OrderArgument,
    ReasonOption,
)
from api.cli.phrases import Language

fulfil = typer.Typer(help="What becomes of orders that were admitted.", no_args_is_help=True)
back = typer.Typer(help="Goods that come back.", no_args_is_help=True)
stock = typer.Typer(help="What is on the shelves.", no_args_is_help=True)
fulfil.add_typer(back, name="return")

ReturnArgument = Annotated[str, typer.Argument(metavar="RETURN", help="As `clearway order show` names it.")]
PiecesArgument = Annotated[list[str], typer.Argument(metavar="LINE=PIECES", help="Number of the order's line, pieces.")]


PartOption = Annotated[
    str | None, typer.Option("--part", metavar="N", help="Which part of the order; needed only where it has several.")
]


class PaymentKind(StrEnum):
    """What a gateway can tell."""

    AUTHORISE = "authorise"
    CAPTURE = "capture"
    FAIL = "fail"
    SETTLE = "settle"
    RECONCILE = "reconcile"
    DISPUTE = "dispute"
    WIN = "win"
    LOSE = "lose"


class Grade(StrEnum):
    """In which state goods come back."""

    LIKE_NEW = "like_new"
    USED = "used"
    DAMAGED = "damaged"


@fulfil.command("pay")
def pay(
    order: OrderArgument,
    reference: Annotated[str, typer.Option("--reference", metavar="ID", help="The gateway's own id; told once.")],
    kind: Annotated[PaymentKind, typer.Option("--kind", help="What happened.")] = PaymentKind.CAPTURE,
    amount: Annotated[int | None, typer.Option("--amount", metavar="N", min=0, help="Minor units; else all.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", metavar="CUR", help="Else that of the order.")] = None,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell what happened to the money of an order; by default, that all of it came."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import paid

        raise typer.Exit(paid(Clerk(merchant, by), order, reference, kind.value, amount, currency))


@fulfil.command("pick")
def pick(
    order: OrderArgument,
    found: Annotated[
        list[str] | None, typer.Option("--found", metavar="LINE=PIECES", help="What was found; else all of it.")
    ] = None,
    part: PartOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that a pick list of the order is done; too few pieces put it on back-order."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import picked

        raise typer.Exit(picked(Clerk(merchant, by, lang), order, found, part))


@fulfil.command("review")
def review(
    order: OrderArgument,
    scanned: Annotated[
        list[str] | None, typer.Option("--scanned", metavar="LINE=PIECES", help="What was scanned; else all of it.")
    ] = None,
    part: PartOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell what was scanned again before packing; anything else than was asked for is picked again."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import reviewed

        raise typer.Exit(reviewed(Clerk(merchant, by, lang), order, scanned, part))


@fulfil.command("pack")
def pack(
    order: OrderArgument,
    grams: Annotated[int, typer.Argument(metavar="GRAMS", min=1, help="What the closed box weighs.")],
    inside: Annotated[
        list[str] | None,
        typer.Option("--in", metavar="LINE=PIECES", help="What is in the box; else all that is in no box yet."),
    ] = None,
    box: Annotated[str, typer.Option("--box", metavar="NAME", help="Which box; held against the plan.")] = "",
    why: Annotated[
        str | None, typer.Option("--why", metavar="WORD", help="Why it is not packed as planned: size, damage …")
    ] = None,
    part: PartOption = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that a box is closed; labels follow by a worker when everything is in boxes."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import packed

        raise typer.Exit(packed(Clerk(merchant, by, lang), order, grams, inside, box, part, why))


@fulfil.command("unpack")
def unpack(
    order: OrderArgument, part: PartOption = None, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Tell that all boxes of an order, or of a part, were opened again; their labels are voided."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import unpacked

        raise typer.Exit(unpacked(Clerk(merchant, by), order, part))


@fulfil.command("label")
def label(
    order: OrderArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = None,
    parcel: Annotated[
        str | None, typer.Option("--parcel", metavar="NUMBER", help="Which parcel, where there are several.")
    ] = None,
    merchant: MerchantOption = "main",
) -> None:
    """Print the label of an order's parcel, an SVG drawing."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import print_label

        raise typer.Exit(print_label(Clerk(merchant, COMMAND_LINE), order, out, parcel))


@fulfil.command("ship")
def ship(
    carrier: Annotated[str, typer.Argument(metavar="CARRIER", help="Who takes them.")],
    orders: Annotated[list[str], typer.Argument(metavar="ORDER...", help="Orders whose parcels leave.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Hand parcels over to a carrier; exit code 1 when some may not leave, each with the reason."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import shipped

        raise typer.Exit(shipped(Clerk(merchant, by, lang), carrier, orders))


@fulfil.command("track")
def track(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number on the label.")],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="A word such as accepted or delivered.")],
    at: Annotated[str | None, typer.Option("--at", metavar="ISO-TIME", help="When it happened; else now.")] = None,
    location: Annotated[str, typer.Option("--location", metavar="TEXT", help="Where.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = "carrier",
) -> None:
    """Tell what a carrier says of a parcel; events may come late, twice and in any order."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import tracked

        raise typer.Exit(tracked(Clerk(merchant, by), number, status, at, location))


@fulfil.command("cancel")
def cancel(
    order: OrderArgument,
    reason: ReasonOption,
    part: Annotated[str | None, typer.Option("--part", metavar="N", help="End only this part of it.")] = None,
    cause: Annotated[
        str,
        typer.Option(
            "--cause",
            metavar="WORD",
            help="buyer, out_of_stock, address, payment, not_deliverable: what its channel is told.",
        ),
    ] = "person",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """End an order, or a part of it; after hand-over the carrier is asked to stop the parcels."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import cancelled

        raise typer.Exit(cancelled(Clerk(merchant, by), order, reason, part, cause))


@fulfil.command("refund")
def refund(
    order: OrderArgument,
    amount: Annotated[int, typer.Argument(metavar="N", min=1, help="Minor units of the order's currency.")],
    reason: ReasonOption,
    reference: Annotated[str, typer.Option("--reference", metavar="ID", help="Your name of this refund; done once.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Give money back beside what cancellations and returns give back by themselves."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import refunded

        raise typer.Exit(refunded(Clerk(merchant, by), order, amount, reason, reference))


@fulfil.command("walk")
def walk(order: OrderArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Play warehouse, carrier and time for one order until it has ended or waits for somebody: to try things out."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import walked

        raise typer.Exit(walked(Clerk(merchant, COMMAND_LINE), order, lang))


@back.command("request")
def request_return(
    order: OrderArgument,
    pieces: PiecesArgument,
    reason: ReasonOption,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that a customer wants to send pieces back; prints the return's id."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import asked_back

        raise typer.Exit(asked_back(Clerk(merchant, by), order, pieces, reason))


@back.command("authorise")
def authorise_return(back_: ReturnArgument, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Let the goods come."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import moved_back
        from fulfillment.aftersales.returns import authorise_return

        raise typer.Exit(moved_back(Clerk(merchant, by), back_, authorise_return))


@back.command("decline")
def decline_return(back_: ReturnArgument, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE) -> None:
    """Let the goods not come."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import moved_back
        from fulfillment.aftersales.returns import decline_return

        raise typer.Exit(moved_back(Clerk(merchant, by), back_, decline_return))


@back.command("receive")
def receive_return(
    back_: ReturnArgument,
    grade: Annotated[Grade, typer.Option("--grade", help="In which state they came.")] = Grade.LIKE_NEW,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that the goods are back; the money for them goes back, and like-new ones go to their shelf."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.fulfilling import received

        raise typer.Exit(received(Clerk(merchant, by), back_, grade.value))


@stock.command("set")
def set_stock(
    sku: Annotated[str, typer.Argument(metavar="SKU", help="The article.")],
    warehouse: Annotated[str, typer.Argument(metavar="WAREHOUSE", help="Where it lies.")],
    pieces: Annotated[int, typer.Argument(metavar="N", min=0, max=1_000_000, help="How many were counted.")],
    merchant: MerchantOption = "main",
) -> None:
    """Put in how many pieces of an article were counted on a shelf; orders that wait for it go on."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_list import counted

        raise typer.Exit(counted(Clerk(merchant, COMMAND_LINE), sku, warehouse, pieces))


@stock.command("list")
def list_stock(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List all shelves: article, warehouse, pieces on it, and how many of them are reserved."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.stock_list import show

        raise typer.Exit(show(Clerk(merchant, COMMAND_LINE), as_json=as_json))
