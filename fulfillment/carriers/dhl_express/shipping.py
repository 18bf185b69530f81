"""A parcel as MyDHL API books it: addresses, package, customs data and terms, and how the label is wanted."""

from collections.abc import Mapping
from datetime import UTC, datetime

from fulfillment.carriers.amounts import centimetres, kilograms, major
from fulfillment.carriers.protocol import BookingAsked, Box
from fulfillment.documents.declaration import Category, Consignee, Declaration, DeclaredLine, Number, Sender

Json = dict[str, object]
# As DHL's developer guide lists NumberTypeCode: SDT is a number for e-commerce VAT such as IOSS or VOEC, EOR an EORI,
# CNP the taxpayer's number of Brazil, NID a national identity number. PCCC as NID is an assumption.
NUMBER_TYPES: Mapping[str, str] = {
    "EORI": "EOR", "VAT": "VAT", "IOSS": "SDT", "VOEC": "SDT", "ABN": "SDT", "GST": "SDT", "EIN": "EIN",
    "CPF": "CNP", "CNPJ": "CNP", "PCCC": "NID",
}  # fmt: skip
REASONS: Mapping[Category, str] = {
    Category.SALE: "permanent",
    Category.GIFT: "gift",
    Category.SAMPLE: "sample",
    Category.RETURN: "return",
}
LINE, LINES, NAME, CITY, PLAIN = 45, 3, 70, 45, 70
DUTIES_PAID, LABEL_TEMPLATE = "DD", "ECOM26_84_001"
DDP = "DDP"


def moment_of(moment: datetime) -> str:
    """As DHL writes moments: `2026-11-26T14:00:00 GMT+00:00`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S} GMT+00:00"


def shipment(asked: BookingAsked, account: str, template: str = LABEL_TEMPLATE) -> Json:
    """The body of `POST /shipments`."""
    declaration = asked.declaration
    body: Json = {
        "plannedShippingDateAndTime": moment_of(asked.at),
        "pickup": {"isRequested": False},
        "productCode": asked.product,
        "accounts": [{"typeCode": "shipper", "number": account}],
        "customerReferences": [{"value": asked.reference, "typeCode": "CU"}],
        "outputImageProperties": {
            "encodingFormat": asked.label.value,
            "imageOptions": [{"typeCode": "label", "templateName": template, "isRequested": True}],
        },
        "customerDetails": {
            "shipperDetails": shipper(declaration.sender, declaration.numbers),
            "receiverDetails": receiver(asked.consignee),
        },
        "content": _content(asked),
    }
    if asked.crosses and declaration.incoterm == DDP:
        body["valueAddedServices"] = [{"serviceCode": DUTIES_PAID}]
        body["accounts"] = [
            {"typeCode": "shipper", "number": account},
            {"typeCode": "duties-taxes", "number": account},
        ]
    return body


def package(box: Box) -> Json:
    """A package in kilograms and centimetres."""
    found: Json = {"weight": kilograms(box.weight_g)}
    if box.sides_mm is not None:
        found["dimensions"] = dict(zip(("length", "width", "height"), map(centimetres, box.sides_mm), strict=True))
    return found


def shipper(sender: Sender, numbers: tuple[Number, ...] = ()) -> Json:
    """Who sends; numbers of the seller go with it, also those that stand on no paper."""
    found: Json = {
        "postalAddress": _address(sender.postcode, sender.city, sender.country, sender.lines),
        "contactInformation": _contact(sender.company, sender.signatory or sender.company, sender.phone, sender.email),
    }
    return found | _numbers(numbers, sender.country)


def receiver(consignee: Consignee) -> Json:
    """Who receives, with the numbers by which customs know them."""
    name = consignee.name or consignee.company
    found: Json = {
        "postalAddress": _address(consignee.postcode, consignee.city, consignee.country, consignee.lines,
                                  consignee.state),
        "contactInformation": _contact(consignee.company or name, name, consignee.phone, consignee.email),
    }  # fmt: skip
    return found | _numbers(consignee.numbers, consignee.country)


def _content(asked: BookingAsked) -> Json:
    declaration = asked.declaration
    content: Json = {
        "packages": [package(asked.box)],
        "isCustomsDeclarable": asked.crosses,
        "description": "; ".join(line.description for line in declaration.lines)[:PLAIN] or "goods",
        "incoterm": declaration.incoterm,
        "unitOfMeasurement": "metric",
    }
    if asked.crosses:
        content["declaredValue"] = major(declaration.total, declaration.currency)
        content["declaredValueCurrency"] = declaration.currency
        content["exportDeclaration"] = _export(declaration)
    return content


def _export(declaration: Declaration) -> Json:
    reason = REASONS.get(declaration.category, "permanent")
    return {
        "lineItems": [_line(line, declaration.currency, reason) for line in declaration.lines],
        "invoice": {"number": declaration.invoice.number[:35], "date": declaration.invoice.day.isoformat()},
        "exportReasonType": reason,
        "shipmentType": "commercial" if declaration.category is Category.SALE else "personal",
    }


def _line(line: DeclaredLine, currency: str, reason: str) -> Json:
    found: Json = {
        "number": line.number,
        "description": line.description[:512],
        "price": major(line.value, currency) / max(line.quantity, 1),
        "quantity": {"value": line.quantity, "unitOfMeasurement": "PCS"},
        "exportReasonType": reason,
        "weight": {"netValue": kilograms(line.net_g), "grossValue": kilograms(line.net_g)},
    }
    if line.origin:
        found["manufacturerCountry"] = line.origin
    if line.hs_code:
        found["commodityCodes"] = [{"typeCode": "outbound", "value": line.hs_code}]
    return found


def _address(postcode: str, city: str, country: str, lines: tuple[str, ...], state: str = "") -> Json:
    found: Json = {"cityName": city[:CITY], "countryCode": country, "postalCode": postcode}
    for number, line in enumerate(_wrapped(lines), start=1):
        found[f"addressLine{number}"] = line
    if state:
        found["provinceName"] = state[:35]
    return found


def _wrapped(lines: tuple[str, ...]) -> list[str]:
    """At most three lines of 45 characters; a longer one goes on in the next, and what finds no place is refused by
    DHL's own check rather than cut silently."""
    found: list[str] = []
    for line in lines:
        words, current = line.split(), ""
        for word in words:
            if current and len(current) + 1 + len(word) > LINE:
                found.append(current)
                current = word
            else:
                current = f"{current} {word}".strip()
        found.append(current)
    kept = [each for each in found if each]
    return kept if len(kept) <= LINES else [*kept[: LINES - 1], " ".join(kept[LINES - 1 :])]


def _contact(company: str, name: str, phone: str, email: str) -> Json:
    found: Json = {"companyName": company[:100], "fullName": name[:255], "phone": phone or "0"}
    return found | ({"email": email[:NAME]} if email else {})


def _numbers(numbers: tuple[Number, ...], country: str) -> Json:
    stated = [
        {"typeCode": NUMBER_TYPES[each.kind], "number": each.value, "issuerCountryCode": each.country or country}
        for each in numbers
        if each.kind in NUMBER_TYPES
    ]
    return {"registrationNumbers": stated} if stated else {}
