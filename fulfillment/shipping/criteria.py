"""By what services are compared: each criterion's value for an offer, and what it is worth to a merchant in money."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.feasible import Offer

WHOLE = 10_000  # basis points
POINT = 100
KILOGRAM = 1000
PAID_BY_SELLER = frozenset({Terms.DDP, Terms.IOSS})


class Criterion(StrEnum):
    """Less is better of every value."""

    COST = "cost"  # minor units of the compared currency
    DAYS = "days"  # as the merchant has seen them, else as promised
    LATE = "late"  # basis points of parcels that come too late
    CUSTOMS = "customs"  # basis points of parcels that customs do not let through at once
    DUTY = "duty"  # 1 where the buyer is asked for duty and tax
    CO2 = "co2"  # grams


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a merchant has seen of a service on a lane; None where it has seen too little."""

    days: int | None = None
    punctual_bp: int | None = None
    cleared_bp: int | None = None


NOTHING_SEEN = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a merchant would pay, in minor units of the compared currency, for a day less, a percentage point less late
    or stopped at customs, a buyer who is asked for no duty, and a kilogram of CO2 less.

    A weight that is an amount of money keeps a choice between two services independent of all others.
    """

    day: int
    late_point: int
    customs_point: int
    duty: int
    co2_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """An offer by every criterion; `promised_days` is shown beside what counts."""

    service: str
    of: Mapping[Criterion, int]
    promised_days: int

    @property
    def vector(self) -> tuple[int, ...]:
        """In the order of the criteria."""
        return tuple(self.of[each] for each in Criterion)

    def felt(self, worth: Worth) -> Mapping[Criterion, int]:
        """Each criterion as money; they add up to what the merchant feels that the service costs."""
        return {
            Criterion.COST: self.of[Criterion.COST],
            Criterion.DAYS: self.of[Criterion.DAYS] * worth.day,
            Criterion.LATE: self.of[Criterion.LATE] * worth.late_point // POINT,
            Criterion.CUSTOMS: self.of[Criterion.CUSTOMS] * worth.customs_point // POINT,
            Criterion.DUTY: self.of[Criterion.DUTY] * worth.duty,
            Criterion.CO2: self.of[Criterion.CO2] * worth.co2_kg // KILOGRAM,
        }


def values_of(offer: Offer, cost_minor: int, terms: Terms | None, seen: Seen = NOTHING_SEEN) -> Values:
    """What an offer comes to. `cost_minor` is its price in the compared currency; `terms` what the order travels on,
    None where the service may choose: it takes the seller's account where it can."""
    service = offer.service
    promised = offer.zone.days[1]
    punctual = service.punctual_bp if seen.punctual_bp is None else seen.punctual_bp
    cleared = service.cleared_bp if seen.cleared_bp is None else seen.cleared_bp
    by_seller = service.domestic or not PAID_BY_SELLER.isdisjoint(service.terms if terms is None else {terms})
    of = {
        Criterion.COST: cost_minor,
        Criterion.DAYS: promised if seen.days is None else seen.days,
        Criterion.LATE: WHOLE - punctual,
        Criterion.CUSTOMS: 0 if service.domestic else WHOLE - cleared,
        Criterion.DUTY: 0 if by_seller else 1,
        Criterion.CO2: offer.co2_g,
    }
    return Values(service=service.id, of=of, promised_days=promised)
