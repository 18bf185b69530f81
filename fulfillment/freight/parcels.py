"""Parcels as they were handed over: their weight on the scale, sides, goods and contents, and on which lane and day.

A parcel that several orders share is weighed and billed as a whole; what it costs is shared out by what each sends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from engine.store.sessions import ReadSession
from fulfillment.consigning.stages import shared
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.documents.spreading import spread
from fulfillment.parts import counted
from fulfillment.records import BoxType, Shipment
from fulfillment.records import Parcel as PackedParcel
from fulfillment.shipping.dispatch import Dispatch, Parcel, Terms
from fulfillment.shipping.goods_class import classes_of
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.quoting import DEFAULT_ORIGIN, sides_of
from fulfillment.states import Event, Machine
from fulfillment.store.boxes import boxes_at
from fulfillment.store.cases import find_fulfilment, history
from fulfillment.store.shipments import shipments_of, shipments_of_number
from fulfillment.store.warehouse import find_parcel
from fulfillment.store.warehouses import find_warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class SentParcel:
    """`pieces`: number of the order's line -> pieces in it. `handed_over_at` is None before the carrier has it.

    `sharers`: ids of the shipments that bear its number, with the grams that each order sends in it.
    """

    shipment: Shipment
    parcel: Parcel
    box: BoxType | None
    origin: str
    warehouse: str
    pieces: Mapping[int, int]
    sharers: tuple[tuple[str, int], ...]
    handed_over_at: datetime | None

    def dispatch(self, file: CustomsFile) -> Dispatch:
        """The parcel by itself on its lane, on the day on which it was handed over, or else on that of the file."""
        address, chosen = file.order.shipping_address, file.order.shipping
        incoterm = None if chosen is None else chosen.incoterm
        return Dispatch(
            parcels=(self.parcel,),
            origin=self.origin,
            country=address.country or "",
            on=self.day or file.lane.on,
            postcode=address.postcode or "",
            values={},
            terms=None if incoterm is None else Terms(incoterm),
        )

    def own(self, minor: int) -> int:
        """The order's share of what the parcel costs; shares of all its orders add up to it."""
        shares = spread(minor, [grams for _, grams in self.sharers])
        own = (share for share, (id_, _) in zip(shares, self.sharers, strict=True) if id_ == self.shipment.id)
        return next(own, 0)

    @property
    def day(self) -> date | None:
        """When it was handed over, in UTC."""
        return None if self.handed_over_at is None else self.handed_over_at.astimezone(UTC).date()


def sent_parcels(
    session: ReadSession, merchant: str, file: CustomsFile, data: ShippingData, *, voided: bool = False
) -> tuple[SentParcel, ...]:
    """Parcels of an order whose labels count, in the order of their labels; with `voided` the others too."""
    shipments = shipments_of(session, merchant, file.order_id)
    chosen = shipments if voided else counted(shipments)
    handed = _handed_over(session, merchant, file.order_id) if chosen else {}
    return tuple(_parcels(session, merchant, file, data, chosen, handed))


def _parcels(
    session: ReadSession, merchant: str, file: CustomsFile, data: ShippingData, shipments: Sequence[Shipment],
    handed: Mapping[str, datetime],
) -> Iterator[SentParcel]:  # fmt: skip
    for each in shipments:
        packed = find_parcel(session, merchant, each.parcel_id)
        if packed is not None:
            yield _parcel(session, merchant, file, data, each, packed, handed.get(each.fulfilment_id))


def _parcel(
    session: ReadSession, merchant: str, file: CustomsFile, data: ShippingData, shipment: Shipment,
    packed: PackedParcel, handed: datetime | None,
) -> SentParcel:  # fmt: skip
    part = find_fulfilment(session, merchant, shipment.fulfilment_id)
    warehouse = "" if part is None else part.warehouse
    found = shared(session, merchant, shipment.fulfilment_id)
    # Who shares a box has its number; the box is then that of all.
    whole = None if found is None or found[0].number != shipment.number else found[0]
    box_name, weight_g = (packed.box, packed.weight_g) if whole is None else (whole.box, whole.weight_g)
    box = {each.name: each for each in boxes_at(session, merchant, warehouse)}.get(box_name)
    pieces = {int(number): quantity for number, quantity in packed.contents.items()}
    goods = classes_of((each.effective.line for each in file.lines if each.effective.number in pieces), data.classes)
    sides = None if box is None else sides_of(box.outer_length_mm, box.outer_width_mm, box.outer_height_mm)
    return SentParcel(
        shipment=shipment,
        parcel=Parcel(weight_g=weight_g, goods=goods, sides_mm=sides),
        box=box,
        origin=_origin(session, merchant, file, warehouse),
        warehouse=warehouse,
        pieces=pieces,
        sharers=_sharers(session, merchant, shipment.number),
        handed_over_at=handed,
    )


def _sharers(session: ReadSession, merchant: str, number: str) -> tuple[tuple[str, int], ...]:
    """Whoever sends in it; where every label was voided, whoever had one."""
    found = shipments_of_number(session, merchant, number)
    packed = {each.id: find_parcel(session, merchant, each.parcel_id) for each in counted(found) or found}
    return tuple((id_, 0 if each is None else each.weight_g) for id_, each in sorted(packed.items()))


def _origin(session: ReadSession, merchant: str, file: CustomsFile, warehouse: str) -> str:
    found = find_warehouse(session, merchant, warehouse) if warehouse else None
    if found is not None:
        return found.country
    return DEFAULT_ORIGIN if file.order.ship_from is None else file.order.ship_from.country


def _handed_over(session: ReadSession, merchant: str, order_id: str) -> Mapping[str, datetime]:
    """Parts -> when the carrier took them."""
    return {
        each.subject: each.at
        for each in history(session, merchant, order_id)
        if each.machine == Machine.FULFILMENT and each.event == Event.HAND_OVER
    }
