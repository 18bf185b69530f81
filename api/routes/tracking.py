"""What is known of parcels under way: events, parcels that somebody has to see to, how long lanes take."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody
from api.schemas.channels import BegunShown
from api.schemas.ids import ParcelWatchId, parcel_name
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.tracking import (
    A_LANE,
    A_TRACKING,
    A_WATCH,
    AN_UNKNOWN,
    CorrectionAsked,
    LanesShown,
    TrackingShown,
    UnknownsShown,
    WatchShown,
    shown_event,
    shown_lane,
    shown_watch,
)
from api.services import ServicesOf
from engine.order.fields import CountryCode
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound as NoSuch
from fulfillment.records import ParcelWatch, Shipment
from fulfillment.store.shipments import find_shipment, shipments_of_number, tracked
from fulfillment.store.tracking import unknown_codes
from fulfillment.store.watches import find_watches, watch_of
from fulfillment.tracking.correcting import take_back
from fulfillment.tracking.expected import lane_seen
from fulfillment.tracking.flagging import OPEN, close_watch
from fulfillment.tracking.rereading import begin_rereading
from fulfillment.tracking.watching import Kind

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Anyone = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))]
ParcelName = Annotated[str, AfterValidator(parcel_name), Path(description="Its id, or the number on its label.")]
EVENT_FORM = "^[0-9a-f]{64}$"


def _event_name(text: str) -> str:
    if len(text) != 64 or not text.isascii() or not all(each in "0123456789abcdef" for each in text):
        raise NotFound
    return text


EventName = Annotated[str, AfterValidator(_event_name), Path(json_schema_extra={"pattern": EVENT_FORM},
                                                             examples=["5b0c3a9d" * 8])]  # fmt: skip


@routes.get(
    "/v1/shipments/{number}/tracking",
    **operation("get_tracking", "Read what was told of a parcel", Tag.FULFILMENT, Returns(TrackingShown, A_TRACKING),
                ("not_found",)),
)  # fmt: skip
def get_tracking(services: ServicesOf, who: Reader, number: ParcelName) -> Response:
    """Every event with its source's own code, our word and reason, the local time and that in UTC; those that were
    taken back, too."""
    with services.database.read() as session:
        shipment = _parcel(session, who.merchant, number)
        events = tracked(session, shipment.id)
    return answer(_shown(shipment, [shown_event(each) for each in events]))


@routes.post(
    "/v1/shipments/{number}/tracking/{event}/correction",
    **operation("correct_tracking", "Take an event back", Tag.FULFILMENT, Returns(TrackingShown, A_TRACKING),
                ("not_found", "illegal_step", "step_blocked", "case_changed", "role_refused", "person_erased")),
)  # fmt: skip
def correct(
    services: ServicesOf,
    who: Writer,
    number: ParcelName,
    event: EventName,
    asked: Annotated[CorrectionAsked, Depends(JsonBody(CorrectionAsked, {"why": "wrong_parcel"}))],
) -> Response:
    """It stays in the list and says nothing any more. Only so does a parcel that was delivered become one that was not;
    its order goes with it, unless that has ended."""

    def work(session: WriteSession) -> Corrected:
        shipment = _parcel(session, who.merchant, number)
        if all(each.id != event for each in tracked(session, shipment.id)):
            raise NoSuch("tracking event", event)
        now = services.clock.now()
        take_back(session, services.site_of(who), who.merchant, event, asked.why, now, who.name)
        after = _parcel(session, who.merchant, shipment.id)
        return Corrected(after, [shown_event(each) for each in tracked(session, shipment.id)])

    done = tried(services, work)
    return answer(_shown(done.shipment, done.events))


@dataclass(frozen=True, slots=True)
class Corrected:
    """A parcel after an event of it was taken back."""

    shipment: Shipment
    events: list[object]


@routes.get(
    "/v1/parcel-watches",
    **operation("list_parcel_watches", "List parcels to see to", Tag.FULFILMENT,
                Returns(Page[WatchShown], a_page(A_WATCH))),
)  # fmt: skip
def list_watches(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    kind: Annotated[Kind | None, Query(description="Those of one kind.")] = None,
    state: Annotated[str, Query(pattern="^(open|closed|all)$", description="`open` unless stated otherwise.")] = "open",
    order_id: Annotated[str | None, Query(min_length=1, max_length=64)] = None,
) -> Response:
    """Silent, late, held by customs, failed at the door, waiting to be fetched, unknown to their carrier; and orders
    that must leave soon. Oldest first; whoever is bound to shops sees those of their shops."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = find_watches(
            session,
            who.merchant,
            state=None if state == "all" else state,
            kind=kind,
            order_id=order_id,
            shops=who.shops,
            after="" if key is None else str(key[0]),
            limit=wanted.rows,
        )
    return listing(rows, wanted, lambda row: (row.id,), shown_watch)


