"""Customs declaration CN 22: the small one, on the item itself, 74 by 105 mm.

It serves letter-post items up to 300 SDR; above, and wherever the sender prefers, CN 23 takes its place (Eswatini
Post, "Parcels: forms CN22 and CN23"; the form is the subject of IV.j.1 of the WCO-UPU Postal Customs Guide, June
2018, of which the contents alone were read). What its few lines do not hold goes on a CN 23 as well.
"""

from fulfillment.documents.amounts import figures, kilograms, money
from fulfillment.documents.copy import Copy, spelled
from fulfillment.documents.customs_forms import boxes, certified, explanation
from fulfillment.documents.declaration import Declaration, Shown
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet

MOST_LINES, LONGEST = 4, 64


def fits_cn22(declaration: Declaration) -> bool:
    """Whether the goods fit the lines of the small form."""
    texts = (declaration.reason, *(line.description for line in declaration.lines))
    return len(declaration.lines) <= MOST_LINES and all(len(text) <= LONGEST for text in texts)


def cn22(copy: Copy) -> Sheet:
    """The form. Raises PaperEmpty without goods."""
    declaration = copy.declaration
    if not declaration.lines:
        raise PaperEmpty
    data = {
        "operator": copy.write(declaration.carriage.carrier),
        "item": declaration.carriage.number,
        "boxes": boxes(declaration),
        "explanation": explanation(copy),
        "rows": [
            {
                "what": copy.write(f"{line.quantity} × {line.description}"),
                "net": kilograms(line.net_g),
                "value": figures(line.value, declaration.currency),
                "hs": line.hs_code,
                "origin": line.origin,
            }
            for line in declaration.lines
        ],
        "gross": kilograms(declaration.gross_g),
        "total": money(declaration.total, declaration.currency),
        "numbers": ", ".join(spelled(each) for each in declaration.printable(Shown.PACKAGE)),
        **certified(copy),
    }
    return Sheet("cn22", PaperSize.CN22, f"CN 22 {declaration.number}", data)
