"""An order as profits see it: its lines with value and weight, and by what it is summed up."""

from collections.abc import Iterable

from engine.facts.values import line_value
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.freight.parcels import SentParcel
from fulfillment.profit.figure import Seen, SoldLine
from fulfillment.shipping.quoting import DEFAULT_ORIGIN


def sold_lines(file: CustomsFile) -> tuple[SoldLine, ...]:
    """Lines as they were ordered, kits as kits; cancelled ones are left out."""
    return tuple(
        SoldLine(
            number=number,
            sku=line.sku or "",
            pieces=line.quantity,
            value=line_value(line),
            grams=_grams(file, number),
        )
        for number, line in enumerate(file.order.lines, start=1)
        if line.quantity
    )


def seen_of(file: CustomsFile, parcels: Iterable[SentParcel], chosen: str = "") -> Seen:
    """`chosen`: the service that a quote names, where no parcel has one."""
    sent = tuple(parcels)
    order = file.order
    services = tuple(dict.fromkeys(each.shipment.service_id for each in sent if each.shipment.service_id))
    stated = DEFAULT_ORIGIN if order.ship_from is None else order.ship_from.country
    return Seen(
        shop=order.shop or "",
        channel=order.channel,
        placed_on=order.placed_at.date(),
        origin=sent[0].origin if sent else stated,
        destination=order.shipping_address.country or "",
        services=services or ((chosen,) if chosen else ()),
        kind=order.kind,
        original_order=order.original_order_id or "",
    )


def _grams(file: CustomsFile, number: int) -> int | None:
    lines = [
        each.effective.line for each in file.lines if each.effective.number == number and each.effective.line.quantity
    ]
    if any(each.weight_g is None for each in lines):
        return None
    return sum((each.weight_g or 0) * each.quantity for each in lines)
