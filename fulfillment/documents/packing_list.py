"""Packing list: what lies in the box and what it weighs; no prices."""

from fulfillment.documents.amounts import kilograms
from fulfillment.documents.copy import Copy
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet


def packing_list(copy: Copy) -> Sheet:
    """Raises PaperEmpty without goods."""
    declaration = copy.declaration
    if not declaration.lines:
        raise PaperEmpty
    data = {
        "number": declaration.reference("parcel") or declaration.number,
        "day": copy.day.isoformat(),
        "sender": copy.sender_block(),
        "consignee": copy.consignee_block(),
        "facts": copy.facts(
            ("Invoice", declaration.invoice.number),
            ("Order", declaration.reference("order")),
            ("Parcel number", declaration.carriage.number),
            ("Packages", "1"),
            ("Gross weight", f"{kilograms(declaration.gross_g)} kg"),
        ),
        "rows": [
            {
                "sku": copy.write(line.sku),
                "what": copy.write(line.description),
                "quantity": str(line.quantity),
                "net": kilograms(line.net_g),
            }
            for line in declaration.lines
        ],
        "pieces": str(sum(line.quantity for line in declaration.lines)),
        "net": kilograms(declaration.net_g),
        "notes": copy.write_all(declaration.packaging_marks),
    }
    return Sheet("packing_list", PaperSize.A4, f"Packing list {declaration.number}", data)
