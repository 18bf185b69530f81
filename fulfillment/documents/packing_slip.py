"""Packing slip: what the customer reads first when the box is open, in their own language and without prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fulfillment.documents.copy import Copy, Json
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.sheet import PaperSize, Sheet
from fulfillment.documents.slip_words import slip_words


@dataclass(frozen=True, slots=True)
class SlipLine:
    """What is in the box, or still to come: the name that the shop showed, and pieces."""

    title: str
    quantity: int
    sku: str = ""


def packing_slip(copy: Copy, lines: Sequence[SlipLine], missing: Sequence[SlipLine] = ()) -> Sheet:
    """`missing` comes in another parcel. Raises PaperEmpty without goods."""
    if not lines:
        raise PaperEmpty
    language = copy.declaration.language
    words = slip_words(language)
    told = {name: copy.write_in(language, text) for name, text in words.items()}
    data = {
        "words": told,
        "facts": _facts(copy, told),
        "consignee": copy.consignee_block() | {"latin": []},
        "rows": [_row(copy, line) for line in lines],
        "missing": [_row(copy, line) for line in missing],
        "packaging": copy.write_all(copy.declaration.packaging_marks),
    }
    return Sheet("packing_slip", PaperSize.A4, words["title"], data)


def _facts(copy: Copy, told: Mapping[str, Json]) -> list[Json]:
    declaration = copy.declaration
    pairs = (
        ("order", declaration.reference("order")),
        ("parcel", declaration.carriage.number),
        ("day", copy.day.isoformat()),
    )
    return [{"name": told[name], "value": copy.write(value)} for name, value in pairs if value]


def _row(copy: Copy, line: SlipLine) -> Json:
    return {"what": copy.write(line.title), "sku": copy.write(line.sku), "quantity": str(line.quantity)}
