"""Prices that carriers named themselves, laid over those of rate cards. A carrier's answer changes the price and the
days of its service, never whether the service may take the dispatch."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.order.money import Money
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.feasible import Feasible, Offer, Refused, Why
from fulfillment.shipping.rating import Item, Price, weigh
from fulfillment.shipping.service import Zone

LIVE = "live"
NO_ANSWER, NO_PRODUCT, REFUSED = "no_answer", "no_product", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePrice:
    """What a carrier asks for all parcels together, and in how many days it promises them to arrive."""

    total: Money
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """By id of a service: the price that its carrier named, or why the card counts (`no_answer` in time, `no_product`
    among its answers, `refused`)."""

    prices: Mapping[str, LivePrice] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


NOT_ASKED = Live()


def with_live(found: Feasible, dispatch: Dispatch, live: Live) -> Feasible:
    """What each service says with the carriers' own prices; a service that lacks a card alone is offered by them."""
    offers = [_priced(each, dispatch, live) for each in found.offers]
    refused: list[Refused] = []
    for each in found.refused:
        made = _offered(each, dispatch, live)
        if made is None:
            refused.append(each)
        else:
            offers.append(made)
    return Feasible(offers=tuple(sorted(offers, key=lambda each: each.service.id)), refused=tuple(refused))


def _priced(offer: Offer, dispatch: Dispatch, live: Live) -> Offer:
    price = live.prices.get(offer.service.id)
    if price is None:
        return replace(offer, note=live.notes.get(offer.service.id, ""))
    return replace(offer, price=_price(offer, dispatch, price), zone=_zone(offer.zone, price), is_live=True)


def _offered(refused: Refused, dispatch: Dispatch, live: Live) -> Offer | None:
    price, zone = live.prices.get(refused.service.id), refused.service.zone_of(dispatch)
    if price is None or zone is None or any(each.why is not Why.NO_RATE for each in refused.refusals):
        return None
    nothing = Price(total=price.total, items=(), weights=())
    bare = Offer(service=refused.service, zone=zone, price=nothing, is_own=False)
    return _priced(bare, dispatch, live)


def _price(offer: Offer, dispatch: Dispatch, live: LivePrice) -> Price:
    items = (Item(what=LIVE, parcel=0, minor=live.total.minor),)
    return Price(total=live.total, items=items, weights=weigh(offer.service, dispatch))


def _zone(zone: Zone, live: LivePrice) -> Zone:
    return zone if live.days is None else replace(zone, days=(min(zone.days[0], live.days), live.days))
