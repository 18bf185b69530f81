"""What a carrier is asked for one packed box: read when it is called, and never kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.store.sessions import ReadSession
from fulfillment.carriers.errors import CarrierRefused
from fulfillment.carriers.protocol import BookingAsked, Box, LabelForm
from fulfillment.carriers.words import Refusal
from fulfillment.consigning.leading import packed_box
from fulfillment.documents.completeness import PaperFault
from fulfillment.documents.customs_file import Contents, CustomsFile, CustomsView
from fulfillment.documents.declaration_errors import DeclarationRefused
from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.parcel_declaring import contents_in
from fulfillment.documents.preparing import Asked, Prepared, prepare
from fulfillment.documents.shared_parcel import join_checks, join_declarations
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
    """All that is said of the box, with what lies in it of every order that shares it. Raises CarrierRefused where it
    cannot be declared as it is, NotFound,
    PersonErased."""
    boxes = _boxes_of(session, booking)
    leading = boxes[0]
    try:
        every = [_prepared(session, desk, booking, each, now) for each in boxes]
        declaration = join_declarations([each.filled for each in every])
    except DeclarationRefused as refused:
        raise CarrierRefused(Refusal.PAPERS, refused.code, str(refused)) from refused
    except ValueError as differ:
        raise CarrierRefused(Refusal.PAPERS, "declarations_differ", str(differ)) from differ
    files = [
        desk.customs.file_of(session, booking.merchant_id, each.part.order_id, each.contents.leaves) for each in boxes
    ]
    crosses = files[0].lane.movement not in BORDERLESS
    _check(every, crosses=crosses)
    return BookingAsked(
        reference=booking.reference,
        product=booking.product,
        at=now + SOON,
        box=_box(session, leading, sum(each.parcel.weight_g for each in boxes)),
        declaration=declaration,
        consignee=every[0].consignee,
        crosses=crosses,
        has_battery=any(_has_battery(file, each.contents) for file, each in zip(files, boxes, strict=True)),
        label=LabelForm.ZPL if connection.settings.get("label") == LabelForm.ZPL else LabelForm.PDF,
    )


@dataclass(frozen=True, slots=True)
class _Packed:
    """What one order has in the box."""

    parcel: Parcel
    part: Fulfilment
    contents: Contents


def _boxes_of(session: ReadSession, booking: CarrierBooking) -> list[_Packed]:
    """The booked box; where orders share it what each of them has in it, who leads first. Raises NotFound."""
    merchant = booking.merchant_id
    found = packed_box(session, merchant, booking.fulfilment_id)
    if found is None or found[1][0].fulfilment_id != booking.fulfilment_id:
        parcels = [find_parcel(session, merchant, booking.parcel_id)]
    else:
        parcels = [
            each
            for member in found[1]
            for each in parcels_of(session, member.fulfilment_id)
            if each.state == CLOSED
        ]  # fmt: skip
    every = []
    for parcel in parcels:
        part = None if parcel is None else find_fulfilment(session, merchant, parcel.fulfilment_id)
        if parcel is None or part is None:
            raise NotFound("parcel", booking.parcel_id)
        contents = contents_in(session, parcel, part, _before(session, parcel), number=booking.reference,
                               service=booking.product)  # fmt: skip
        every.append(_Packed(parcel, part, contents))
    return every


def _prepared(
    session: ReadSession, desk: CustomsDesk, booking: CarrierBooking, each: _Packed, now: datetime
) -> Prepared:
    asked = Asked(merchant=booking.merchant_id, order_id=each.part.order_id, actor=ACTOR, now=now,
                  contents=each.contents)  # fmt: skip
    return prepare(session, desk.customs, desk.book(), asked)


def _before(session: ReadSession, parcel: Parcel) -> list[str]:
    """Boxes that count before this one: those labelled already, then those of its part by number."""
    labelled = [each.parcel_id for each in counted(shipments_of(session, parcel.merchant_id, parcel.order_id))]
    beside = [each.id for each in parcels_of(session, parcel.fulfilment_id)
              if each.state == CLOSED and each.number < parcel.number]  # fmt: skip
    return [each for each in dict.fromkeys([*labelled, *beside]) if each != parcel.id]


def _check(every: Sequence[Prepared], *, crosses: bool) -> None:
    """Raises CarrierRefused with every fault that keeps papers from being printed; within one country only a sender is
    needed."""
    if not every[0].declaration.sender.company:
        raise CarrierRefused(Refusal.PAPERS, "sender_incomplete", "nobody is named as sender; keep one (`/v1/senders`)")
    checked = join_checks(each.checked for each in every)
    faults: list[PaperFault] = [each for each in checked.faults if each.stops] if crosses else []
    if faults:
        words = "; ".join(dict.fromkeys(each.code for each in faults))
        raise CarrierRefused(Refusal.PAPERS, faults[0].code, f"the declaration is not complete: {words}")


def _box(session: ReadSession, packed: _Packed, weight_g: int) -> Box:
    kinds = boxes_at(session, packed.parcel.merchant_id, packed.part.warehouse)
    kind = next((each for each in kinds if each.name == packed.parcel.box), None)
    if kind is None:
        return Box(weight_g=weight_g)
    longest, middle, shortest = sorted((kind.outer_length_mm, kind.outer_width_mm, kind.outer_height_mm), reverse=True)
    return Box(weight_g=weight_g, sides_mm=(longest, middle, shortest))


def _has_battery(file: CustomsFile, contents: Contents) -> bool:
    return any(
        each.effective.line.battery is not None for each in file.lines if each.effective.number in contents.pieces
    )
