"""Buyers who come back: one person with home, mailbox, phone, network, devices and cards."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from engine.order.address import Address
from engine.order.party import Device
from engine.order.payment import Card
from engine.simulation import people
from engine.simulation.lanes import MARKETS, NEXT_DOOR
from engine.simulation.networks import household_network
from engine.simulation.places import PLACES

_AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/146.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/146.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_6) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0",
)
# Names under `.example` belong to nobody (RFC 2606), so that no mailbox is a person's.
_MAILBOXES = ("mail.example", "mail.example", "post.example", "inbox.example", "webmail.example", "letters.example")
_NICKNAMES = ("sunny", "blue.fox", "gardener", "runner", "mrs.coffee", "teekanne", "leseratte", "skater", "nightowl")
_AMEX_COUNTRIES = frozenset({"US", "CA", "GB", "AU", "MX"})


@dataclass(slots=True, kw_only=True)
class Shopper:
    """A person, changed by life: `orders` counts what was ordered, devices and cards are added, homes left.

    `account_since` is None for guests; `parcels_to` is where goods go if not home. `oddity` names what is special about
    this buyer, None for most.
    """

    number: int
    name: people.Name
    country: str
    home: Address
    email: str
    phone: str
    network: str
    devices: list[Device]
    cards: list[Card]
    account_since: datetime | None
    orders: int = 0
    parcels_to: Address | None = None
    company: str | None = None
    oddity: str | None = None
    members: int = field(default=1)


def address_in(country: str, person: people.Name, chance: Random) -> Address:
    """A delivery address as written without a slip."""
    place = chance.choice(PLACES[country])
    return Address(
        name=str(person),
        line1=people.street(country, chance),
        line2=f"Apt {chance.randint(1, 40)}" if country in {"US", "CA"} and chance.random() < 0.25 else None,
        city=place.city,
        state=place.state or None,
        postcode=place.postcode(chance),
        country=country,
    )


def card_of(country: str, holder: str, chance: Random) -> Card:
    """A card with the test BIN of its country: what gateways give out for trials, never a bank's."""
    brand, bin_ = chance.choices(
        (("visa", f"400000{MARKETS[country].numeric:03d}"[:8]), ("mastercard", "55555555"), ("amex", "37828224")),
        (58, 34, 8 if country in _AMEX_COUNTRIES else 1),
    )[0]
    return Card(
        brand=brand,
        bin=bin_,
        last4=f"{chance.randint(0, 9999):04d}",
        funding=chance.choices(("credit", "debit", "prepaid"), (52, 45, 3))[0],
        issuing_country=country,
        expiry_month=chance.randint(1, 12),
        expiry_year=chance.randint(2029, 2033),
        fingerprint=f"card_{chance.getrandbits(64):016x}",
        holder=holder if chance.random() < 0.9 else holder.upper(),
    )


def device_of(country: str, chance: Random) -> Device:
    """A device as a storefront's script sees it."""
    market = MARKETS[country]
    return Device(
        id=f"dev_{chance.getrandbits(64):016x}",
        user_agent=chance.choice(_AGENTS),
        locale=market.locale,
        timezone=market.timezone,
    )


def mailbox_of(person: people.Name, chance: Random) -> str:
    """A mailbox that its owner chose: mostly the name, sometimes a nickname."""
    given, family = people.plain(person.given), people.plain(person.family)
    year = chance.randint(62, 99)
    forms = (f"{given}.{family}", f"{given}{family}{year}", f"{given[0]}{family}", f"{family}.{given}{year}",
        f"{given}{year}{chance.randint(1, 99)}", f"{given}_{family}{chance.randint(1, 999)}")  # fmt: skip
    local = f"{chance.choice(_NICKNAMES)}{year}" if chance.random() < 0.07 else chance.choice(forms)
    return f"{local}@{chance.choice(_MAILBOXES)}"


def new_shopper(number: int, country: str, at: datetime, chance: Random, *, member: bool) -> Shopper:
    """A person whom the shop has not seen before; a new account is minutes old."""
    person = people.name(country, chance)
    return Shopper(
        number=number,
        name=person,
        country=country,
        home=address_in(country, person, chance),
        email=mailbox_of(person, chance),
        phone=people.phone(country, chance),
        network=household_network(country, chance),
        devices=[device_of(country, chance)],
        cards=[card_of(country, str(person), chance) for _ in range(chance.choices((1, 2), (85, 15))[0])],
        account_since=at - timedelta(minutes=chance.randint(1, 90)) if member else None,
    )


def move_house(shopper: Shopper, chance: Random) -> None:
    """A new door in the same country; the network changes with it."""
    shopper.home = replace(address_in(shopper.country, shopper.name, chance), company=shopper.home.company)
    shopper.network = household_network(shopper.country, chance)
    shopper.members = 1


def foreign_card(shopper: Shopper, chance: Random) -> Card:
    """The card of the country that somebody came from."""
    return card_of(NEXT_DOOR[shopper.country], str(shopper.name), chance)
