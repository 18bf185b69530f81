"""A part of an order as it would be sent: in its packed boxes, in the box that it shares with other orders, or not
packed yet, as one parcel of all its goods."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.facts.values import line_value
from engine.order.line import Line
from engine.order.money import Money
from engine.order.order import Order, ShipFrom
from engine.store.sessions import ReadSession
from fulfillment.consigning.stages import PACKED, shared
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.packing.boxing import CLOSED
from fulfillment.packing.errors import Unmeasured
from fulfillment.parts import pieces_of
from fulfillment.records import BoxType, Consignment, Fulfilment
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.dispatch import Dispatch, Parcel, Terms
from fulfillment.shipping.goods_class import classes_of
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.quoting import DEFAULT_ORIGIN, identifiers_of, in_currency, sides_of, values_in
from fulfillment.shipping.stating import EUR, OfOrder
from fulfillment.states import Work
from fulfillment.store.boxes import boxes_at
from fulfillment.store.cases import fulfilments_of, lines_of
from fulfillment.store.consignments import members_of
from fulfillment.store.warehouse import parcels_of
from fulfillment.store.warehouses import find_warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A part as it would be sent. `subject` names what is sent together: the part, or the consignment that it is in;
    `orders` and `parts` are all that are in it; `is_packed` says that boxes are known. `order` is the first of them."""

    subject: str
    orders: tuple[str, ...]
    parts: tuple[str, ...]
    order: Order
    dispatch: Dispatch
    says: OfOrder
    is_packed: bool


@dataclass(frozen=True, slots=True)
class _Member:
    """One order's share of what is sent: its file, the part, and number of line -> pieces."""

    file: CustomsFile
    part: Fulfilment
    pieces: Mapping[int, int]


def sent_of_part(
    session: ReadSession, desk: ShippingDesk, data: ShippingData, part: Fulfilment, now: datetime
) -> Sent:  # fmt: skip
    """How a part would be sent now. Raises NotFound, PersonErased, and Unmeasured before it is packed."""
    merchant = part.merchant_id
    found = shared(session, merchant, part.id)
    box = None if found is None or found[0].state != PACKED else found[0]
    members = _members(session, desk, merchant, part, box)
    parcels = (
        (_shared_box(session, merchant, box, members, data),)
        if box is not None
        else tuple(_packed(session, merchant, members[0], data))
    )
    first = members[0].file.order
    dispatch = _dispatch(desk, merchant, members, parcels or (_unpacked(members[0], data),), data)
    return Sent(
        subject=part.id if box is None else box.id,
        orders=tuple(dict.fromkeys(each.file.order_id for each in members)),
        parts=tuple(each.part.id for each in members),
        order=first,
        dispatch=dispatch,
        says=_says(session, desk, merchant, members, now),
        is_packed=bool(parcels),
    )


def _members(
    session: ReadSession, desk: ShippingDesk, merchant: str, part: Fulfilment, box: Consignment | None
) -> tuple[_Member, ...]:
    parts = [part] if box is None else _parts_inside(session, merchant, box)
    return tuple(_member(session, desk, merchant, each) for each in parts)


def _parts_inside(session: ReadSession, merchant: str, box: Consignment) -> list[Fulfilment]:
    inside = [each for each in members_of(session, box.id) if each.slot is not None]
    return [
        part
        for each in inside
        for part in fulfilments_of(session, merchant, each.order_id)
        if part.id == each.fulfilment_id
    ]


def _member(session: ReadSession, desk: ShippingDesk, merchant: str, part: Fulfilment) -> _Member:
    warehouse = find_warehouse(session, merchant, part.warehouse)
    leaves = None if warehouse is None else ShipFrom(country=warehouse.country)
    file = desk.customs.file_of(session, merchant, part.order_id, leaves)
    return _Member(file, part, pieces_of(lines_of(session, part.id)))


def _dispatch(
    desk: ShippingDesk, merchant: str, members: Sequence[_Member], parcels: tuple[Parcel, ...], data: ShippingData
) -> Dispatch:
    file, rates = members[0].file, desk.laws.reference_rates(merchant)
    order, address, on = file.order, file.order.shipping_address, file.lane.on
    country, postcode = address.country or "", address.postcode or ""
    incoterm = None if order.shipping is None else order.shipping.incoterm
    worths = [values_in(_worth(each), data, rates) for each in members]
    in_all = set.intersection(*(set(each) for each in worths))
    return Dispatch(
        parcels=parcels,
        origin=DEFAULT_ORIGIN if order.ship_from is None else order.ship_from.country,
        country=country,
        on=on,
        postcode=postcode,
        values={currency: sum(each[currency] for each in worths) for currency in sorted(in_all)},
        identifiers=frozenset.intersection(*(identifiers_of(each.file) for each in members)),
        terms=None if incoterm is None else Terms(incoterm),
        barred=desk.laws.embargo_over(merchant, country, address.state or "", postcode, on),
    )


