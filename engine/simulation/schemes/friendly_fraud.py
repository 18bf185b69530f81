"""Friendly fraud: a real buyer gets the goods and later tells the bank that they did not order or get them.

Nothing in the order differs from an honest one but a slight taste for dearer goods and new accounts. The dispute comes
weeks later; the data hold no more to learn than that.
"""

from collections.abc import Iterator

from engine.simulation.burst import Burst
from engine.simulation.checkout import Visit

NEWCOMER = 0.7


def friendly_fraud(burst: Burst) -> Iterator[Visit]:
    """The visits of one buyer."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    known = None if chance.random() < NEWCOMER else shop.member(country, chance)
    shopper = known or shop.newcomer(country, burst.start, chance)
    address = shopper.parcels_to or shopper.home
    for at in burst.times:
        yield Visit(
            shopper=shopper,
            at=at,
            origin=shop.origin_for(address.country or country, chance),
            basket=burst.basket(resale=0.3),
            network=shopper.network,
            network_country=shopper.country,
            device=shopper.devices[-1] if chance.random() < 0.88 else None,
            card=chance.choice(shopper.cards),
            express=chance.random() < 0.12,
        )
