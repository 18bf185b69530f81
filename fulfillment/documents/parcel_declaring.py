"""What one labelled parcel declares: its contents as they were packed, with those of every order that shares it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.order.order import ShipFrom
from engine.store.sessions import ReadSession
from fulfillment.documents.completeness import Checked
from fulfillment.documents.customs_file import Contents, CustomsView
from fulfillment.documents.declaration import Declaration
from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.preparing import Asked, prepare
from fulfillment.documents.shared_parcel import join_checks, join_declarations
from fulfillment.errors import NotFound
from fulfillment.parts import counted
from fulfillment.records import Fulfilment, Parcel, Shipment
from fulfillment.store.boxes import boxes_at
from fulfillment.store.cases import find_fulfilment
from fulfillment.store.shipments import shipments_of, shipments_of_number
from fulfillment.store.warehouse import find_parcel
from fulfillment.store.warehouses import find_warehouse


def sharing_with(session: ReadSession, shipment: Shipment) -> tuple[Shipment, ...]:
    """All orders' shipments of the parcel, this one too; the same whichever of them is asked for."""
    same = counted(shipments_of_number(session, shipment.merchant_id, shipment.number))
    return tuple(sorted(same, key=lambda each: (each.created_at, each.id)))


def declared(
    session: ReadSession, view: CustomsView, book: PaperBook, sharing: Sequence[Shipment], now: datetime, actor: str
) -> tuple[Declaration, Checked]:
    """What the parcel declares and lacks, with the lines of every order in it. Raises what `prepare` raises."""
    fresh = [
        prepare(
            session,
            view,
            book,
            Asked(
                merchant=each.merchant_id,
                order_id=each.order_id,
                actor=actor,
                now=now,
                contents=contents_of(session, each),
            ),
        )
        for each in sharing
    ]
    return join_declarations([each.declaration for each in fresh]), join_checks(each.checked for each in fresh)


def contents_of(session: ReadSession, shipment: Shipment) -> Contents:
    """What lies in the parcel, and how many of the same lines lie in parcels that were labelled before it."""
    merchant = shipment.merchant_id
    parcel = find_parcel(session, merchant, shipment.parcel_id)
    part = find_fulfilment(session, merchant, shipment.fulfilment_id)
    if parcel is None or part is None:
        raise NotFound("parcel", shipment.parcel_id)
    earlier = [
        each.parcel_id
        for each in counted(shipments_of(session, merchant, shipment.order_id))
        if (each.created_at, each.id) < (shipment.created_at, shipment.id)
    ]
    return contents_in(session, parcel, part, earlier, number=shipment.number, service=shipment.service)


def contents_in(
    session: ReadSession, parcel: Parcel, part: Fulfilment, earlier: Sequence[str], *, number: str, service: str
) -> Contents:
    """What lies in a packed box; `earlier` are ids of boxes that count before it, `number` what it is called by."""
    merchant = parcel.merchant_id
    before: Counter[int] = Counter()
    for parcel_id in earlier:
        before.update(_pieces(find_parcel(session, merchant, parcel_id)))
    box = next((each for each in boxes_at(session, merchant, part.warehouse) if each.name == parcel.box), None)
    return Contents(
        number=number,
        materials=() if box is None else tuple(box.materials.split()),
        is_cushioned=box is not None,
        leaves=leaves_from(session, merchant, part.warehouse),
        pieces=_pieces(parcel),
        before=before,
        gross_g=parcel.weight_g,
        fulfilment_id=part.id,
        warehouse=part.warehouse,
        tracking=number,
        service=service,
    )


def leaves_from(session: ReadSession, merchant: str, warehouse: str) -> ShipFrom | None:
    """Where what a warehouse sends leaves from; None for one that is not kept: the order says it then."""
    kept = find_warehouse(session, merchant, warehouse)
    return None if kept is None else ShipFrom(country=kept.country, warehouse=kept.code, postcode=kept.postcode or None)


def _pieces(parcel: Parcel | None) -> Mapping[int, int]:
    return {} if parcel is None else {int(line): pieces for line, pieces in parcel.contents.items()}
