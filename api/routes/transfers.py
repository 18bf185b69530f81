"""Transfers between warehouses: planned, packed, shipped, received carton by carton, closed or cancelled."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.composition.articles import cost_keeper, worth_of
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.moving_examples import A_CARTON_LIST, A_PLAN, A_TRANSFER, A_WHOLE_TRANSFER, IN_TRANSIT
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import TransferId
from api.schemas.moving import InTransitListShown, TransferShown, TransferWholeShown, shown_transfer, shown_whole
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Name
from api.services import Services, ServicesOf
from engine.order.fields import Moment
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.store.transfers import (
    carton_lines,
    cartons_of,
    in_transit,
    landed_by,
    transfer_lines,
    transfers_after,
)
from fulfillment.transfers.arriving import receive_carton
from fulfillment.transfers.landing import close_transfer
from fulfillment.transfers.leaving import CartonTold, kept_goods, pack_transfer, ship_transfer
from fulfillment.transfers.planning import (
    Costs,
    LineWanted,
    TransferWanted,
    cancel_transfer,
    plan_transfer,
    tell_costs,
    transfer_of,
)

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Word = Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
Code = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Pieces = Annotated[int, Field(ge=1, le=1_000_000)]
Amount = Annotated[int, Field(ge=0, le=1_000_000_000_000)]
Size = Annotated[int, Field(ge=1, le=100_000)]
Number = Annotated[int, Field(ge=1, le=10_000)]
State = Annotated[
    Literal["planned", "packed", "shipped", "received", "closed", "cancelled"] | None, Query(description="Only those.")
]
CHANGING = ("not_found", "transfer_refused", "store_conflict")


class LineAsked(Strict):
    """Pieces of an article. `value` of all of them (minor units) and `piece_g` are read from the product file when left
    out."""

    sku: Name
    pieces: Pieces
    value: Amount | None = None
    piece_g: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class TransferAsked(Strict):
    """What is to go where. `importer` is the entity of a sender profile: the importer of record."""

    origin: Name
    destination: Name
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    lines: Annotated[tuple[LineAsked, ...], Field(min_length=1, max_length=500, strict=False)]
    importer: Word = ""
    incoterm: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "DAP"
    reference: Code = ""
    spread_by: Literal["value", "weight"] = "value"


class GoodsAsked(Strict):
    """Pieces of a lot; an empty lot is none."""

    sku: Name
    lot: Word = ""
    pieces: Annotated[int, Field(ge=0, le=1_000_000)]


Goods = Annotated[tuple[GoodsAsked, ...], Field(min_length=1, max_length=500, strict=False)]


class CartonAsked(Strict):
    """A closed carton: grams, outer millimetres, contents."""

    weight_g: Annotated[int, Field(ge=1, le=10_000_000)]
    length_mm: Size
    width_mm: Size
    height_mm: Size
    contents: Goods


class CartonsAsked(Strict):
    """All cartons of the transfer; they are numbered from 1 in this order."""

    cartons: Annotated[tuple[CartonAsked, ...], Field(min_length=1, max_length=1000, strict=False)]


class ShipAsked(Strict):
    """Who carries it, and when it is due: orders that are short learn of it."""

    carrier: Code = ""
    tracking: Code = ""
    due_at: Moment | None = None


class CostsAsked(Strict):
    """Minor units of the transfer's currency; `tax` as far as nobody gives it back."""

    freight: Amount = 0
    duty: Amount = 0
    tax: Amount = 0


class ReceiveAsked(Strict):
    """What was found in a carton; without `contents`, all that is missing of it."""

    carton: Number
    bin: Code = ""
    contents: Goods | None = None


@routes.get(
    "/v1/transfers",
    **operation("list_transfers", "List transfers", Tag.FULFILMENT, Returns(Page[TransferShown], a_page(A_TRANSFER))),
)
def list_transfers(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], state: State = None
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = transfers_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), state)
    return listing(rows, wanted, lambda row: (row.id,), shown_transfer)


