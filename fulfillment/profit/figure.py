"""One figure of an order's profit, with where it is from, and an order's profit as the sum of its figures.

Amounts are minor units of the profit's currency, signed as the merchant sees them: what comes is positive, what goes is
negative. A figure that nobody knows has no amount; it is never counted as nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.order.money import Money


class Part(StrEnum):
    """What a figure is of, in the order in which profits are read."""

    REVENUE = "revenue"  # what the buyer pays, all included
    TAX = "tax"  # of that, what is collected for a state
    GOODS = "goods"
    PAYMENT_FEE = "payment_fee"
    CHANNEL_FEE = "channel_fee"
    PACKING = "packing"
    LABOUR = "labour"
    FREIGHT = "freight"
    DUTY = "duty"
    REFUND = "refund"
    CHARGEBACK = "chargeback"
    PENALTY = "penalty"
    ADJUSTMENT = "adjustment"
    CLAIM = "claim"  # what carriers pay for what they lost or broke


class Known(StrEnum):
    """How well a figure is known."""

    EXPECTED = "expected"
    BILLED = "billed"  # a bill, a report or the order's ledger says so
    UNKNOWN = "unknown"


class By(StrEnum):
    """By what a figure of a whole order is shared out to its lines."""

    VALUE = "value"
    WEIGHT = "weight"
    PIECES = "pieces"


SHARED_BY: Mapping[Part, By] = {
    Part.REVENUE: By.VALUE,
    Part.TAX: By.VALUE,
    Part.GOODS: By.PIECES,
    Part.PAYMENT_FEE: By.VALUE,
    Part.CHANNEL_FEE: By.VALUE,
    Part.PACKING: By.WEIGHT,
    Part.LABOUR: By.PIECES,
    Part.FREIGHT: By.WEIGHT,
    Part.DUTY: By.VALUE,
    Part.REFUND: By.VALUE,
    Part.CHARGEBACK: By.VALUE,
    Part.PENALTY: By.VALUE,
    Part.ADJUSTMENT: By.VALUE,
    Part.CLAIM: By.WEIGHT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`source` says where it is from, or why it is not known. `original` is the amount before it was exchanged.

    `weights`, number of the order's line -> share, goes before the rule of the part: a landed cost is of one line, and
    the freight of one parcel is of the lines in it.
    """

    part: Part
    known: Known
    source: str
    minor: int | None = None
    original: Money | None = None
    weights: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line of the order, by its number from 1: `value` in the order's currency, `grams` of all its pieces, None where
    no weight is known."""

    number: int
    sku: str
    pieces: int
    value: int
    grams: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """By what profits are summed up: where an order was sold, on which way it went, and in which month it was placed.

    `services` are ids of services of data/shipping; empty where none was chosen yet.
    """

    shop: str
    channel: str
    placed_on: date
    origin: str
    destination: str
    services: tuple[str, ...] = ()
    kind: str = ""
    original_order: str = ""  # whose goods this one sends again

    @property
    def month(self) -> str:
        """Such as 2026-11."""
        return f"{self.placed_on:%Y-%m}"

    @property
    def lane(self) -> str:
        """Origin, destination and service."""
        return f"{self.origin or '?'}-{self.destination or '?'} {'+'.join(self.services) or '?'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderProfit:
    """What an order earns, in one currency."""

    order_id: str
    currency: str
    figures: tuple[Figure, ...]
    lines: tuple[SoldLine, ...]
    seen: Seen

    @property
    def known_minor(self) -> int:
        """The sum of what is known."""
        return sum(each.minor for each in self.figures if each.minor is not None)

    @property
    def unknown(self) -> tuple[Figure, ...]:
        """What is not known; with one of these the sum says less than the profit."""
        return tuple(each for each in self.figures if each.minor is None)

    @property
    def total_minor(self) -> int | None:
        """The profit; None where a part of it is not known."""
        return None if self.unknown else self.known_minor

    def of(self, part: Part) -> int | None:
        """The sum of one part; None where some of it is not known."""
        found = [each.minor for each in self.figures if each.part is part]
        return None if None in found else sum(each for each in found if each is not None)
