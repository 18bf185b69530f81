"""What is said to a carrier of our own protocol. Amounts are minor units here, as everywhere with us."""

from fulfillment.carriers.protocol import BookingAsked, Box, PickupAsked, Place, RatesAsked
from fulfillment.documents.declaration import Consignee, Declaration, DeclaredLine, Number, Sender

Json = dict[str, object]


def rates_body(asked: RatesAsked) -> Json:
    """The body of `POST rates`."""
    worth = asked.worth
    return {
        "from": _place(asked.origin),
        "to": _place(asked.destination),
        "parcels": [box_body(box) for box in asked.boxes],
        "on": asked.on.isoformat(),
        "customs": asked.crosses,
        "worth": None if worth is None else {"minor": worth.minor, "currency": worth.currency},
        "terms": asked.terms or None,
    }


def booked_body(asked: BookingAsked) -> Json:
    """The body of `POST bookings`."""
    return {
        "reference": asked.reference,
        "product": asked.product,
        "at": asked.at.isoformat(),
        "label": asked.label.value,
        "parcel": box_body(asked.box),
        "battery": asked.has_battery,
        "from": sender_body(asked.declaration.sender),
        "to": _consignee(asked.consignee),
        "terms": asked.declaration.incoterm,
        "customs": _customs(asked.declaration) if asked.crosses else None,
    }


def pickup_body(asked: PickupAsked) -> Json:
    """The body of `POST pickups`."""
    return {
        "reference": asked.reference,
        "product": asked.product,
        "day": asked.day.isoformat(),
        "ready": f"{asked.ready:%H:%M}",
        "closes": f"{asked.closes:%H:%M}",
        "time_zone": asked.zone,
        "parcels": asked.parcels,
        "weight_g": asked.weight_g,
        "from": sender_body(asked.sender),
        "spot": asked.spot,
        "note": asked.note,
    }


def box_body(box: Box) -> Json:
    """A parcel."""
    return {"weight_g": box.weight_g, "sides_mm": None if box.sides_mm is None else list(box.sides_mm)}


def sender_body(sender: Sender) -> Json:
    """Who sends."""
    return {
        "company": sender.company, "lines": list(sender.lines), "postcode": sender.postcode, "city": sender.city,
        "state": sender.state, "country": sender.country, "phone": sender.phone, "email": sender.email,
    }  # fmt: skip


def _place(place: Place) -> Json:
    return {"country": place.country, "postcode": place.postcode, "city": place.city}


def _consignee(to: Consignee) -> Json:
    return {
        "name": to.name, "company": to.company, "lines": list(to.lines), "postcode": to.postcode, "city": to.city,
        "state": to.state, "country": to.country, "phone": to.phone, "email": to.email,
        "numbers": [_number(each) for each in to.numbers],
    }  # fmt: skip


def _customs(declaration: Declaration) -> Json:
    return {
        "category": declaration.category.value,
        "currency": declaration.currency,
        "total_minor": declaration.total,
        "invoice": {"number": declaration.invoice.number, "day": declaration.invoice.day.isoformat()},
        "numbers": [_number(each) for each in declaration.numbers],
        "lines": [_line(each) for each in declaration.lines],
    }


def _line(line: DeclaredLine) -> Json:
    return {
        "description": line.description, "quantity": line.quantity, "value_minor": line.value, "net_g": line.net_g,
        "hs_code": line.hs_code, "origin": line.origin, "sku": line.sku,
        "licences": [{"document": each.document, "number": each.number} for each in line.licences],
    }  # fmt: skip


def _number(number: Number) -> Json:
    return {"kind": number.kind, "value": number.value, "country": number.country}
