"""What a parcel should cost by the rate card in force on the day of its hand-over."""

from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.errors import WeightUnrated
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.rate_card import RateBook, RateCard
from fulfillment.shipping.rating import BASE, WEIGHT, Price, Weighed, price
from fulfillment.shipping.service import Service, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A price with the card that it is by; `is_own`: the merchant's own card, which counts as it stands."""

    service: Service
    zone: Zone
    card: RateCard
    is_own: bool
    price: Price

    @property
    def weighed(self) -> Weighed:
        """The one parcel, as it is billed."""
        return self.price.weights[0]

    @property
    def base(self) -> int:
        """Freight without surcharges, minor units of the card's currency."""
        return sum(each.minor for each in self.price.items if each.what in (BASE, WEIGHT))

    @property
    def surcharges(self) -> Mapping[str, int]:
        """What is added, by why."""
        found: dict[str, int] = {}
        for each in self.price.items:
            if each.what not in (BASE, WEIGHT):
                found[each.what] = found.get(each.what, 0) + each.minor
        return found

    @property
    def source(self) -> str:
        """Which card it is."""
        return f"rate_card:{self.card.service}/{self.card.zone}@{self.card.valid_from.isoformat()}"


def rated(data: ShippingData, book: RateBook, service_id: str, dispatch: Dispatch) -> Rated | str:
    """The price of a parcel by a service, or in a word why there is none."""
    service = data.services.get(service_id)
    if service is None:
        return "service_unknown"
    zone = service.zone_of(dispatch)
    if zone is None:
        return "lane_not_served"
    found = book.card(service.id, zone.id, dispatch.on)
    if found is None:
        return "no_rate_card"
    card, is_own = found
    try:
        priced = price(service, card, dispatch, is_own=is_own)
    except WeightUnrated:
        return "weight_unrated"
    return Rated(service=service, zone=zone, card=card, is_own=is_own, price=priced)
