"""What carriers billed for an order's parcels: freight, duty that the seller bears, and what they paid for lost ones.

The tax on a carrier's own charges is left out: it is reclaimed, and no cost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.order.money import Money
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.freight.difference import charges_of
from fulfillment.freight.kinds import Charge
from fulfillment.freight.parcels import SentParcel
from fulfillment.profit.exchanging import Till
from fulfillment.profit.figure import Figure, Known, Part, SoldLine
from fulfillment.profit.sending import weights_in
from fulfillment.records import FreightLine

OTHERS: Mapping[Charge, Part | None] = {
    Charge.DUTY: Part.DUTY,
    Charge.ADVANCE_FEE: Part.DUTY,
    Charge.CLAIM: Part.CLAIM,
    Charge.SERVICE_TAX: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """Figures of bills; `parcels` are the numbers of those whose freight was billed, `parts` what else was."""

    figures: tuple[Figure, ...]
    parcels: frozenset[str]
    parts: frozenset[Part]


def billed(
    file: CustomsFile, parcels: Iterable[SentParcel], lines: Sequence[SoldLine],
    bills: Mapping[str, Sequence[FreightLine]], till: Till,
) -> Billed:  # fmt: skip
    """A figure for each part of each line of a bill: the order's share of it, where several orders share a parcel."""
    figures: list[Figure] = []
    numbers: set[str] = set()
    seen: set[str] = set()
    for sent in parcels:
        number = sent.shipment.number
        if number in seen:
            continue
        seen.add(number)
        weights = weights_in(sent, lines)
        for line in bills.get(number, ()):
            for part, minor in _parts(line, file):
                money = Money(-sent.own(minor), line.currency)
                source = f"freight_bill:{line.carrier}/{line.bill or line.file_id}"
                figures.append(till.figure(part, money, source, Known.BILLED, weights))
                if part is Part.FREIGHT:
                    numbers.add(number)
    parts = frozenset(each.part for each in figures) - {Part.FREIGHT}
    return Billed(figures=tuple(figures), parcels=frozenset(numbers), parts=parts)


def _parts(line: FreightLine, file: CustomsFile) -> Iterator[tuple[Part, int]]:
    sums: dict[Part, int] = {}
    for charge in charges_of(line):
        part = _part(charge.kind, file)
        if part is not None:
            sums[part] = sums.get(part, 0) + charge.minor
    yield from ((part, minor) for part, minor in sums.items() if minor)


def _part(kind: Charge, file: CustomsFile) -> Part | None:
    """Import tax that a carrier has advanced is the tax of the sale, unless that was paid at the sale: then it is a
    cost on top."""
    if kind is Charge.IMPORT_TAX:
        return Part.TAX if file.lane.regime is None else Part.DUTY
    return OTHERS.get(kind, Part.FREIGHT)
