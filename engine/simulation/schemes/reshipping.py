"""Reshipping ring: goods bought with many stolen cards go to one or two private doors, whose people send them on.

Its signature is one door with many cards from elsewhere. The people at the door are real, names vary little or much,
and a house of students or a family looks much the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from engine.order.address import Address
from engine.simulation import people
from engine.simulation.burst import Burst, guise, hideout, new_account
from engine.simulation.checkout import Visit
from engine.simulation.payments import THIEF
from engine.simulation.shoppers import address_in

OWN_NAME = 0.35
CARD_ABROAD = 0.6


def reshipping(burst: Burst) -> Iterator[Visit]:
    """The visits of one ring."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    mules = [people.name(country, chance) for _ in range(chance.choices((1, 2), (75, 25))[0])]
    doors = [address_in(country, mule, chance) for mule in mules]
    card_country = shop.country(chance) if chance.random() < CARD_ABROAD else country
    sessions = [hideout(card_country, chance) for _ in range(chance.randint(1, 3))]
    victim, card = burst.stolen(card_country)
    for at in burst.times:
        if chance.random() < 0.7:
            victim, card = burst.stolen(card_country)
        session = chance.choice(sessions)
        customer = guise(victim.name, card_country, chance)
        if chance.random() < 0.4:
            customer = new_account(customer, shop.number(), at, chance)
        yield Visit(
            shopper=victim,
            at=at,
            origin=shop.origin_for(country, chance),
            basket=burst.basket(resale=0.55),
            network=session.network,
            network_country=session.country,
            device=session.device_seen(chance),
            card=card,
            note=burst.note(),
            recipient=_at_the_door(chance.choice(doors), country, str(victim.name), chance),
            customer=customer,
            payer=THIEF,
            express=chance.random() < 0.25,
        )


def _at_the_door(door: Address, country: str, victim: str, chance: Random) -> Address:
    """Under the mule's name, the victim's, or one that nobody has."""
    draw = chance.random()
    if draw < OWN_NAME:
        return door
    name = victim if draw < 0.6 else str(people.name(country, chance))
    return replace(door, name=name, line2=f"c/o {door.name}" if draw > 0.93 else door.line2)