@routes.post(
    "/v1/parcel-watches/{watch_id}/close",
    **operation("close_parcel_watch", "Say that a parcel was seen to", Tag.FULFILMENT,
                Returns(WatchShown, {**A_WATCH, "state": "closed", "closed_by": "ana"}), ("not_found",)),
)  # fmt: skip
def close(services: ServicesOf, who: Writer, watch_id: ParcelWatchId) -> Response:
    """It stays closed for as long as nothing else happens. One that is closed stays as it is."""

    def work(session: WriteSession) -> ParcelWatch:
        found = watch_of(session, who.merchant, watch_id)
        if found is None:
            raise NoSuch("parcel watch", watch_id)
        return close_watch(session, found, services.clock.now(), who.name) if found.state == OPEN else found

    return answer(shown_watch(tried(services, work)))


@routes.get(
    "/v1/lanes",
    **operation("list_lanes", "Read how long parcels take on a lane", Tag.FULFILMENT,
                Returns(LanesShown, {"data": [A_LANE]})),
)  # fmt: skip
def list_lanes(
    services: ServicesOf,
    who: Anyone,
    origin: Annotated[CountryCode, Query(description="From this country.")],
    country: Annotated[CountryCode, Query(description="To this country.")],
) -> Response:
    """Each service as it was seen: within how many days half, nine of ten and 95 of a hundred arrived, and the shares
    on time, lost and held by customs. Until enough parcels ended, what the service states."""
    with services.database.read() as session:
        seen = lane_seen(session, who.merchant, origin, country)
    return answer({"data": [shown_lane(each) for each in seen.values()]})


@routes.get(
    "/v1/tracking-unknown-codes",
    **operation("list_unknown_codes", "List codes that no table knows", Tag.FULFILMENT,
                Returns(UnknownsShown, {"data": [AN_UNKNOWN]})),
)  # fmt: skip
def list_unknown(services: ServicesOf, who: Anyone) -> Response:
    """Events with them are kept and count as no news. Once a table names them, they are read again."""
    with services.database.read() as session:
        found = unknown_codes(session, who.merchant)
    names = ("source_id", "code", "example", "events", "last_received_at")
    return answer({"data": [dict(zip(names, each, strict=True)) for each in found]})


@routes.post(
    "/v1/tracking-rereads",
    **operation("reread_tracking", "Read all events again", Tag.FULFILMENT,
                {202: Returns(BegunShown, {"begun": 1}, "A worker does it.")}),
)  # fmt: skip
def reread(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE, Reach.WHOLE))]
) -> Response:
    """What older tables have read is read by those of today; parcels follow where it means something else."""

    def work(session: WriteSession) -> None:
        begin_rereading(session, services.ids, who.merchant, services.clock.now())

    tried(services, work)
    return answer({"begun": 1}, 202)


def _parcel(session: ReadSession, merchant: str, name: str) -> Shipment:
    found = find_shipment(session, merchant, name)
    if found is not None:
        return found
    of_number = shipments_of_number(session, merchant, name)
    if not of_number:
        raise NoSuch("parcel", name)
    return of_number[0]


def _shown(shipment: Shipment, events: list[object]) -> object:
    whose = {"shipment_id": shipment.id, "order_id": shipment.order_id}
    return {"number": shipment.number, **whose, "status": shipment.status, "events": events}
