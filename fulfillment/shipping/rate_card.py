"""Rate cards: what a weight costs in one zone of a service, by bands, within dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fulfillment.shipping.errors import WeightUnrated

KILOGRAM = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Weights above `over_g` and up to `up_to_g`: `base` covers the first `included_g`, and every begun `step_g` beyond
    costs as much of `per_kg` as it weighs. Amounts are minor units of the card's currency."""

    over_g: int
    up_to_g: int
    base: int
    included_g: int
    step_g: int
    per_kg: int

    def beyond_g(self, billed_g: int) -> int:
        """What is charged by weight: whole steps."""
        return max(0, -(-(billed_g - self.included_g) // self.step_g)) * self.step_g

    def by_weight(self, billed_g: int) -> int:
        """Its price without the base, rounded up to a minor unit."""
        return -(-self.beyond_g(billed_g) * self.per_kg // KILOGRAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCard:
    """One zone of one service. Both days count; `valid_until` None: until a newer card begins.

    `registration` is added to each parcel, `fuel_bp` are basis points of its freight.
    """

    service: str
    zone: str
    currency: str
    valid_from: date
    valid_until: date | None
    bands: tuple[Band, ...]
    registration: int = 0
    fuel_bp: int = 0

    def band(self, billed_g: int) -> Band:
        """The band of a weight. Raises WeightUnrated."""
        for each in self.bands:
            if each.over_g < billed_g <= each.up_to_g:
                return each
        raise WeightUnrated(self.service, self.zone, billed_g)

    def is_in_force(self, on: date) -> bool:
        """Whether it counts on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class RateBook:
    """Cards of a merchant's own before those that come with Clearway; of several of the same, the youngest counts.

    `own` stand in the order in which they were entered, oldest first: of two that begin on one day, the later entered
    counts, which is how a mistake is corrected.
    """

    bundled: Sequence[RateCard]
    own: Sequence[RateCard] = ()

    def card(self, service: str, zone: str, on: date) -> tuple[RateCard, bool] | None:
        """The card in force, and whether it is the merchant's own; None where none is."""
        for cards, is_own in ((self.own, True), (self.bundled, False)):
            found = _youngest(each for each in cards if (each.service, each.zone) == (service, zone))
            newest = _youngest(each for each in found if each.is_in_force(on))
            if newest:
                return newest[-1], is_own
        return None


def _youngest(cards: Iterable[RateCard]) -> list[RateCard]:
    """By the day on which they begin; only the last entered of each day."""
    latest = {each.valid_from: each for each in cards}
    return [latest[day] for day in sorted(latest)]
