"""Fraud through a parcel forwarder: stolen cards, and a customer's number at a forwarder's hall as the door.

Honest people use the same halls, with cards of their own country. Here card and bill are the victim's; half of the
victims live in the hall's country, so that not even the countries differ.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation import people
from engine.simulation.burst import Burst, guise, hideout, new_account
from engine.simulation.checkout import Visit
from engine.simulation.oddities import forwarder_address
from engine.simulation.payments import THIEF

VICTIM_NEAR_THE_HALL = 0.5
UNDER_VICTIMS_NAME = 0.6


def forwarder_fraud(burst: Burst) -> Iterator[Visit]:
    """The visits of one customer's number."""
    chance, shop = burst.chance, burst.shop
    receiver = people.name(shop.country(chance), chance)
    door = forwarder_address(str(receiver), chance)
    hall = door.country or "US"
    country = hall if chance.random() < VICTIM_NEAR_THE_HALL else shop.country(chance)
    session = hideout(country, chance)
    victim, card = burst.stolen(country)
    for turn, at in enumerate(burst.times):
        if turn and chance.random() < 0.5:
            victim, card = burst.stolen(country)
        customer = guise(victim.name, country, chance)
        if chance.random() < 0.5:
            customer = new_account(customer, shop.number(), at, chance)
        yield Visit(
            shopper=victim,
            at=at,
            origin=shop.origin_for(hall, chance),
            basket=burst.basket(resale=0.6),
            network=session.network,
            network_country=session.country,
            device=session.device_seen(chance),
            card=card,
            note=burst.note(),
            recipient=replace(door, name=str(victim.name)) if chance.random() < UNDER_VICTIMS_NAME else door,
            customer=customer,
            payer=THIEF,
            express=chance.random() < 0.2,
        )
