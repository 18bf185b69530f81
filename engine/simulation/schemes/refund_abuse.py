"""Refund abuse: somebody orders under one or two names, gets the goods, and claims that they were lost or broken.

Everything is their own: card, door, device. An order by itself looks honest; what shows is that the claims come from
the same household again and again, often under a second account.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation import people
from engine.simulation.burst import Burst
from engine.simulation.checkout import Visit
from engine.simulation.honest import channel_for, plain_visit
from engine.simulation.shoppers import Shopper, card_of, mailbox_of

SECOND_NAME = 0.5
KNOWN_BEFORE = 0.5
DEARER = 0.6


def refund_abuse(burst: Burst) -> Iterator[Visit]:
    """The visits of one household."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    known = shop.member(country, chance) if chance.random() < KNOWN_BEFORE else None
    first = known or shop.newcomer(country, burst.start, chance)
    names = [first, _other_self(first, burst)] if chance.random() < SECOND_NAME else [first]
    channel = channel_for(shop, country, chance)
    for at in burst.times:
        visit = plain_visit(shop, chance.choice(names), at, chance)
        basket = burst.basket(resale=0.3) if chance.random() < DEARER else visit.basket
        yield replace(visit, channel=channel, basket=basket)


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
