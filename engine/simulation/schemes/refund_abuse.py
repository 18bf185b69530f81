"""Refund abuse: somebody orders under one or two names, gets the goods, and claims that they were lost or broken.

Everything is their own: card, door, device. An order by itself looks honest; what shows is that the claims come from
the same household again and again, often under a second account.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation import people
from engine.simulation.burst import Burst
from engine.simulation.checkout import Visit
from engine.simulation.shoppers import Shopper, card_of, mailbox_of

SECOND_NAME = 0.5
KNOWN_BEFORE = 0.5


def refund_abuse(burst: Burst) -> Iterator[Visit]:
    """The visits of one household."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    known = shop.member(country, chance) if chance.random() < KNOWN_BEFORE else None
    first = known or shop.newcomer(country, burst.start, chance)
    names = [first, _other_self(first, burst)] if chance.random() < SECOND_NAME else [first]
    for at in burst.times:
        shopper = chance.choice(names)
        address = shopper.parcels_to or shopper.home
        yield Visit(
            shopper=shopper,
            at=at,
            origin=shop.origin_for(address.country or country, chance),
            basket=burst.basket(resale=0.35),
            network=shopper.network,
            network_country=shopper.country,
            device=shopper.devices[-1] if chance.random() < 0.88 else None,
            card=chance.choice(shopper.cards),
        )


def _other_self(first: Shopper, burst: Burst) -> Shopper:
    """A second account from the same door: another mailbox and number, at times another card."""
    chance = burst.chance
    name = people.Name(people.name(first.country, chance).given, first.name.family)
    cards = first.cards if chance.random() < 0.5 else [card_of(first.country, str(name), chance)]
    return replace(
        first,
        number=burst.shop.number(),
        name=name,
        home=replace(first.home, name=str(name)),
        email=mailbox_of(name, chance),
        phone=people.phone(first.country, chance) if chance.random() < 0.6 else first.phone,
        cards=cards,
        account_since=None,
        orders=0,
    )
