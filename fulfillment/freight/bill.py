"""A carrier's bill in one vocabulary: what every file is read into, and all that the audit knows of it.

Amounts are minor units, signed as the carrier charges: what it asks is positive, what it gives back is negative.
Weights are grams. Nothing of senders and receivers is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fulfillment.freight.kinds import Charge


@dataclass(frozen=True, slots=True)
class Charged:
    """One amount, and the carrier's own word for it."""

    kind: Charge
    word: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """What a bill says of one parcel, or of none. `row` counts the rows of the file from 1; `bill` is the number of the
    invoice, `billed_on` its day as ISO text, "" where the file does not say. `others` are further numbers of the
    parcel. `zone`, `country` and `service` are the carrier's own words."""

    row: int
    number: str
    currency: str
    charges: tuple[Charged, ...]
    others: tuple[str, ...] = ()
    bill: str = ""
    billed_on: str = ""
    weight_g: int | None = None
    billed_g: int | None = None
    zone: str = ""
    country: str = ""
    service: str = ""

    @property
    def total(self) -> int:
        """All of it."""
        return sum(each.minor for each in self.charges)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillWarning:
    """Something a person should look at: a word nobody knows, a row whose parts do not add up. `row` 0 is the file."""

    row: int
    code: str
    word: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightBill:
    """A whole file. `digest` is of its bytes, so that the same file is known again."""

    carrier: str
    shape: str
    name: str
    digest: str
    lines: tuple[BillLine, ...]
    services: Sequence[tuple[str, str]] = ()  # the carrier's word -> id of a service of data/shipping
    warnings: tuple[BillWarning, ...] = ()
