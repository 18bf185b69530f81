"""Parcels: their labels, their hand-over to carriers, and what carriers tell of them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, ORDER
from api.routes.language import Language
from api.routes.life_examples import A_LABEL_DRAWING, A_LIFE, A_MANIFEST, A_SHIPMENT
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import ParcelNumber, ShipmentId, id_form
from api.schemas.life import FulfilmentShown, ManifestShown, shown_life, shown_manifest
from api.schemas.words import LINE, Name
from api.services import ServicesOf
from engine.ids import Prefix
from engine.order.fields import Moment
from engine.store.sessions import WriteSession
from fulfillment.carriers.carrier_labels import print_carrier_label
from fulfillment.carriers.handing_over import HandedOver, close_manifest
from fulfillment.documents.label import MEDIA_TYPE
from fulfillment.documents.printing import print_label_of
from fulfillment.overview import Overview, overview
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
OrderName = Annotated[str, Field(pattern=id_form(Prefix.ORDER))]
Remark = Annotated[str, Field(max_length=128, pattern=LINE.replace("+$", "*$"))]


class ManifestAsked(Strict):
    """Which orders a carrier takes."""

    carrier: Name
    orders: Annotated[tuple[OrderName, ...], Field(min_length=1, max_length=500, strict=False)]


class ScanAsked(Strict):
    """One event in the vocabulary of Clearway. `at` is the carrier's time, `carrier_code` the carrier's own word."""

    status: Annotated[Word, Field(strict=False)]
    at: Moment
    carrier_code: Remark = ""
    reason: Remark = ""
    location: Remark = ""


class TrackingAsked(Strict):
    """Events of one parcel, in any order."""

    events: Annotated[tuple[ScanAsked, ...], Field(min_length=1, max_length=200, strict=False)]


_SCANS = {"events": [{"status": "accepted", "at": AT, "location": "Shenzhen"}]}
_TOLD = {**A_LIFE, "stage": "in_transit", "shipment": {**A_SHIPMENT, "state": "in_transit", "status": "accepted"}}


@routes.get(
    "/v1/shipments/{shipment_id}/label",
    **operation(
        "get_label",
        "Print the label of a parcel",
        Tag.FULFILMENT,
        Returns(None, A_LABEL_DRAWING, media_type=MEDIA_TYPE),
        ("not_found", "person_erased", "paper_withheld"),
    ),
)
def get_label(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))], shipment_id: ShipmentId
) -> Response:
    """As a drawing, with the address that the order has now, or as the carrier drew it where it was booked by a live
    connection. A label that was voided is not found any more."""
    with services.database.read() as session:
        drawn = print_carrier_label(session, services.carrier_port.seal, services.site.desk, who.merchant, shipment_id)
        if drawn is not None:
            return Response(drawn.content, media_type=drawn.media_type, headers={"Cache-Control": "no-store"})
        printed = print_label_of(session, services.site.desk, who.merchant, shipment_id)
    return Response(printed.text, media_type=printed.media_type)


@routes.post(
    "/v1/manifests",
    **operation(
        "close_manifest",
        "Hand parcels over to a carrier",
        Tag.FULFILMENT,
        {201: Returns(ManifestShown, A_MANIFEST, "Handed over; those in `stayed` were not.")},
        ("case_changed",),
    ),
)
def hand_over(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[ManifestAsked, Depends(JsonBody(ManifestAsked, {"carrier": "dhl_express", "orders": [ORDER]}))],
    language: Language,
) -> Response:
    """All that may leave leaves, in one transaction. An order that is held, changed or another carrier's stays, and
    so does one whose papers are not complete; each says why, and keeps no other."""

    def work(session: WriteSession) -> HandedOver:
        now = services.clock.now()
        return close_manifest(session, services.site_of(who), who.merchant, asked.carrier, asked.orders, now, who.name)

    return answer(shown_manifest(tried(services, work), language), 201)


@routes.post(
    "/v1/shipments/{number}/tracking",
    **operation(
        "record_tracking",
        "Tell what a carrier says of a parcel",
        Tag.FULFILMENT,
        Returns(FulfilmentShown, _TOLD, "How its order stands then; the first of those that share the parcel."),
        ("not_found", "illegal_step", "step_blocked", "case_changed", "tracking_refused", "person_erased"),
    ),
)
def record_events(
    services: ServicesOf,
    who: Writer,
    number: ParcelNumber,
    asked: Annotated[TrackingAsked, Depends(JsonBody(TrackingAsked, _SCANS))],
) -> Response:
    """Events may come late, twice and in any order; each is kept once, and the order follows the furthest of them."""
    scans = [
        Scan(status=each.status, at=each.at, carrier_code=each.carrier_code, reason=each.reason, location=each.location)
        for each in asked.events
    ]

    def work(session: WriteSession) -> Overview:
        now = services.clock.now()
        cases = record_tracking(session, services.site_of(who), who.merchant, number, scans, now, who.name)
        return overview(session, services.site_of(who), who.merchant, cases[0].order_id)

    return answer(shown_life(tried(services, work)))
