"""One playing of a scheme: where it stands in time, how large it is, and what thieves have in common."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from engine.order.party import Customer, Device
from engine.order.payment import Card
from engine.simulation import people
from engine.simulation.checkout import Visit
from engine.simulation.draws import around
from engine.simulation.goods import Pick, basket_worth
from engine.simulation.lanes import MARKETS
from engine.simulation.networks import elsewhere, household_network
from engine.simulation.scenario import SchemeTerms
from engine.simulation.shop import Shop
from engine.simulation.shoppers import Shopper, card_of, device_of, mailbox_of, new_shopper

_THROWAWAY = ("mailinator.com", "yopmail.com", "guerrillamail.com")
_NOTES = (
    "Please ship today, it is urgent.",
    "Thank you!",
    "Call me before delivery.",
    "Gift for my sister, no invoice please.",
    "Leave it at the door.",
)
PRICE_SPREAD = 0.6
NO_SCRIPT = 0.1
CLEARED = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """`times` are those of its orders, rising; one for each."""

    shop: Shop
    terms: SchemeTerms
    times: tuple[datetime, ...]
    chance: Random

    @property
    def start(self) -> datetime:
        """When its first order is placed."""
        return self.times[0]

    def basket(self, resale: float) -> tuple[Pick, ...]:
        """Goods of about the scheme's worth; `resale` is the chance that they are wanted for being sold again."""
        return basket_worth(100 * around(self.terms.price, PRICE_SPREAD, self.chance), self.chance, resale=resale)

    def note(self) -> str | None:
        """Thieves write too: thanks, wishes, hurry."""
        return self.chance.choice(_NOTES) if self.chance.random() < 0.05 else None

    def stolen(self, country: str) -> tuple[Shopper, Card]:
        """A victim with home and name, whom the shop need not know, and a card of theirs."""
        victim = new_shopper(0, country, self.start, self.chance, member=False)
        return victim, card_of(country, str(victim.name), self.chance)


Scheme = Callable[[Burst], Iterator[Visit]]


@dataclass(frozen=True, slots=True)
class Session:
    """Over which network and device somebody shops."""

    network: str
    country: str
    device: Device

    def device_seen(self, chance: Random) -> Device | None:
        """What the storefront's script reports this time: some thieves clear its storage, and look new each time."""
        if chance.random() < NO_SCRIPT:
            return None
        if chance.random() < CLEARED:
            return replace(self.device, id=f"dev_{chance.getrandbits(64):016x}")
        return self.device


def hideout(card_country: str, chance: Random) -> Session:
    """A thief's session: over half pass for people of the card's country, by a rented line there."""
    draw = chance.random()
    if draw < 0.58:
        country = card_country
    elif draw < 0.78:
        country = chance.choice(tuple(MARKETS))
    else:
        country = elsewhere(chance)
    looks_local = chance.random() < 0.7
    device = device_of(card_country if looks_local else chance.choice(tuple(MARKETS)), chance)
    return Session(household_network(country, chance), country, device)


def guise(name: people.Name, country: str, chance: Random) -> Customer:
    """A guest or a new account under a name: mostly with a mailbox made for it, now and then a throw-away one."""
    draw = chance.random()
    mailbox = mailbox_of(name, chance)
    if draw < 0.1:
        mailbox = f"{chance.getrandbits(36):x}@{chance.choice(_THROWAWAY)}"
    elif draw < 0.22:
        mailbox = f"{people.plain(name.given)}{chance.getrandbits(24):x}@mail.example"
    return Customer(
        name=str(name), email=mailbox, phone=people.phone(country, chance), locale=MARKETS[country].locale, guest=True
    )


def new_account(customer: Customer, number: int, at: datetime, chance: Random) -> Customer:
    """The same under an account that is minutes to days old."""
    return replace(
        customer,
        id=f"cus-{number:07d}",
        guest=False,
        account_created_at=at - timedelta(minutes=chance.choice((3, 8, 25, 90, 900, 4000, 12_000))),
        orders_before=0,
    )
