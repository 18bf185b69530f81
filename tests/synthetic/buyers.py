"""Buyers who come back: one person with home, mailbox, phone, network, device and cards, kept over all orders."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from engine.order.address import Address
from engine.order.party import Device
from engine.order.payment import Card
from engine.simulation import people
from engine.simulation.places import PLACES, Place
from tests.synthetic.mailboxes import email
from tests.synthetic.places import DESTINATION_WEIGHTS, STATE_NAMES
from tests.synthetic.shops import LOCALES, TIMEZONES, network_address

# ISO 3166 numeric codes: the test cards of a large gateway carry them in the digits after 400000.
_NUMERIC = {
    "US": 840, "CA": 124, "GB": 826, "AU": 36, "NZ": 554, "JP": 392, "KR": 410, "SG": 702, "MX": 484, "BR": 76,
    "CL": 152, "AE": 784, "DE": 276, "FR": 250, "IT": 380, "ES": 724, "NL": 528, "BE": 56, "AT": 40, "PL": 616,
    "SE": 752, "DK": 208, "IE": 372, "CH": 756, "NO": 578,
}  # fmt: skip
_AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/146.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/146.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_6) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0",
)
NEXT_DOOR = {
    "US": "CA", "CA": "US", "GB": "IE", "IE": "GB", "DE": "AT", "AT": "DE", "CH": "DE", "FR": "BE", "BE": "NL",
    "NL": "BE", "AU": "NZ", "NZ": "AU", "SE": "NO", "NO": "SE", "DK": "SE", "SG": "AU", "AE": "GB",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A person. `orders` counts what was ordered so far; `account_since` is None for guests."""

    number: int
    name: people.Name
    place: Place
    home: Address
    email: str
    phone: str
    ip: str
    device: Device
    cards: tuple[Card, ...]
    account_since: datetime | None
    orders: int = 0

    @property
    def country(self) -> str:
        """Where the buyer lives."""
        return self.place.country


def destination(chance: Random) -> str:
    """A destination, by how often it is bought for."""
    return chance.choices(tuple(DESTINATION_WEIGHTS), tuple(DESTINATION_WEIGHTS.values()))[0]


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


def card_of(country: str, person: people.Name, chance: Random) -> Card:
    """A card with the test BIN of its country; sometimes one from next door, for those who live between two."""
    issued_in = NEXT_DOOR.get(country, country) if chance.random() < 0.02 else country
    brand, bin_ = chance.choices(
        (("visa", f"400000{_NUMERIC[issued_in]:03d}"[:8]), ("mastercard", "55555555"), ("amex", "37828224")),
        (58, 34, 8 if issued_in in {"US", "CA", "GB", "AU", "MX"} else 1),
    )[0]
    return Card(
        brand=brand,
        bin=bin_,
        last4=f"{chance.randint(0, 9999):04d}",
        funding=chance.choices(("credit", "debit", "prepaid"), (52, 46, 2))[0],
        issuing_country=issued_in,
        expiry_month=chance.randint(1, 12),
        expiry_year=chance.randint(2027, 2031),
        fingerprint=f"card_{chance.getrandbits(64):016x}",
        holder=str(person) if chance.random() < 0.9 else f"{person.given[0]} {person.family}".upper(),
    )


def new_buyer(number: int, placed_at: datetime, chance: Random, country: str | None = None) -> Buyer:
    """A person nobody has seen before; an account may be older than the thirty days, orders in it too."""
    country = country or destination(chance)
    person = people.name(country, chance)
    home = address_in(country, person, chance)
    place = next(place for place in PLACES[country] if (place.city, place.state or None) == (home.city, home.state))
    member = chance.random() < 0.55
    since = placed_at - timedelta(
        days=chance.choice((0, 0, 1, 5, 30, 90, 200, 400, 900)), minutes=chance.randint(2, 900)
    )
    mailbox = email(person, country, chance)
    if chance.random() < 0.02:
        mailbox = f"{chance.getrandbits(40):010x}@privaterelay.appleid.com"
    return Buyer(
        number=number,
        name=person,
        place=place,
        home=home,
        email=mailbox,
        phone=people.phone(country, chance),
        ip=network_address(chance),
        device=Device(
            id=f"dev_{chance.getrandbits(64):016x}",
            user_agent=chance.choice(_AGENTS),
            locale=LOCALES[country],
            timezone=TIMEZONES[country],
        ),
        cards=tuple(card_of(country, person, chance) for _ in range(chance.choices((1, 2), (85, 15))[0])),
        account_since=since if member else None,
        orders=chance.choice((0, 0, 1, 2, 6)) if member and placed_at - since > timedelta(days=20) else 0,
    )


def relative_of(other: Buyer, number: int, placed_at: datetime, chance: Random) -> Buyer:
    """Somebody in the same household: same door, same network, often the same card."""
    own = new_buyer(number, placed_at, chance, other.country)
    person = people.Name(own.name.given, other.name.family)
    return replace(
        own,
        name=person,
        place=other.place,
        home=replace(other.home, name=str(person)),
        email=email(person, other.country, chance),
        ip=other.ip,
        cards=other.cards if chance.random() < 0.4 else own.cards,
    )


def state_name(address: Address) -> str | None:
    """The state written out, for those who do not use codes."""
    return STATE_NAMES.get(address.country or "", {}).get(address.state or "", address.state)
