"""What is to be sent: one or several parcels on one lane, with what services ask about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fulfillment.shipping.goods_class import GoodsClass


class Terms(StrEnum):
    """Who pays duty and tax: the seller (DDP), the buyer (DAP), or the seller's one-stop shop number (IOSS)."""

    DDP = "DDP"
    DAP = "DAP"
    IOSS = "IOSS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Gross grams and outer millimetres, longest side first; `sides_mm` is None where nobody measured it."""

    weight_g: int
    goods: frozenset[GoodsClass]
    sides_mm: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """`origin` and `country` are ISO 3166-1 alpha-2. `values`: what all goods are worth, in minor units of each
    currency that a rate is known for; empty where the value is not known. `identifiers` are kinds of numbers at hand
    (`IOSS`, `CPF`). `barred` says by what law nothing goes there; empty: by none.
    `struck`: id of a service whose carrier has refused just this -> why, in a word of `carriers.words.Refusal`.
    """

    parcels: tuple[Parcel, ...]
    origin: str
    country: str
    on: date
    postcode: str = ""
    values: Mapping[str, int]
    identifiers: frozenset[str] = frozenset()
    terms: Terms | None = None
    barred: str = ""
    struck: Mapping[str, str] = field(default_factory=dict)
    city: str = ""
    origin_postcode: str = ""

    @property
    def goods(self) -> frozenset[GoodsClass]:
        """Of all parcels."""
        return frozenset().union(*(each.goods for each in self.parcels))
