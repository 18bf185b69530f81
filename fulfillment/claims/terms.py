"""What a carrier's terms say of claims: until when, how much, what else. Every part names who published it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ASSUMPTION = "assumption"  # begins what is nobody's rule


class Unit(StrEnum):
    """What a window is counted in. Working days are Monday to Friday without public holidays."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class CountsFrom(StrEnum):
    """The day that a window is counted from; that day itself is not counted."""

    HAND_OVER = "hand_over"
    DELIVERY = "delivery"
    EXPECTED = "expected"
    HAPPENED = "happened"


class Take(StrEnum):
    """Of several limits, which counts."""

    MOST = "most"
    SUM = "sum"


class Basis(StrEnum):
    """What a piece counts for: what the buyer paid for it, or what it cost."""

    PRICE = "price"
    COST = "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who published it, under which title; `is_sure` is false where no rule was read, or no good copy of one."""

    id: str
    publisher: str
    title: str
    dated: date
    read: date
    is_sure: bool

    @property
    def said(self) -> str:
        """For whoever reads a deadline: what is not sure begins with `assumption`."""
        if self.id == ASSUMPTION:
            return self.title
        told = f"{self.publisher}, {self.title}, {self.dated}; read {self.read}"
        return told if self.is_sure else f"{ASSUMPTION} after {told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """So many of a unit from a day on. `not_before`: so many days must have passed before the carrier listens. `zone`
    is where the last day ends, `country` whose public holidays count."""

    many: int
    unit: Unit
    counts_from: CountsFrom
    source: Source
    zone: str
    country: str = ""
    not_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How far a carrier is liable: an amount a kilogram, an amount a parcel, or both. Amounts are whole units of their
    currency, `XDR` for special drawing rights."""

    per_kg: Decimal | None
    kg_currency: str
    per_parcel: Decimal | None
    parcel_currency: str
    take: Take
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What follows so many days or years later."""

    days: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A parcel as terms see it: `mode` is how it travels (`post`, `courier`, `air`, …), `on` the day of hand-over."""

    carrier: str
    mode: str
    origin: str
    country: str
    on: date

    @property
    def is_domestic(self) -> bool:
        """Whether it stays in its country."""
        return bool(self.origin) and self.origin == self.country


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that counts for a parcel. `language` is what the carrier's claims department reads."""

    id: str
    zone: str
    language: str
    basis: Basis
    windows: Mapping[str, Window] = field(default_factory=dict)
    limits: Sequence[Limit] = ()
    freight_back: frozenset[str] = frozenset()
    answers: After | None = None
    appeal: After | None = None
    sue: After | None = None

    def pays_freight(self, kind: str) -> bool:
        """Whether the freight is paid back for a kind of mishap."""
        return kind in self.freight_back
