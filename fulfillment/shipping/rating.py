"""What a service costs: the price with everything that it is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.order.money import Money
from fulfillment.shipping.dispatch import Dispatch, Parcel
from fulfillment.shipping.rate_card import RateCard
from fulfillment.shipping.service import Adds, Service, Surcharge

BASE, WEIGHT = "base", "weight"
WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A part of the price in minor units: `base`, `weight`, or the word of a surcharge; `parcel` counts from 1, 0 for
    all of them together."""

    what: str
    parcel: int
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a parcel weighs to the carrier, in grams: on the scale, by its size, and as it is billed.

    `dimensional_g` is None where the service bills size and nobody measured the parcel: the price is the least then.
    """

    parcel: int
    gross_g: int
    dimensional_g: int | None
    billed_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price and what makes it: its items add up to the total."""

    total: Money
    items: tuple[Item, ...]
    weights: tuple[Weighed, ...]

    @property
    def is_least(self) -> bool:
        """A size is not known that may make it dearer."""
        return any(each.dimensional_g is None for each in self.weights)


def weigh(service: Service, dispatch: Dispatch) -> tuple[Weighed, ...]:
    """Each parcel as it is billed; one row, of number 0, for a service that weighs all together."""
    each = [(parcel.weight_g, _dimensional(service, parcel)) for parcel in dispatch.parcels]
    if not service.by_consignment:
        return tuple(_weighed(service, number, *one) for number, one in enumerate(each, start=1))
    sized = [size for _, size in each if size is not None]
    gross = sum(weight for weight, _ in each)
    return (_weighed(service, 0, gross, sum(sized) if len(sized) == len(each) else None),)


def price(service: Service, card: RateCard, dispatch: Dispatch, *, is_own: bool = False) -> Price:
    """The price of all parcels by one card. Raises WeightUnrated where the card has no band for one.

    A merchant's own card counts as it stands: surcharges of `data/shipping`, which are made up, are left out, and those
    of a service that the merchant stated are added.
    """
    weights = weigh(service, dispatch)
    surcharges = (*_of_card(card), *(() if is_own and not service.is_own else service.surcharges))
    items = tuple(item for each in weights for item in _items(surcharges, card, dispatch, each))
    return Price(total=Money(sum(each.minor for each in items), card.currency), items=items, weights=weights)


def _weighed(service: Service, number: int, gross_g: int, dimensional_g: int | None) -> Weighed:
    step = service.size.step_g
    heavier = max(gross_g, dimensional_g or 0, service.least_billed_g, 1)
    return Weighed(parcel=number, gross_g=gross_g, dimensional_g=dimensional_g, billed_g=-(-heavier // step) * step)


def _dimensional(service: Service, parcel: Parcel) -> int | None:
    if service.size.divisor is None:
        return 0
    return None if parcel.sides_mm is None else service.size.dimensional_of(parcel.sides_mm)


def _of_card(card: RateCard) -> Iterator[Surcharge]:
    if card.registration:
        yield Surcharge(why=Adds.REGISTRATION, minor=card.registration)
    if card.fuel_bp:
        yield Surcharge(why=Adds.FUEL, basis_points=card.fuel_bp)


def _items(surcharges: Sequence[Surcharge], card: RateCard, dispatch: Dispatch, weighed: Weighed) -> Iterator[Item]:
    band = card.band(weighed.billed_g)
    number = weighed.parcel
    by_weight = band.by_weight(weighed.billed_g)
    yield Item(what=BASE, parcel=number, minor=band.base)
    yield Item(what=WEIGHT, parcel=number, minor=by_weight)
    parcels = dispatch.parcels if number == 0 else (dispatch.parcels[number - 1],)
    for surcharge in surcharges:
        many = sum(1 for parcel in parcels if _meets(surcharge, parcel, dispatch))
        if many:
            share = (band.base + by_weight) * surcharge.basis_points
            yield Item(what=surcharge.why, parcel=number, minor=-(-share // WHOLE) + surcharge.minor * many)


def _meets(surcharge: Surcharge, parcel: Parcel, dispatch: Dispatch) -> bool:
    match surcharge.why:
        case Adds.OVERSIZE:
            longest = 0 if parcel.sides_mm is None else parcel.sides_mm[0]
            long = surcharge.over_mm is not None and longest > surcharge.over_mm
            return long or (surcharge.over_g is not None and parcel.weight_g > surcharge.over_g)
        case Adds.REMOTE:
            return f"{dispatch.country} {dispatch.postcode}".startswith(surcharge.postcodes)
        case Adds.BATTERY:
            return not surcharge.goods.isdisjoint(parcel.goods)
        case _:
            return True
