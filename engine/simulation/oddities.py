"""Honest buyers who look odd: what a rule or a model must not take for fraud."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from engine.order.address import Address
from engine.simulation import people
from engine.simulation.shoppers import Shopper, card_of, foreign_card

MOST_IN_A_HOUSE = 24
_FIRMS = ("Bluebird Design", "Kontor Nord", "Atelier Lumen", "Greenfield Dental", "Studio Quadra", "Harbour Books",
    "Lindgren Survey", "Casa Verde", "Brightwater Clinic", "Nordlicht Optik")  # fmt: skip
_LEGAL_FORMS = {"US": "LLC", "GB": "Ltd", "DE": "GmbH", "FR": "SARL", "IT": "Srl", "ES": "SL", "AU": "Pty Ltd"}
# Where forwarders keep their halls: a door, and how they write a customer's number. Streets and numbers are made up.
_HALLS = (
    ("US", "NW 25th Street", "Miami", "FL", "33122", "Suite {code}"),
    ("US", "Centerpoint Boulevard", "New Castle", "DE", "19720", "Unit {code}"),
    ("US", "NE Glenn Widing Drive", "Portland", "OR", "97220", "Suite {code}"),
    ("DE", "Hafenstraße", "Bremen", None, "28195", "Box {code}"),
    ("GB", "Mill Lane", "Norwich", None, "NR2 4QD", "Unit {code}"),
)
FORWARDED_TO = frozenset({"BR", "MX", "CL", "NZ", "AU", "KR", "SG", "AE", "NO", "CH"})


def forwarder_address(name: str, chance: Random) -> Address:
    """A door at a parcel forwarder, with the customer's number in it."""
    country, street, city, state, postcode, form = chance.choice(_HALLS)
    number, code = 7000 + 13 * len(street), f"{chance.choice('ABCDEFGH')}{chance.randint(10000, 99999)}"
    line1 = f"{number} {street}" if country in {"US", "GB"} else f"{street} {number % 90 + 1}"
    if country == "GB":
        line1 = f"{number % 90 + 1} {street}"
    return Address(
        name=name, line1=line1, line2=form.format(code=code), city=city, state=state, postcode=postcode, country=country
    )


def forwarder_user(shopper: Shopper, _known: list[Shopper], chance: Random) -> None:
    """Has everything sent to a forwarder, because shops do not send home."""
    shopper.parcels_to = forwarder_address(str(shopper.name), chance)


def corporate(shopper: Shopper, known: list[Shopper], chance: Random) -> None:
    """Orders for a firm: its card in many hands, its door, often more pieces."""
    colleagues = [each for each in known[-3000:] if each.oddity == "corporate" and each.country == shopper.country]
    if colleagues and chance.random() < 0.6:
        other = chance.choice(colleagues)
        shopper.company, shopper.network, shopper.cards = other.company, other.network, other.cards
        shopper.home = replace(other.home, name=str(shopper.name))
    else:
        form = _LEGAL_FORMS.get(shopper.country, "")
        shopper.company = f"{chance.choice(_FIRMS)} {form}".strip()
        shopper.cards = [card_of(shopper.country, shopper.company, chance)]
        shopper.home = replace(shopper.home, company=shopper.company)
    shopper.email = f"{people.plain(shopper.name.given)}.{people.plain(shopper.name.family)}@{_domain(shopper.company)}"


def _domain(company: str | None) -> str:
    return f"{people.plain((company or '').rpartition(' ')[0])}.example"


def family(shopper: Shopper, known: list[Shopper], chance: Random) -> None:
    """Lives with somebody known: door, network and family name, at times the same card or device."""
    hosts = [each for each in known[-400:] if each.country == shopper.country and each.members < 5 and not each.company]
    if not hosts:
        return
    host = chance.choice(hosts)
    host.members += 1
    shopper.name = people.Name(shopper.name.given, host.name.family)
    shopper.home, shopper.network = replace(host.home, name=str(shopper.name)), host.network
    if chance.random() < 0.4:
        shopper.cards = list(host.cards)
    if chance.random() < 0.3:
        shopper.devices = list(host.devices)


def student(shopper: Shopper, known: list[Shopper], chance: Random) -> None:
    """A room in a house of students: one door and one network, and everybody's own device and card."""
    room = f"Room {chance.randint(1, 4)}{chance.randint(1, 24):02d}"
    houses = [each for each in known[-3000:] if each.oddity == "student" and each.country == shopper.country]
    houses = [each for each in houses if each.members < MOST_IN_A_HOUSE]
    if houses and chance.random() < 0.85:
        other = chance.choice(houses)
        other.members += 1
        shopper.home, shopper.network = replace(other.home, name=str(shopper.name)), other.network
    shopper.home = replace(shopper.home, line2=room)


def expatriate(shopper: Shopper, _known: list[Shopper], chance: Random) -> None:
    """Keeps the card of the country that they came from."""
    shopper.cards = [foreign_card(shopper, chance)]


Oddity = Callable[[Shopper, list[Shopper], Random], None]
ODDITIES: dict[str, Oddity] = {
    "corporate": corporate,
    "family": family,
    "student": student,
    "forwarder_user": forwarder_user,
    "expatriate": expatriate,
}
