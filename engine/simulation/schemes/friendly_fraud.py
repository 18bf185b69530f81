"""Friendly fraud: a real buyer gets the goods and later tells the bank that they did not order or get them.

Nothing in the order differs from an honest one but a slight taste for dearer goods and new accounts. The dispute comes
weeks later; the data hold no more to learn than that.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation.burst import Burst
from engine.simulation.checkout import Visit
from engine.simulation.honest import channel_for, plain_visit

NEWCOMER = 0.7
DEARER = 0.5


def friendly_fraud(burst: Burst) -> Iterator[Visit]:
    """The visits of one buyer."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    known = None if chance.random() < NEWCOMER else shop.member(country, chance)
    shopper = known or shop.newcomer(country, burst.start, chance)
    channel = channel_for(shop, country, chance)
    for at in burst.times:
        visit = plain_visit(shop, shopper, at, chance)
        basket = burst.basket(resale=0.3) if chance.random() < DEARER else visit.basket
        yield replace(visit, channel=channel, basket=basket)
