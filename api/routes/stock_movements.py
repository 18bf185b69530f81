"""Goods that come in, are corrected, moved, set aside and given free again; places, lots and the ledger."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.life_examples import A_SHELF
from api.routes.stock_examples import A_CHANGED_LOT, A_LOT, A_MOVEMENT, A_PLACE
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.life import StockShown, shown_stock
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.stock import (
    LotChangedShown,
    LotShown,
    MovementShown,
    PlaceShown,
    shown_lot,
    shown_movement,
    shown_place,
)
from api.schemas.words import LINE, Name
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.inventory.expiring import change_lot
from fulfillment.inventory.moving import move_stock, quarantine, release
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, adjust, receive
from fulfillment.records import Lot, Stock
from fulfillment.store.places import movements_after, places_after
from fulfillment.store.warehouses import lots_after

routes = APIRouter()
MOST = 1_000_000
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Wanted = Annotated[PageWanted, Depends(page)]
Code = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Pieces = Annotated[int, Field(ge=1, le=MOST)]
OfSku = Annotated[str | None, Query(description="Only of this article.", min_length=1, max_length=128, pattern=LINE)]
AtWarehouse = Annotated[
    str | None, Query(description="Only in this warehouse.", min_length=1, max_length=128, pattern=LINE)
]
CHANGING = ("not_found", "stock_refused", "store_conflict")


class Booked(Strict):
    """Where, and under which name it is entered. With `dedup`, told again it changes nothing."""

    sku: Name
    warehouse: Name = "main"
    bin: Code = ""
    lot: Code = ""
    reference: Code = ""
    dedup: Name | None = None


class ReceiptAsked(Booked):
    """Goods that came in. `expires_on` is the last day of the lot."""

    pieces: Pieces
    expires_on: date | None = None


class AdjustmentAsked(Booked):
    """A correction of a place, with its reason."""

    pieces: Annotated[int, Field(ge=-MOST, le=MOST)]
    reason: Literal["damaged", "lost", "found", "expired", "sample", "correction"]


class MoveAsked(Booked):
    """Pieces to another bin (`to_bin`), into quarantine, or out of it into `to_bin`."""

    pieces: Pieces
    how: Literal["move", "quarantine", "release"] = "move"
    to_bin: Code = ""


class LotAsked(Strict):
    """A lot is set aside or given free, or its last day is put right."""

    sku: Name
    code: Name
    state: Literal["good", "quarantined"] | None = None
    expires_on: date | None = None


_RECEIPT = {"sku": "TEA-GREEN", "warehouse": "HAM-1", "bin": "A-01-03-2", "lot": "L2611", "expires_on": "2027-09-30",
            "pieces": 40, "reference": "PO-1001"}  # fmt: skip
_ADJUSTMENT = {"sku": "TEE-M", "warehouse": "SZX-1", "pieces": -2, "reason": "damaged", "reference": "fell down"}
_MOVE = {"sku": "TEA-GREEN", "warehouse": "HAM-1", "bin": "IN", "lot": "L2611", "to_bin": "A-01-03-2", "pieces": 40}


@routes.post(
    "/v1/stock/receipts",
    **operation("receive_goods", "Tell that goods came in", Tag.FULFILMENT,
                Returns(StockShown, A_SHELF, "The shelf as it is then."), CHANGING),
)  # fmt: skip
def receive_goods(
    services: ServicesOf, who: Writer, asked: Annotated[ReceiptAsked, Depends(JsonBody(ReceiptAsked, _RECEIPT))]
) -> Response:
    """Into a bin and as a lot, or just onto the shelf. With the `reference` of an announced receipt, it counts as come.
    Orders that wait go on."""
    until = "" if asked.expires_on is None else asked.expires_on.isoformat()
    receipt = Receipt(sku=asked.sku, warehouse=asked.warehouse, pieces=asked.pieces, bin=asked.bin, lot=asked.lot,
                      expires_on=until)  # fmt: skip
    voucher = _voucher(services, who, asked, Reason.RECEIVED)

    def work(session: WriteSession) -> Stock:
        return receive(session, services.ids, who.merchant, receipt, voucher)

    return answer(shown_stock(tried(services, work)))


@routes.post(
    "/v1/stock/adjustments",
    **operation("adjust_stock", "Correct a place", Tag.FULFILMENT,
                Returns(StockShown, A_SHELF, "The shelf as it is then."), CHANGING),
)  # fmt: skip
def adjust_stock(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[AdjustmentAsked, Depends(JsonBody(AdjustmentAsked, _ADJUSTMENT))],
) -> Response:
    """With a reason that fits the sign. Reserved pieces are not taken away."""
    voucher = _voucher(services, who, asked, Reason(asked.reason))
    spot = (asked.bin, asked.lot)

    def work(session: WriteSession) -> Stock:
        return adjust(session, services.ids, who.merchant, asked.sku, asked.warehouse, spot, asked.pieces, voucher)

    return answer(shown_stock(tried(services, work)))


@routes.post(
    "/v1/stock/moves",
    **operation("move_stock", "Move pieces, set them aside, or give them free", Tag.FULFILMENT,
                Returns(StockShown, A_SHELF, "The shelf as it is then."), CHANGING),
)  # fmt: skip
def move(
    services: ServicesOf, who: Writer, asked: Annotated[MoveAsked, Depends(JsonBody(MoveAsked, _MOVE))]
) -> Response:
    """From bin to bin of one warehouse. Pieces in quarantine are not given to orders."""
    reasons = {"move": Reason.MOVED, "quarantine": Reason.QUARANTINED, "release": Reason.RELEASED}
    voucher = _voucher(services, who, asked, reasons[asked.how])

    def work(session: WriteSession) -> Stock:
        where = (session, services.ids, who.merchant, asked.sku, asked.warehouse)
        if asked.how == "quarantine":
            return quarantine(*where, (asked.bin, asked.lot), asked.pieces, voucher)
        if asked.how == "release":
            return release(*where, asked.lot, asked.to_bin, asked.pieces, voucher)
        return move_stock(*where, (asked.bin, asked.lot), asked.to_bin, asked.pieces, voucher)

    return answer(shown_stock(tried(services, work)))


@routes.get(
    "/v1/stock/places",
    **operation("list_places", "List what lies where", Tag.FULFILMENT, Returns(Page[PlaceShown], a_page(A_PLACE))),
)
def list_places(
    services: ServicesOf, who: Reader, wanted: Wanted, sku: OfSku = None, warehouse: AtWarehouse = None
) -> Response:
    """By article, warehouse, bin and lot."""
    key = wanted.after(str, str, str, str)
    after = None if key is None else (str(key[0]), str(key[1]), str(key[2]), str(key[3]))
    with services.database.read() as session:
        found = places_after(session, who.merchant, wanted.rows, after, sku, warehouse)
    return listing(found, wanted, lambda each: (each.sku, each.warehouse, each.bin, each.lot), shown_place)


@routes.get(
    "/v1/stock/movements",
    **operation("list_movements", "Read the stock ledger", Tag.FULFILMENT,
                Returns(Page[MovementShown], a_page(A_MOVEMENT))),
)  # fmt: skip
def list_movements(
    services: ServicesOf, who: Reader, wanted: Wanted, sku: OfSku = None, warehouse: AtWarehouse = None
) -> Response:
    """Oldest first. What lies on a shelf is the sum of its movements."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = movements_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), sku, warehouse)
    return listing(found, wanted, lambda each: (each.id,), shown_movement)


