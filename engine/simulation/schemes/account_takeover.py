"""Account take-over: a known buyer's account is used by somebody else, who sends goods to a new door.

Name, mailbox, history and often the stored card are the victim's own. What changes is device, network and door, and
each of these changes for honest buyers too: a new phone, a journey, a present.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation import people
from engine.simulation.burst import Burst, hideout
from engine.simulation.checkout import Visit, customer_of
from engine.simulation.payments import HONEST, THIEF
from engine.simulation.shoppers import Shopper, address_in, mailbox_of

STORED_CARD = 0.6
NEW_MAILBOX = 0.15
DROP_AT_HOME = 0.65


def account_takeover(burst: Burst) -> Iterator[Visit]:
    """The visits of one burst: all on one account."""
    chance, shop = burst.chance, burst.shop
    victim = _victim(burst)
    session = hideout(victim.country, chance)
    country = victim.country if chance.random() < DROP_AT_HOME else shop.country(chance)
    drop = address_in(country, people.name(country, chance), chance)
    if chance.random() < 0.3:
        drop = replace(drop, name=str(victim.name))
    stored = chance.random() < STORED_CARD
    card = chance.choice(victim.cards) if stored else burst.stolen(victim.country)[1]
    customer = customer_of(victim)
    if chance.random() < NEW_MAILBOX:
        customer = replace(customer, email=mailbox_of(victim.name, chance))
    for at in burst.times:
        yield Visit(
            shopper=victim,
            at=at,
            origin=shop.origin_for(country, chance),
            basket=burst.basket(resale=0.6),
            network=session.network,
            network_country=session.country,
            device=session.device_seen(chance),
            card=card,
            note=burst.note(),
            recipient=drop,
            customer=customer,
            payer=replace(HONEST, risk=(1.5, 7.5)) if stored else THIEF,
            express=chance.random() < 0.4,
        )


def _victim(burst: Burst) -> Shopper:
    """A member with orders; where the shop has none yet, a newcomer stands in."""
    country = burst.shop.country(burst.chance)
    known = burst.shop.member(country, burst.chance)
    return known or burst.shop.newcomer(country, burst.start, burst.chance)
