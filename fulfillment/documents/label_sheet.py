"""The address label as a page: 100 by 150 mm, 4 by 6 inches, or A6, with the parcel's number as Code 128."""

from fulfillment.carriers.services import service_name
from fulfillment.documents.amounts import kilograms
from fulfillment.documents.barcode import draw_code
from fulfillment.documents.copy import Copy
from fulfillment.documents.declaration import Undelivered
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet

RETURNED = {
    Undelivered.RETURN: "If undelivered: return to sender / En cas de non-remise : renvoyer à l’expéditeur",
    Undelivered.ABANDON: "If undelivered: treat as abandoned / En cas de non-remise : traiter comme abandonné",
}


def label_sheet(copy: Copy, size: PaperSize = PaperSize.LABEL) -> Sheet:
    """Raises PaperEmpty for a parcel that has no number yet."""
    carriage = copy.declaration.carriage
    if not carriage.number:
        raise PaperEmpty
    data = {
        "carrier": copy.write(carriage.carrier),
        "service": service_name(carriage.number),
        "indicator": carriage.number[:2],
        "sender": copy.sender_block(),
        "consignee": copy.consignee_block(),
        "phone": copy.phone(),
        "weight": kilograms(copy.declaration.gross_g),
        "day": copy.day.isoformat(),
        "reference": copy.write(copy.declaration.reference("order")),
        "code": draw_code(carriage.number),
        "number": spaced(carriage.number),
        "return_words": RETURNED[carriage.undelivered],
    }
    return Sheet("label", size, f"Label {carriage.number}", data)


def spaced(number: str) -> str:
    """An S10 number as people read it: `RX 473 124 829 CN`."""
    return " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:])).strip()
