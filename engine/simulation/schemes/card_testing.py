"""Card testing: somebody tries which of many stolen card numbers are good, with cheap orders in quick succession.

Its signature is many cards behind few devices and networks. Names, mailboxes and doors change from order to order, some
tries come without a device, and one burst in four is slow and spread over several lines.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.simulation.burst import Burst, Session, guise, hideout
from engine.simulation.checkout import Visit
from engine.simulation.networks import beside, household_network
from engine.simulation.payments import THIEF
from engine.simulation.shoppers import address_in

SAME_CARD_AGAIN = 0.15
PAYER = replace(THIEF, card=1.0, declines=(38, 24, 17, 12, 9), cvc=(66, 10, 9, 15))


def card_testing(burst: Burst) -> Iterator[Visit]:
    """The visits of one burst."""
    chance, shop = burst.chance, burst.shop
    country = shop.country(chance)
    sessions = [hideout(country, chance) for _ in range(chance.choices((1, 2, 3), (60, 28, 12))[0])]
    spread = chance.random() < 0.25
    victim, card = burst.stolen(country)
    for at in burst.times:
        if chance.random() >= SAME_CARD_AGAIN:
            victim, card = burst.stolen(country if chance.random() < 0.8 else shop.country(chance))
        session = _on_the_line(chance.choice(sessions), spread=spread, burst=burst)
        door = victim.home if chance.random() < 0.5 else address_in(victim.country, victim.name, chance)
        yield Visit(
            shopper=victim,
            at=at,
            origin=shop.origin_for(victim.country, chance),
            basket=burst.basket(resale=0.0)[:1],
            network=session.network,
            network_country=session.country,
            device=session.device_seen(chance),
            card=card,
            note=burst.note(),
            recipient=door,
            customer=guise(victim.name, victim.country, chance),
            payer=PAYER,
        )


def _on_the_line(session: Session, *, spread: bool, burst: Burst) -> Session:
    if not spread:
        return session
    chance = burst.chance
    line = beside(session.network, chance) if chance.random() < 0.5 else household_network(session.country, chance)
    return replace(session, network=line)
