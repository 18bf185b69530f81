"""A service of a carrier: where it goes, what it takes, what it adds to the price, how long it needs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.order.money import Money
from engine.order.terms import TransportMode
from fulfillment.packing.weights import CarrierTerms
from fulfillment.shipping.dispatch import Dispatch, Terms
from fulfillment.shipping.goods_class import GoodsClass


class Kind(StrEnum):
    """What sort of service it is."""

    EXPRESS = "express"
    POSTAL = "postal"
    SPECIAL_LINE = "special_line"
    SEA_LCL = "sea_lcl"
    SEA_FCL = "sea_fcl"
    DOMESTIC = "domestic"
    HAND_OVER = "hand_over"


class Adds(StrEnum):
    """Why something is added to the freight."""

    FUEL = "fuel"
    REGISTRATION = "registration"
    REMOTE = "remote"
    OVERSIZE = "oversize"
    BATTERY = "battery"
    CUSTOMS = "customs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Countries of one price and one time. `days` are from hand-over to delivery, the shortest and the longest;
    `co2_g_per_kg` is a stated estimate for one billed kilogram on this lane."""

    id: str
    countries: frozenset[str]
    days: tuple[int, int]
    co2_g_per_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """`basis_points` of the freight, and `minor` units of the service's currency a parcel.

    OVERSIZE counts above `over_mm` of the longest side or `over_g` gross; REMOTE where the postcode begins with one of
    `postcodes`, written `COUNTRY prefix`; BATTERY for `goods`; all others always.
    """

    why: Adds
    basis_points: int = 0
    minor: int = 0
    over_mm: int | None = None
    over_g: int | None = None
    postcodes: tuple[str, ...] = ()
    goods: frozenset[GoodsClass] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A kind of number that must be at hand for these countries; `terms` narrows it to parcels on these terms."""

    number: str
    countries: frozenset[str]
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stop (停运) for some countries, or for all where none is named. Both days count; no end: until told."""

    countries: frozenset[str]
    since: date
    until: date | None
    notice: str
    notice_zh: str = ""

    def stops(self, country: str, on: date) -> bool:
        """Whether a parcel to there is stopped on that day."""
        meant = not self.countries or country in self.countries
        return meant and self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`origins` empty: from anywhere; `domestic`: only within the country of origin, whatever its one zone names.

    `size` has weights and sides; `by_consignment`: all parcels are weighed together. `least_billed_g` is charged at
    least. `punctual_bp` and `cleared_bp` are stated estimates, in basis points, of parcels on time and of parcels that
    customs let through at once; what a merchant has seen of a service goes before. `is_own`: a merchant stated it.
    """

    id: str
    name: str
    name_zh: str
    carrier: str
    kind: Kind
    mode: TransportMode
    currency: str
    origins: frozenset[str]
    domestic: bool
    zones: tuple[Zone, ...]
    size: CarrierTerms
    least_billed_g: int
    by_consignment: bool
    single_parcel: bool
    goods: frozenset[GoodsClass]
    cap: Money | None
    terms: frozenset[Terms]
    identifiers: tuple[Identifier, ...]
    refuses: tuple[tuple[str, str, str], ...]  # country, reason, the reason in Chinese where it is stated
    pauses: tuple[Pause, ...]
    surcharges: tuple[Surcharge, ...]
    valid_from: date
    valid_until: date | None
    tracked: bool
    insured: bool
    punctual_bp: int
    cleared_bp: int
    channel_codes: tuple[tuple[str, str], ...] = ()  # channel, what it calls this carrier
    is_own: bool = False

    def zone_of(self, dispatch: Dispatch) -> Zone | None:
        """The zone of a lane; None where it is not served."""
        if self.origins and dispatch.origin not in self.origins:
            return None
        if self.domestic:
            return self.zones[0] if dispatch.country == dispatch.origin else None
        return next((each for each in self.zones if dispatch.country in each.countries), None)

    def is_offered(self, on: date) -> bool:
        """Both ends count."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