@routes.post(
    "/v1/transfers",
    **operation("plan_transfer", "Plan a transfer", Tag.FULFILMENT,
                {201: Returns(TransferWholeShown, A_WHOLE_TRANSFER, "Its pieces are kept back.")}, CHANGING),
)  # fmt: skip
def plan(
    services: ServicesOf, who: Writer, asked: Annotated[TransferAsked, Depends(JsonBody(TransferAsked, A_PLAN))]
) -> Response:
    """The pieces are kept back from orders at once."""

    def work(session: WriteSession) -> str:
        wanted, now = _wanted(session, who.merchant, asked), services.clock.now()
        return plan_transfer(session, services.ids, who.merchant, wanted, now, who.name).id

    return _whole(services, who, tried(services, work), 201)


@routes.get(
    "/v1/transfers/{transfer_id}",
    **operation("get_transfer", "Read a transfer", Tag.FULFILMENT, Returns(TransferWholeShown, A_WHOLE_TRANSFER),
                ("not_found",)),
)  # fmt: skip
def get_transfer(services: ServicesOf, who: Reader, transfer_id: TransferId) -> Response:
    """With its lines, the lots that are kept back, its cartons, and what the goods cost in the end."""
    return _whole(services, who, transfer_id)


@routes.post(
    "/v1/transfers/{transfer_id}/cartons",
    **operation("pack_transfer", "Pack a transfer", Tag.FULFILMENT, Returns(TransferWholeShown, A_WHOLE_TRANSFER),
                CHANGING),
)  # fmt: skip
def pack(
    services: ServicesOf,
    who: Writer,
    transfer_id: TransferId,
    asked: Annotated[CartonsAsked, Depends(JsonBody(CartonsAsked, A_CARTON_LIST))],
) -> Response:
    """All cartons at once; they hold just the pieces and lots that are kept back."""
    told = [
        CartonTold(weight_g=each.weight_g, length_mm=each.length_mm, width_mm=each.width_mm, height_mm=each.height_mm,
                   contents=_goods(each.contents))
        for each in asked.cartons
    ]  # fmt: skip
    tried(services, lambda session: pack_transfer(session, who.merchant, transfer_id, told))
    return _whole(services, who, transfer_id)


@routes.post(
    "/v1/transfers/{transfer_id}/ship",
    **operation("ship_transfer", "Tell that a transfer left", Tag.FULFILMENT,
                Returns(TransferWholeShown, A_WHOLE_TRANSFER), CHANGING),
)  # fmt: skip
def ship(
    services: ServicesOf,
    who: Writer,
    transfer_id: TransferId,
    asked: Annotated[ShipAsked, Depends(JsonBody(ShipAsked, {"carrier": "ocean_line", "tracking": "MSKU1234565"}))],
) -> Response:
    """From now on its pieces are in transit: in no warehouse, and not for sale."""
    now = services.clock.now()

    def work(session: WriteSession) -> object:
        return ship_transfer(session, services.ids, who.merchant, transfer_id, now, who.name, carrier=asked.carrier,
                             tracking=asked.tracking, due_at=asked.due_at)  # fmt: skip

    tried(services, work)
    return _whole(services, who, transfer_id)


@routes.post(
    "/v1/transfers/{transfer_id}/receive",
    **operation("receive_carton", "Tell what was in a carton", Tag.FULFILMENT,
                Returns(TransferWholeShown, A_WHOLE_TRANSFER), CHANGING),
)  # fmt: skip
def receive(
    services: ServicesOf,
    who: Writer,
    transfer_id: TransferId,
    asked: Annotated[ReceiveAsked, Depends(JsonBody(ReceiveAsked, {"carton": 1, "bin": "IN"}))],
) -> Response:
    """What is missing or too many becomes a stock difference. Pieces that come late are told of the same carton."""
    now, found = services.clock.now(), None if asked.contents is None else _goods(asked.contents)

    def work(session: WriteSession) -> object:
        return receive_carton(session, services.ids, who.merchant, transfer_id, asked.carton, found, now, who.name,
                              bin_=asked.bin)  # fmt: skip

    tried(services, work)
    return _whole(services, who, transfer_id)


