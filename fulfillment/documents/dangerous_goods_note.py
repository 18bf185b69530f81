"""Dangerous goods note: what road, sea and post are told of dangerous goods in a parcel.

It holds what ADR, 5.4.1.1.1 (read in the edition of 2017), and the IMDG Code, 5.4.1, ask of a transport document: UN
number, proper shipping name, class and packing group in this order and with nothing between them, then packages,
quantity, consignor and consignee. By air the shipper's declaration of IATA takes its place; for lithium batteries of
section II neither is needed, and the note tells what stands on the package.
"""

from fulfillment.documents.amounts import kilograms
from fulfillment.documents.copy import Copy, Json
from fulfillment.documents.declaration import DangerousLine
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet

STATEMENT = (
    "I declare that the contents of this consignment are described above by their proper shipping names, and are "
    "classified, packed, marked and labelled as the rules for their carriage ask, and in proper condition for it."
)


def dangerous_goods_note(copy: Copy) -> Sheet:
    """Raises PaperEmpty when nothing dangerous is in the parcel."""
    declaration = copy.declaration
    if not declaration.dangerous:
        raise PaperEmpty
    marks = dict.fromkeys(mark for each in declaration.dangerous for mark in each.marks)
    papers = dict.fromkeys(paper for each in declaration.dangerous for paper in each.papers)
    data = {
        "number": declaration.number,
        "day": copy.day.isoformat(),
        "sender": copy.sender_block(),
        "consignee": copy.consignee_block(),
        "facts": copy.facts(
            ("Parcel number", declaration.carriage.number),
            ("Mode", declaration.carriage.mode),
            ("Carrier", declaration.carriage.carrier),
            ("Gross weight", f"{kilograms(declaration.gross_g)} kg"),
        ),
        "rows": [_row(copy, each) for each in declaration.dangerous],
        "marks": [copy.write(each) for each in marks],
        "papers": [copy.write(each) for each in papers],
        "statement": STATEMENT,
        "signatory": copy.write(declaration.sender.signatory or declaration.sender.company),
    }
    return Sheet("dangerous_goods", PaperSize.A4, f"Dangerous goods note {declaration.number}", data)


def _row(copy: Copy, line: DangerousLine) -> Json:
    instruction = " ".join(
        each for each in (line.packing_instruction, line.section and f"section {line.section}") if each
    )
    return {
        "un": line.un,
        "name": copy.write(line.name),
        "class": line.hazard_class,
        "group": line.packing_group,
        "pieces": f"1 box, {line.quantity} pcs",
        "net": ", ".join(each for each in (line.net_quantity, instruction) if each),
    }