@routes.get(
    "/v1/stock/lots",
    **operation("list_lots", "List lots", Tag.FULFILMENT, Returns(Page[LotShown], a_page(A_LOT))),
)
def list_lots(services: ServicesOf, who: Reader, wanted: Wanted, sku: OfSku = None) -> Response:
    """By article and code."""
    key = wanted.after(str, str)
    after = None if key is None else (str(key[0]), str(key[1]))
    with services.database.read() as session:
        found = lots_after(session, who.merchant, wanted.rows, after, sku)
    return listing(found, wanted, lambda each: (each.sku, each.code), shown_lot)


@routes.post(
    "/v1/stock/lots",
    **operation("change_lot", "Set a lot aside, give it free, or correct its last day", Tag.FULFILMENT,
                Returns(LotChangedShown, A_CHANGED_LOT, "The lot, and the orders that have pieces of it."), CHANGING),
)  # fmt: skip
def change(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[LotAsked, Depends(JsonBody(LotAsked, {"sku": "TEA-GREEN", "code": "L2611",
                                                           "state": "quarantined"}))],
) -> Response:  # fmt: skip
    """In every bin of every warehouse. Pieces that orders have stay theirs; the answer names these orders."""
    until = None if asked.expires_on is None else asked.expires_on.isoformat()

    def work(session: WriteSession) -> tuple[Lot, tuple[str, ...]]:
        now = services.clock.now()
        return change_lot(session, services.ids, who.merchant, asked.sku, asked.code, now, state=asked.state,
                          expires_on=until)  # fmt: skip

    lot, orders = tried(services, work)
    return answer({**shown_lot(lot), "orders": list(orders)})


def _voucher(services: Services, who: Caller, asked: Booked, reason: Reason) -> Voucher:
    return Voucher(reason=reason, actor=who.name, at=services.clock.now(), reference=asked.reference, dedup=asked.dedup)
