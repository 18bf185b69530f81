"""What a bill may differ by before it is a difference: data/freight/tolerances.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.freight.kinds import UNAUDITED, Charge
from fulfillment.packing.sources import whole

FILE = "freight/tolerances.yaml"
WHOLE = 10_000  # basis points
USUAL_LEAST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerances:
    """Basis points of what is expected, and the least by currency in minor units; `fee_bp` and `fee_least` are what a
    carrier may charge for advancing duty and tax."""

    weight_g: int
    weight_bp: int
    charges: Mapping[Charge, int]
    least: Mapping[str, int]
    fee_bp: int
    fee_least: Mapping[str, int]

    def room(self, kind: Charge, expected: int, currency: str) -> int:
        """By how much a charge may be more than what is expected."""
        share = abs(expected) * self.charges.get(kind, 0) // WHOLE
        return max(share, self.least.get(currency, USUAL_LEAST))

    def weight_room(self, expected_g: int) -> int:
        """By how many grams a billed weight may be more."""
        return max(self.weight_g, expected_g * self.weight_bp // WHOLE)

    def advance_fee(self, advanced: int, currency: str) -> int | None:
        """What may be charged for advancing so much; None where no least is stated in the currency."""
        least = self.fee_least.get(currency)
        return None if least is None else max(least, -(-advanced * self.fee_bp // WHOLE))


@cache
def load_tolerances(data: Path) -> Tolerances:
    """Raises DataRejected with the place of what is wrong or missing."""
    file = read_yaml(data / FILE, name=FILE)
    weight, fee = file.part("weight"), file.part("advance_fee")
    found = Tolerances(
        weight_g=whole(weight, "grams"),
        weight_bp=_basis_points(weight),
        charges=_charges(file.part("charges")),
        least=_amounts(file.part("least")),
        fee_bp=_basis_points(fee),
        fee_least=_amounts(fee.part("least")),
    )
    for each in (weight, fee, file):
        each.close()
    missing = [each for each in Charge if each not in UNAUDITED and each not in found.charges]
    if missing:
        file.refuse("charges", f"do not name `{missing[0]}`; state every kind")
    return found


def _charges(record: Record) -> Mapping[Charge, int]:
    found: dict[Charge, int] = {}
    for name in record.names():
        part = record.part(name)
        if name not in set(Charge):
            record.refuse(name, f"is no kind of charge; use {', '.join(Charge)}")
        found[Charge(name)] = _basis_points(part)
        part.close()
    record.close()
    return found


def _amounts(record: Record) -> Mapping[str, int]:
    found = {name: whole(record, name) for name in record.names()}
    record.close()
    return found


def _basis_points(record: Record) -> int:
    return round(record.number("percent") * 100)