@routes.post(
    "/v1/transfers/{transfer_id}/costs",
    **operation("tell_transfer_costs", "Tell what the way cost", Tag.FULFILMENT,
                Returns(TransferWholeShown, A_WHOLE_TRANSFER), CHANGING),
)  # fmt: skip
def costs(
    services: ServicesOf,
    who: Writer,
    transfer_id: TransferId,
    asked: Annotated[CostsAsked, Depends(JsonBody(CostsAsked, {"freight": 3000, "duty": 640}))],
) -> Response:
    """In the place of what was told before, until the transfer is closed."""
    told = Costs(freight=asked.freight, duty=asked.duty, tax=asked.tax)
    tried(services, lambda session: tell_costs(session, who.merchant, transfer_id, told))
    return _whole(services, who, transfer_id)


@routes.post(
    "/v1/transfers/{transfer_id}/close",
    **operation("close_transfer", "Close a transfer", Tag.FULFILMENT, Returns(TransferWholeShown, A_WHOLE_TRANSFER),
                CHANGING),
)  # fmt: skip
def close(services: ServicesOf, who: Writer, transfer_id: TransferId) -> Response:
    """Once every carton is opened and no difference is open. What a piece cost goes into the product file."""
    now, keep = services.clock.now(), cost_keeper(services.desk, desk_caller(who))
    tried(services, lambda session: close_transfer(session, who.merchant, transfer_id, now, keep))
    return _whole(services, who, transfer_id)


@routes.post(
    "/v1/transfers/{transfer_id}/cancel",
    **operation("cancel_transfer", "Cancel a transfer", Tag.FULFILMENT, Returns(TransferWholeShown, A_WHOLE_TRANSFER),
                CHANGING),
)  # fmt: skip
def cancel(services: ServicesOf, who: Writer, transfer_id: TransferId) -> Response:
    """Before it left. Its pieces may be sold again."""
    now = services.clock.now()
    tried(services, lambda session: cancel_transfer(session, services.ids, who.merchant, transfer_id, now))
    return _whole(services, who, transfer_id)


@routes.get(
    "/v1/stock/in-transit",
    **operation("list_in_transit", "List what is in transit", Tag.FULFILMENT, Returns(InTransitListShown, IN_TRANSIT)),
)
def list_in_transit(
    services: ServicesOf,
    who: Reader,
    sku: Annotated[
        str | None, Query(description="Only of this article.", min_length=1, max_length=128, pattern=LINE)
    ] = None,
) -> Response:
    """By article and destination."""
    with services.database.read() as session:
        found = in_transit(session, who.merchant, sku)
    rows = [{"sku": sku_, "destination": code, "pieces": many} for (sku_, code), many in found.items()]
    return answer({"data": rows})


def _wanted(session: ReadSession, merchant: str, asked: TransferAsked) -> TransferWanted:
    known = worth_of(session, merchant, [each.sku for each in asked.lines])
    lines = []
    for each in asked.lines:
        product = known.get(each.sku)
        worth = None if product is None else product.declared_value
        unit = worth.minor if worth is not None and worth.currency == asked.currency else 0
        value = unit * each.pieces if each.value is None else each.value
        grams = (0 if product is None else product.weight_g or 0) if each.piece_g is None else each.piece_g
        lines.append(LineWanted(sku=each.sku, pieces=each.pieces, value=value, piece_g=int(grams)))
    return TransferWanted(origin=asked.origin, destination=asked.destination, currency=asked.currency,
                          lines=tuple(lines), importer=asked.importer, incoterm=asked.incoterm,
                          reference=asked.reference, spread_by=asked.spread_by)  # fmt: skip


def _goods(asked: tuple[GoodsAsked, ...]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for each in asked:
        found[each.sku, each.lot] = found.get((each.sku, each.lot), 0) + each.pieces
    return found


def _whole(services: Services, who: Caller, transfer_id: str, status: int = 200) -> Response:
    with services.database.read() as session:
        found = transfer_of(session, who.merchant, transfer_id)
        parts = (transfer_lines(session, found.id), dict(kept_goods(session, found.id)), cartons_of(session, found.id),
                 carton_lines(session, found.id), landed_by(session, found.id))  # fmt: skip
    return answer(shown_whole(found, *parts), status)
