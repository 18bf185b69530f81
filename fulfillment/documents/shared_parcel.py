"""The declaration of a parcel that orders share: all their lines, each valued as in its own order.

So the declared value is the sum of what each order would declare, to the last minor unit, and so is the weight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from fulfillment.documents.completeness import Checked
from fulfillment.documents.declaration import Charges, Declaration

AMOUNTS = ("freight", "insurance", "other")


def join_declarations(every: Sequence[Declaration]) -> Declaration:
    """One declaration of several of the same parcel number, currency and destination, as consignments have them.

    Sender, carriage and value basis are the first one's. Raises ValueError for none, or for ones that differ.
    """
    if len({(each.number, each.currency, each.destination, each.category) for each in every}) != 1:
        msg = "declarations of one parcel can be joined; they differ in number, currency, destination or category"
        raise ValueError(msg)
    return reduce(_added, every)


def join_checks(every: Iterable[Checked]) -> Checked:
    """What each lacks, once, what stops first."""
    faults = tuple(fault for each in every for fault in each.faults)
    single = {(each.rule, each.code, each.pointer, each.message["en"]): each for each in faults}
    return Checked(faults=tuple(sorted(single.values(), key=lambda each: not each.stops)))


def _added(one: Declaration, other: Declaration) -> Declaration:
    before = len(one.lines)
    return replace(
        one,
        lines=(*one.lines, *(replace(line, number=before + line.number) for line in other.lines)),
        dangerous=(*one.dangerous, *(replace(each, line=before + each.line) for each in other.dangerous)),
        gross_g=one.gross_g + other.gross_g,
        charges=_charges(one.charges, other.charges),
        numbers=tuple(dict.fromkeys((*one.numbers, *other.numbers))),
        references=tuple(dict.fromkeys((*one.references, *other.references))),
        packaging_marks=tuple(dict.fromkeys((*one.packaging_marks, *other.packaging_marks))),
        remarks=tuple(dict.fromkeys((*one.remarks, *other.remarks))),
    )


def _charges(one: Charges, other: Charges) -> Charges:
    """Both are valued by one row of the table, so the same charges count in."""
    sums = {name: getattr(one, name) + getattr(other, name) for name in AMOUNTS}
    return Charges(**sums, in_value=one.in_value | other.in_value)