def _worth(member: _Member) -> Money:
    lines = member.file.order.lines
    shares = (line_value(lines[at - 1]) * many // (lines[at - 1].quantity or 1) for at, many in member.pieces.items())
    return Money(sum(shares), member.file.order.currency)


def _says(
    session: ReadSession, desk: ShippingDesk, merchant: str, members: Sequence[_Member], now: datetime
) -> OfOrder:
    file, order = members[0].file, members[0].file.order
    is_whole = len(members) == 1 and _is_only(session, merchant, members[0].part)
    promised = None if order.shipping is None else order.shipping.promised_days
    return OfOrder(
        channel=order.channel,
        order_kind=str(order.kind),
        shop=order.shop or "",
        categories=_categories(members),
        # Of several parts nobody knows which share is whose.
        paid_shipping_eur_minor=_paid(desk, merchant, order) if is_whole else None,
        po_box=file.lane.po_box,
        promised_days=None if promised is None else max(0, promised - (now - order.placed_at).days),
        expected=desk.profit.of_order(session, merchant, file.order_id) if is_whole else None,
    )


def _is_only(session: ReadSession, merchant: str, part: Fulfilment) -> bool:
    parts = fulfilments_of(session, merchant, part.order_id)
    return all(each.id == part.id or each.state == Work.CANCELLED for each in parts)


def _categories(members: Sequence[_Member]) -> frozenset[str] | None:
    found: set[str] = set()
    for member in members:
        for line in member.file.lines:
            if line.effective.number in member.pieces:
                if line.categories is None:
                    return None
                found |= line.categories
    return frozenset(found)


def _paid(desk: ShippingDesk, merchant: str, order: Order) -> int | None:
    if order.totals.shipping is None:
        return None
    return in_currency(Money(order.totals.shipping, order.currency), EUR, desk.laws.reference_rates(merchant))


def _packed(session: ReadSession, merchant: str, member: _Member, data: ShippingData) -> Iterator[Parcel]:
    closed = [each for each in parcels_of(session, member.part.id) if each.state == CLOSED]
    boxes = _boxes(session, merchant, member.part.warehouse) if closed else {}
    for parcel in closed:
        inside = {int(number) for number in parcel.contents}
        yield Parcel(
            weight_g=parcel.weight_g,
            goods=classes_of(_lines(member.file, inside), data.classes),
            sides_mm=_sides(boxes.get(parcel.box)),
        )


def _shared_box(
    session: ReadSession, merchant: str, box: Consignment, members: Sequence[_Member], data: ShippingData
) -> Parcel:
    goods = [classes_of(_lines(each.file, each.pieces), data.classes) for each in members]
    sides = _sides(_boxes(session, merchant, box.warehouse).get(box.box))
    return Parcel(weight_g=box.weight_g, goods=frozenset().union(*goods), sides_mm=sides)


def _unpacked(member: _Member, data: ShippingData) -> Parcel:
    """One parcel; its size is known only where it is a single piece."""
    ordered = member.file.order.lines
    pieces = [
        (each.effective.line, each.effective.line.quantity * many // (ordered[at - 1].quantity or 1))
        for each in member.file.lines
        if (many := member.pieces.get(at := each.effective.number, 0))
    ]
    missing = [line.sku or line.title or "a line without a name" for line, _ in pieces if line.weight_g is None]
    if missing:
        raise Unmeasured(missing)
    size = pieces[0][0].dimensions if len(pieces) == 1 and pieces[0][1] == 1 else None
    return Parcel(
        weight_g=sum((line.weight_g or 0) * many for line, many in pieces),
        goods=classes_of((line for line, _ in pieces), data.classes),
        sides_mm=None if size is None else sides_of(size.length_mm, size.width_mm, size.height_mm),
    )


def _lines(file: CustomsFile, inside: Collection[int]) -> list[Line]:
    return [each.effective.line for each in file.lines if each.effective.number in inside]


def _boxes(session: ReadSession, merchant: str, warehouse: str) -> Mapping[str, BoxType]:
    return {each.name: each for each in boxes_at(session, merchant, warehouse)}


def _sides(box: BoxType | None) -> tuple[int, int, int] | None:
    if box is None:
        return None
    return sides_of(box.outer_length_mm, box.outer_width_mm, box.outer_height_mm)
