"""Customs declaration CN 23: the full one, 210 by 148 mm, for parcels and for letter-post items above 300 SDR.

The figures in brackets are those of the form's instructions (as reprinted in OECD 2018, annex A). Goods that need more
lines than the form has go on to further sheets of the same form.
"""

from fulfillment.carriers.s10 import is_s10
from fulfillment.documents.amounts import figures, kilograms, money
from fulfillment.documents.barcode import draw_code
from fulfillment.documents.copy import Copy, spelled
from fulfillment.documents.customs_forms import boxes, certified, explanation, origin_of
from fulfillment.documents.declaration import Declaration, Shown
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet


def cn23(copy: Copy) -> Sheet:
    """The form. Raises PaperEmpty without goods."""
    declaration = copy.declaration
    if not declaration.lines:
        raise PaperEmpty
    number, currency = declaration.carriage.number, declaration.currency
    data = {
        "operator": copy.write(declaration.carriage.carrier),
        "item": number,
        "code": draw_code(number) if is_s10(number) else None,
        "sender": copy.sender_block(),
        "sender_reference": ", ".join(spelled(each) for each in declaration.printable(Shown.INVOICE)),
        "consignee": copy.consignee_block(),
        "importer_reference": copy.importer_numbers(),
        "phone": copy.write_or_none(", ".join(each for each in (copy.consignee.phone, copy.consignee.email) if each)),
        "rows": [
            {
                "what": copy.write(line.description),
                "quantity": str(line.quantity),
                "net": kilograms(line.net_g),
                "value": money(line.value, currency),
                "hs": line.hs_code,
                "origin": origin_of(line.origin),
            }
            for line in declaration.lines
        ],
        "gross": kilograms(declaration.gross_g),
        "total": money(declaration.total, currency),
        "charges": figures(declaration.charges.freight, currency) if declaration.charges.freight else "",
        "boxes": boxes(declaration),
        "explanation": explanation(copy),
        "posted": f"{declaration.sender.city}, {copy.day.isoformat()}",
        "comments": copy.write_all(comments(declaration)),
        "licences": _numbers(declaration, certificates=False),
        "certificates": _numbers(declaration, certificates=True),
        "invoice": declaration.invoice.number,
        **certified(copy),
    }
    return Sheet("cn23", PaperSize.A5_WIDE, f"CN 23 {declaration.number}", data)


def comments(declaration: Declaration) -> tuple[str, ...]:
    """Remarks, what the declared total contains beside the goods, and what is dangerous in the parcel."""
    charges = declaration.charges
    named = sorted(name for name in charges.in_value if getattr(charges, name))
    contained = (f"Total value includes {', '.join(named)}",) if named else ()
    dangerous = tuple(f"{each.un} {each.name}" for each in declaration.dangerous)
    return (*declaration.remarks, *contained, *dict.fromkeys(dangerous))


def _numbers(declaration: Declaration, *, certificates: bool) -> str:
    licences = (each for line in declaration.lines for each in line.licences)
    return ", ".join(dict.fromkeys(each.number for each in licences if each.is_certificate is certificates))
