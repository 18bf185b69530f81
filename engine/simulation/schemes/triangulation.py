"""Triangulation: a seller elsewhere takes his customers' money and has the goods paid here with stolen cards.

The people at the doors are honest and get what they ordered. The signature is one or two devices and mailboxes with
ever new cards and doors, for few articles: what a small trader or a helpful relative does on a smaller scale.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation import people
from engine.simulation.burst import Burst, guise, hideout
from engine.simulation.checkout import Visit
from engine.simulation.goods import Pick
from engine.simulation.networks import beside
from engine.simulation.payments import THIEF
from engine.simulation.shoppers import address_in

BILLED_TO_DOOR = 0.35
CARD_AGAIN = 0.3


def triangulation(burst: Burst) -> Iterator[Visit]:
    """The visits of one seller."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    seller = people.name(country, chance)
    accounts = [guise(seller, country, chance) for _ in range(chance.choices((1, 2, 4), (40, 35, 25))[0])]
    sessions = [hideout(country, chance) for _ in range(chance.choices((1, 2), (65, 35))[0])]
    offers = [burst.basket(resale=0.15)[:1] for _ in range(chance.randint(2, 5))]
    victim, card = burst.stolen(country)
    for at in burst.times:
        if chance.random() >= CARD_AGAIN:
            victim, card = burst.stolen(country)
        customer_of_seller = people.name(country, chance)
        door = address_in(country, customer_of_seller, chance)
        session = chance.choice(sessions)
        account = chance.choice(accounts)
        basket: tuple[Pick, ...] = chance.choice(offers)
        yield Visit(
            shopper=victim,
            at=at,
            origin=shop.origin_for(country, chance),
            basket=basket,
            network=session.network if chance.random() < 0.6 else beside(session.network, chance),
            network_country=session.country,
            device=session.device_seen(chance),
            card=card,
            note=burst.note(),
            recipient=door,
            billing=door if chance.random() < BILLED_TO_DOOR else victim.home,
            customer=replace(account, name=str(customer_of_seller)) if chance.random() < 0.5 else account,
            payer=replace(THIEF, declines=(74, 15, 6, 3, 2)),
        )
