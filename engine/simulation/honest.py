"""Ordinary visits: who comes, with which device, over which network, for whom."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from engine.order.address import Address
from engine.simulation import people
from engine.simulation.checkout import OWN_SHOP, Visit
from engine.simulation.goods import Pick, everyday_basket
from engine.simulation.lanes import AMAZON, MARKETS, NEXT_DOOR
from engine.simulation.networks import beside, carrier_network, household_network
from engine.simulation.payments import CASH_COUNTRIES
from engine.simulation.shop import Shop
from engine.simulation.shoppers import Shopper, address_in
from engine.simulation.slips import as_written

DEVICE_SEEN = 0.88
ANOTHER_LINE = 0.12  # the provider gave the line another address of its network
GIFT_ABROAD = 0.15
EXPRESS = 0.08
NOTES = (
    "Please leave it with the neighbour if nobody is in.", "Bitte beim Nachbarn abgeben, danke!", "Merci beaucoup !",
    "It is a birthday present, please leave the invoice out of the box.", "Als Geschenk verpacken, bitte.",
    "Will it arrive before the weekend? We go on holiday then.", "El timbre no funciona, por favor llamar.",
    "Thank you!", "Third order already, keep it up.", "请尽快发货,谢谢", "Second floor, the bell is broken.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trip:
    """A visit, and what is odd about it; None for most."""

    visit: Visit
    oddity: str | None


def honest_trip(shop: Shop, at: datetime, country: str, chance: Random) -> Trip:
    """One honest order of somebody in the country."""
    channel = channel_for(shop, country, chance)
    if channel == OWN_SHOP:
        return _own_shop(shop, at, country, chance)
    shopper = shop.newcomer(country, at, chance) if chance.random() < 0.8 else shop.buyer(country, at, chance)
    visit = plain_visit(shop, shopper, at, chance)
    return Trip(replace(visit, channel=channel), shopper.oddity)


def channel_for(shop: Shop, country: str, chance: Random) -> str:
    """Where somebody of the country buys; the own shop where a marketplace does not sell."""
    channels = shop.scenario.channels
    channel = chance.choices(tuple(channels), tuple(channels.values()))[0]
    return OWN_SHOP if channel == "amazon" and country not in AMAZON else channel


def _own_shop(shop: Shop, at: datetime, country: str, chance: Random) -> Trip:
    shopper = shop.buyer(country, at, chance)
    visit, oddity = plain_visit(shop, shopper, at, chance), shopper.oddity
    visit, oddity = _network(visit, oddity, shop, chance)
    if chance.random() < shop.scenario.gifts and shopper.company is None:
        visit, oddity = _gift(visit, shop, chance), "gift"
    elif chance.random() < shop.scenario.cash_on_delivery and _pays_at_the_door(shopper):
        visit = replace(visit, cash=True)
    return Trip(visit, oddity)


def plain_visit(shop: Shop, shopper: Shopper, at: datetime, chance: Random) -> Visit:
    """Somebody at home, with their own device and card, in the own shop."""
    address = shopper.parcels_to or shopper.home
    basket = _office(everyday_basket(chance), chance) if shopper.company else everyday_basket(chance)
    scenario = shop.scenario
    return Visit(
        shopper=shopper,
        at=at,
        origin=shop.origin_for(address.country or shopper.country, chance),
        basket=basket,
        network=shopper.network if chance.random() >= ANOTHER_LINE else beside(shopper.network, chance),
        network_country=shopper.country,
        card=chance.choice(shopper.cards),
        device=shopper.devices[-1] if chance.random() < DEVICE_SEEN else None,
        slip=as_written(address, chance) if chance.random() < scenario.slips else None,
        note=chance.choice(NOTES) if chance.random() < scenario.notes else None,
        express=chance.random() < EXPRESS,
    )


def _office(basket: tuple[Pick, ...], chance: Random) -> tuple[Pick, ...]:
    return tuple(replace(pick, quantity=chance.choice((2, 4, 5, 8, 10, 12))) for pick in basket[:2])


def _network(visit: Visit, oddity: str | None, shop: Shop, chance: Random) -> tuple[Visit, str | None]:
    draw, country = chance.random(), visit.shopper.country
    if draw < shop.scenario.travellers:
        abroad = chance.choice(tuple(MARKETS))
        zone = MARKETS[abroad].timezone
        device = visit.device if visit.device is None else replace(visit.device, timezone=zone)
        return replace(
            visit, network=household_network(abroad, chance), network_country=abroad, device=device
        ), "traveller"
    if draw < shop.scenario.travellers + shop.scenario.carrier_networks:
        return replace(visit, network=carrier_network(country, chance)), oddity or "carrier_network"
    return visit, oddity


def _gift(visit: Visit, shop: Shop, chance: Random) -> Visit:
    """To a friend at home or next door, or to a house that the buyer sent to before."""
    home = visit.shopper.country
    country = NEXT_DOOR[home] if chance.random() < GIFT_ABROAD else home
    friends: list[Shopper] = shop.known[country]
    recipient: Address
    if friends and chance.random() < 0.3:
        recipient = chance.choice(friends).home
    else:
        recipient = address_in(country, people.name(country, chance), chance)
    return replace(visit, recipient=recipient, slip=None, origin=shop.origin_for(country, chance))


def _pays_at_the_door(shopper: Shopper) -> bool:
    return shopper.country in CASH_COUNTRIES and shopper.parcels_to is None and shopper.company is None
