"""What a carrier is asked for one packed box: read when it is called, and never kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.store.sessions import ReadSession
from fulfillment.carriers.errors import CarrierRefused
from fulfillment.carriers.protocol import BookingAsked, Box, LabelForm
from fulfillment.carriers.words import Refusal
from fulfillment.documents.completeness import PaperFault
from fulfillment.documents.customs_file import Contents, CustomsFile, CustomsView
from fulfillment.documents.declaration_errors import DeclarationRefused
from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.parcel_declaring import contents_in
from fulfillment.documents.preparing import Asked, Prepared, prepare
from fulfillment.errors import NotFound
from fulfillment.packing.boxing import CLOSED
from fulfillment.parts import counted
from fulfillment.records import CarrierBooking, CarrierConnection, Fulfilment, Parcel
from fulfillment.store.boxes import boxes_at
from fulfillment.store.cases import find_fulfilment
from fulfillment.store.shipments import shipments_of
from fulfillment.store.warehouse import find_parcel, parcels_of

BORDERLESS = frozenset({"domestic", "intra_union"})
SOON = timedelta(minutes=10)  # a parcel that is to leave in the past is refused
ACTOR = "carrier booking"


@dataclass(frozen=True, slots=True)
class CustomsDesk:
    """Where customs data comes from; `book` reads its data when it is first needed."""

    customs: CustomsView
    book: Callable[[], PaperBook]


def booking_request(
    session: ReadSession, desk: CustomsDesk, booking: CarrierBooking, connection: CarrierConnection, now: datetime
) -> BookingAsked:
    """All that is said of the box. Raises CarrierRefused where it cannot be declared as it is, NotFound,
    PersonErased."""
    parcel = find_parcel(session, booking.merchant_id, booking.parcel_id)
    part = find_fulfilment(session, booking.merchant_id, booking.fulfilment_id)
    if parcel is None or part is None:
        raise NotFound("parcel", booking.parcel_id)
    contents = contents_in(session, parcel, part, _before(session, parcel), number=booking.reference,
                           service=booking.product)  # fmt: skip
    asked = Asked(merchant=booking.merchant_id, order_id=booking.order_id, actor=ACTOR, now=now, contents=contents)
    try:
        prepared = prepare(session, desk.customs, desk.book(), asked)
    except DeclarationRefused as refused:
        raise CarrierRefused(Refusal.PAPERS, refused.code, str(refused)) from refused
    file = desk.customs.file_of(session, booking.merchant_id, booking.order_id, contents.leaves)
    crosses = file.lane.movement not in BORDERLESS
    _check(prepared, crosses=crosses)
    return BookingAsked(
        reference=booking.reference,
        product=booking.product,
        at=now + SOON,
        box=_box(session, parcel, part),
        declaration=prepared.filled,
        consignee=prepared.consignee,
        crosses=crosses,
        has_battery=_has_battery(file, contents),
        label=LabelForm.ZPL if connection.settings.get("label") == LabelForm.ZPL else LabelForm.PDF,
    )


def _before(session: ReadSession, parcel: Parcel) -> list[str]:
    """Boxes that count before this one: those labelled already, then those of its part by number."""
    labelled = [each.parcel_id for each in counted(shipments_of(session, parcel.merchant_id, parcel.order_id))]
    beside = [each.id for each in parcels_of(session, parcel.fulfilment_id)
              if each.state == CLOSED and each.number < parcel.number]  # fmt: skip
    return [each for each in dict.fromkeys([*labelled, *beside]) if each != parcel.id]


def _check(prepared: Prepared, *, crosses: bool) -> None:
    """Raises CarrierRefused with every fault that keeps papers from being printed; within one country only a sender is
    needed."""
    if not prepared.declaration.sender.company:
        raise CarrierRefused(Refusal.PAPERS, "sender_incomplete", "nobody is named as sender; keep one (`/v1/senders`)")
    faults: list[PaperFault] = [each for each in prepared.checked.faults if each.stops] if crosses else []
    if faults:
        words = "; ".join(dict.fromkeys(each.code for each in faults))
        raise CarrierRefused(Refusal.PAPERS, faults[0].code, f"the declaration is not complete: {words}")


def _box(session: ReadSession, parcel: Parcel, part: Fulfilment) -> Box:
    kind = next(
        (each for each in boxes_at(session, parcel.merchant_id, part.warehouse) if each.name == parcel.box), None
    )
    if kind is None:
        return Box(weight_g=parcel.weight_g)
    longest, middle, shortest = sorted((kind.outer_length_mm, kind.outer_width_mm, kind.outer_height_mm), reverse=True)
    return Box(weight_g=parcel.weight_g, sides_mm=(longest, middle, shortest))


def _has_battery(file: CustomsFile, contents: Contents) -> bool:
    return any(
        each.effective.line.battery is not None for each in file.lines if each.effective.number in contents.pieces
    )
