"""The label by which goods come back, with the number of the return as a QR code, and what customs are told of them.

The label goes from the customer to a warehouse; it is kept with slots for the customer's address, which is read from
the order when it is printed. The declaration data name the goods as returned: a box of its own on form CN 23 of the
Universal Postal Union (as shown in OECD, Misuse of Small Parcels for Trade in Counterfeit Goods, 2018, Annex A), with
the invoice, its day and the parcel in which they left beside it, by which customs find the export again (La Poste,
Colissimo Entreprise, "product return" page, read 2026-11). Relief from duty rests on goods that come back unaltered; in
the Union within three years (Regulation (EU) No 952/2013, Article 203(1) and (5)).
"""

import re
from html import escape

import orjson

from engine.ids import Prefix
from fulfillment.aftersales.amounts import paid_for_pieces
from fulfillment.aftersales.ways import Way
from fulfillment.carriers.on_label import DEFAULT_CARRIER
from fulfillment.carriers.s10 import s10_number
from fulfillment.carriers.services import indicator_of
from fulfillment.casefile import CaseFile
from fulfillment.documents.barcode import Symbology, draw_code
from fulfillment.documents.declaration import Category
from fulfillment.documents.label import MEDIA_TYPE, SLOTS
from fulfillment.parts import has_left
from fulfillment.records import Document, ReturnCase, Warehouse
from fulfillment.store.shipments import add_document, allocate_serial
from fulfillment.store.warehouses import find_warehouse

LABEL, DECLARATION = "return_label", "return_declaration"
UNKNOWN_G = 500  # of a piece that nobody weighed
_SIZE = re.compile(r'<svg width="(\d+)" height="(\d+)"')


def make_return_label(file: CaseFile, case: ReturnCase, way: Way) -> str:
    """Gives the parcel a number of the customer's country and draws its label; answers the number."""
    place = way.place
    country = file.order.shipping_address.country or ""
    weight = weight_of(file, case)
    service = indicator_of("", weight)
    number = s10_number(service, allocate_serial(file.session, service, country), country)
    to = find_warehouse(file.session, file.merchant, "" if place is None else place.code)
    lines = address_of(to, "" if place is None else place.country)
    add_document(
        file.session, _document(file, case, LABEL, MEDIA_TYPE, draw_return_label(number, case.number, weight, lines))
    )
    return number


def declare_return(file: CaseFile, case: ReturnCase, number: str) -> None:
    """Keeps what customs are told of goods that come back over a border. It holds no personal value."""
    lines = {int(line): many for line, many in case.lines.items()}
    sent = [each for each in file.shipments() if has_left(each)]
    told = {
        "category": Category.RETURN.value,
        "reason": f"returned goods, order {file.order.id}, return {case.number}",
        "invoice": {"number": file.order.id, "day": file.order.placed_at.date().isoformat()},
        "exported_in": [each.number for each in sent],
        "number": number,
        "currency": file.case.currency,
        "lines": [
            {
                "line": line,
                "description": file.order.lines[line - 1].title or "",
                "pieces": many,
                "hs_code": file.order.lines[line - 1].hs_code,
                "origin": file.order.lines[line - 1].origin,
                "value": paid_for_pieces(file.order, {line: many}, {}),
                "weight_g": (file.order.lines[line - 1].weight_g or UNKNOWN_G) * many,
            }
            for line, many in sorted(lines.items())
        ],
        "unaltered": True,
    }
    add_document(file.session, _document(file, case, DECLARATION, "application/json", orjson.dumps(told)))


def draw_return_label(number: str, rma: str, weight_g: int, to: tuple[str, ...]) -> bytes:
    """100 by 150 mm; `{1}` to `{7}` stand for the lines of the sender's address."""
    spaced = " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:]))
    sender = "".join(
        f'<text x="6" y="{30 + 4 * place}" font-size="3">{{{place}}}</text>' for place in range(1, SLOTS + 1)
    )
    consignee = "".join(
        f'<text x="6" y="{74 + 7 * at}" font-size="5">{escape(line)}</text>' for at, line in enumerate(to)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="150mm" viewBox="0 0 100 150">'
        '<rect x="1" y="1" width="98" height="148" fill="none" stroke="black"/>'
        f'<text x="6" y="12" font-size="6">{DEFAULT_CARRIER}</text>'
        f'<text x="6" y="22" font-size="8" font-family="monospace">{escape(spaced)}</text>'
        f'<text x="6" y="30" font-size="4">{escape(rma)} · {weight_g} g</text>{sender}'
        f'<text x="6" y="68" font-size="4">RETURN TO / RETOUR À</text>{consignee}'
        f"{_placed_code(rma, 66, 112, 30)}</svg>"
    ).encode()


def address_of(warehouse: Warehouse | None, country: str) -> tuple[str, ...]:
    """Lines of a warehouse's address, its country last."""
    if warehouse is None:
        return (country,)
    town = " ".join(part for part in (warehouse.postcode, warehouse.city, warehouse.region) if part)
    return tuple(
        line for line in (warehouse.name or warehouse.code, warehouse.address, town, warehouse.country) if line
    )


def weight_of(file: CaseFile, case: ReturnCase) -> int:
    """What the pieces weigh, grams, as far as the order states it."""
    return sum((file.order.lines[int(line) - 1].weight_g or UNKNOWN_G) * many for line, many in case.lines.items())


def _placed_code(text: str, x: int, y: int, size: int) -> str:
    """A QR code as part of a drawing."""
    drawn = draw_code(text, Symbology.QR)
    place = rf'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 \1 \2"'
    return _SIZE.sub(place, drawn[drawn.index("<svg") :], count=1)


def _document(file: CaseFile, case: ReturnCase, kind: str, media_type: str, content: bytes) -> Document:
    return Document(
        id=file.ids.new(Prefix.DOCUMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        subject=case.id,
        kind=kind,
        media_type=media_type,
        content=content,
        created_at=file.now,
    )
