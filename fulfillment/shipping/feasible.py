"""Which services can take a dispatch, and for every other each reason why not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fulfillment.shipping.dispatch import Dispatch, Parcel
from fulfillment.shipping.errors import WeightUnrated
from fulfillment.shipping.rate_card import RateBook
from fulfillment.shipping.rating import Price, price
from fulfillment.shipping.service import Service, Zone


class Why(StrEnum):
    """Why a service cannot take it."""

    LAW = "law"  # an embargo over the destination: no service goes there
    LANE = "lane"
    DESTINATION = "destination"
    NOT_OFFERED = "not_offered"
    SUSPENDED = "suspended"
    GOODS = "goods"
    WEIGHT = "weight"
    SIZE = "size"
    PARCELS = "parcels"
    VALUE = "value"
    VALUE_UNKNOWN = "value_unknown"
    TERMS = "terms"
    IDENTIFIER = "identifier"
    NO_RATE = "no_rate"
    CARRIER = "carrier"  # its carrier was asked to book just this, and refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """`parcel` counts from 1, 0 where all are meant; `told` says what was met and what the limit is."""

    why: Why
    parcel: int = 0
    told: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service that takes the dispatch. `is_own`: by a rate card of the merchant's own. `is_live`: its carrier named
    the price; `note` says why it did not where it was asked."""

    service: Service
    zone: Zone
    price: Price
    is_own: bool
    is_live: bool = False
    note: str = ""

    @property
    def co2_g(self) -> int:
        """The stated estimate of the lane, by billed weight."""
        return sum(each.billed_g for each in self.price.weights) * self.zone.co2_g_per_kg // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A service that does not, with every reason."""

    service: Service
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasible:
    """All services, each in one of both, by id."""

    offers: tuple[Offer, ...]
    refused: tuple[Refused, ...]


def feasible(services: Iterable[Service], book: RateBook, dispatch: Dispatch) -> Feasible:
    """What each service says of the dispatch; the same in whatever order services are named."""
    offers: list[Offer] = []
    refused: list[Refused] = []
    for service in sorted(services, key=lambda each: each.id):
        found = _asked(service, book, dispatch)
        if isinstance(found, Offer):
            offers.append(found)
        else:
            refused.append(Refused(service=service, refusals=found))
    return Feasible(offers=tuple(offers), refused=tuple(refused))


def _asked(service: Service, book: RateBook, dispatch: Dispatch) -> Offer | tuple[Refusal, ...]:
    zone = service.zone_of(dispatch)
    refusals = [*_of_the_lane(service, zone, dispatch), *_of_the_whole(service, dispatch)]
    refusals += [
        refusal
        for number, parcel in enumerate(dispatch.parcels, start=1)
        for refusal in _of_a_parcel(service, number, parcel)
    ]
    if zone is None:
        return tuple(refusals)
    priced = _priced(service, zone, book, dispatch)
    if isinstance(priced, Refusal):
        return (*refusals, priced)
    return tuple(refusals) or priced


def _priced(service: Service, zone: Zone, book: RateBook, dispatch: Dispatch) -> Offer | Refusal:
    found = book.card(service.id, zone.id, dispatch.on)
    if found is None:
        return Refusal(why=Why.NO_RATE, told={"zone": zone.id, "on": dispatch.on.isoformat()})
    card, is_own = found
    try:
        return Offer(service=service, zone=zone, price=price(service, card, dispatch, is_own=is_own), is_own=is_own)
    except WeightUnrated as error:
        return Refusal(why=Why.NO_RATE, told={"zone": zone.id, "billed_g": error.billed_g})


def _of_the_lane(service: Service, zone: Zone | None, dispatch: Dispatch) -> Iterator[Refusal]:
    if dispatch.barred:
        yield Refusal(why=Why.LAW, told={"country": dispatch.country, "law": dispatch.barred})
    if zone is None:
        yield Refusal(why=Why.LANE, told={"from": dispatch.origin, "to": dispatch.country})
    for country, reason, chinese in service.refuses:
        if country == dispatch.country:
            told = {"country": country, "reason": reason, "reason_zh": chinese}
            yield Refusal(why=Why.DESTINATION, told=told)
    if service.id in dispatch.struck:
        yield Refusal(why=Why.CARRIER, told={"why": dispatch.struck[service.id]})
    if not service.is_offered(dispatch.on):
        yield Refusal(why=Why.NOT_OFFERED, told={"on": dispatch.on.isoformat()})
    for pause in service.pauses:
        if pause.stops(dispatch.country, dispatch.on):
            until = "" if pause.until is None else pause.until.isoformat()
            yield Refusal(
                why=Why.SUSPENDED, told={"until": until, "notice": pause.notice, "notice_zh": pause.notice_zh}
            )


def _of_the_whole(service: Service, dispatch: Dispatch) -> Iterator[Refusal]:
    if service.single_parcel and len(dispatch.parcels) > 1:
        yield Refusal(why=Why.PARCELS, told={"parcels": len(dispatch.parcels), "most": 1})
    if dispatch.terms is not None and dispatch.terms not in service.terms:
        yield Refusal(why=Why.TERMS, told={"asked": dispatch.terms, "has": " ".join(sorted(service.terms))})
    for each in service.identifiers:
        meant = dispatch.country in each.countries and (each.terms is None or each.terms is dispatch.terms)
        if meant and each.number not in dispatch.identifiers:
            yield Refusal(why=Why.IDENTIFIER, told={"number": each.number})
    if service.cap is not None:
        worth = dispatch.values.get(service.cap.currency)
        told: dict[str, str | int] = {"most": service.cap.minor, "currency": service.cap.currency}
        if worth is None:
            yield Refusal(why=Why.VALUE_UNKNOWN, told=told)
        elif worth > service.cap.minor:
            yield Refusal(why=Why.VALUE, told={"value": worth, **told})


def _of_a_parcel(service: Service, number: int, parcel: Parcel) -> Iterator[Refusal]:
    for goods in sorted(parcel.goods - service.goods):
        yield Refusal(why=Why.GOODS, parcel=number, told={"goods": goods})
    most = service.size.max_g
    if most is not None and parcel.weight_g > most:
        yield Refusal(why=Why.WEIGHT, parcel=number, told={"weight_g": parcel.weight_g, "most": most})
    if parcel.sides_mm is not None:
        for limit, allowed, found in service.size.passed(parcel.sides_mm):
            yield Refusal(why=Why.SIZE, parcel=number, told={limit: found, "most": allowed})
