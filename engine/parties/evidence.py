"""What else than the name speaks for or against: births, countries, kinds, addresses.

A name alone decides whether there is a hit; a birth that cannot be the same takes a hit away, for two people of one
name are common. A country is told and adds nothing: people move, and orders go to where they moved.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engine.parties.name import Role, read_name
from engine.parties.party_list import Birth, Entry, Kind, ListedAddress

SAME_DAY, SAME_YEAR, OTHER_BIRTH = 0.04, 0.02, -0.25
SAME_ADDRESS = 0.05
OTHER_KIND, VESSEL = -0.15, -0.06
NEARLY = timedelta(days=366)  # births are often known by year alone, and wrong by one
ALIKE_STREET = 0.8
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Where a party lives or is; `country` is alpha-2."""

    street: str | None = None
    city: str | None = None
    postcode: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in an order: the role in it (buyer, consignee …), the names, and what is known of them."""

    role: str
    names: tuple[str, ...]
    kind: Kind = Kind.UNKNOWN
    birth: date | None = None
    countries: frozenset[str] = frozenset()
    addresses: tuple[PostalAddress, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is added to a score, whether something excludes the party, and why."""

    adds: float
    contradicts: bool
    lines: tuple[str, ...]


def weigh_evidence(party: Party, entry: Entry, *, business: bool) -> Evidence:
    """All but the name. `business`: the asked name is one of a business."""
    parts = (
        _birth(party.birth, entry.births),
        _country(party, entry),
        _kind(party.kind, entry.kind, business=business),
        _address(party.addresses, entry.addresses),
    )
    found = [part for part in parts if part is not None]
    return Evidence(
        sum(adds for adds, _ in found), any(adds <= OTHER_BIRTH for adds, _ in found), tuple(line for _, line in found)
    )


def _birth(birth: date | None, listed: tuple[Birth, ...]) -> tuple[float, str] | None:
    if birth is None or not listed:
        return None
    if any(each.exact and each.earliest == birth for each in listed):
        return SAME_DAY, f"born on the same day, {birth}"
    if any(each.earliest - NEARLY <= birth <= each.latest + NEARLY for each in listed):
        return SAME_YEAR, f"the birth {birth} fits the listed one"
    spans = ", ".join(f"{each.earliest} to {each.latest}" if not each.exact else f"{each.earliest}" for each in listed)
    return OTHER_BIRTH, f"against: born {birth}, the listed one {spans}"


def _country(party: Party, entry: Entry) -> tuple[float, str] | None:
    asked = party.countries | {each.country for each in party.addresses if each.country}
    if not asked or not entry.countries:
        return None
    common = sorted(asked & entry.countries)
    if common:
        return 0.0, f"same country: {', '.join(common)}"
    return 0.0, f"against: country {', '.join(sorted(asked))}, listed with {', '.join(sorted(entry.countries))}"


def _kind(asked: Kind, listed: Kind, *, business: bool) -> tuple[float, str] | None:
    if listed in (Kind.VESSEL, Kind.AIRCRAFT) and asked is not listed:
        return VESSEL if asked is Kind.UNKNOWN else OTHER_KIND, f"against: the listed one is a {listed}"
    if (asked is Kind.PERSON and listed is Kind.COMPANY) or (asked is Kind.COMPANY and listed is Kind.PERSON):
        return OTHER_KIND, f"against: asked for a {asked}, listed is a {listed}"
    if asked is Kind.UNKNOWN and business and listed is Kind.PERSON:
        return OTHER_KIND, "against: the name is a business's, the listed one is a person"
    return None


def _address(asked: Iterable[PostalAddress], listed: Iterable[ListedAddress]) -> tuple[float, str] | None:
    for one in asked:
        for other in listed:
            if same_place(one, other):
                return SAME_ADDRESS, f"same address: {other.street or ''}, {other.city or ''}".replace(": , ", ": ")
    return None


def same_place(asked: PostalAddress, listed: ListedAddress) -> bool:
    """Street with its numbers, town and country agree; a town alone is no place."""
    if not asked.street or not listed.street:
        return False
    if asked.country and listed.country and asked.country != listed.country:
        return False
    if set(_NUMBER.findall(asked.street)) != set(_NUMBER.findall(listed.street)):
        return False
    return _words_alike(asked.street, listed.street) >= ALIKE_STREET and _same_town(asked, listed)


def _same_town(asked: PostalAddress, listed: ListedAddress) -> bool:
    town = words_of(asked.city)
    written = words_of(f"{listed.city or ''} {listed.region or ''} {listed.street or ''}")
    if not town:
        return bool(asked.postcode) and asked.postcode == listed.postcode
    return town <= written


def _words_alike(one: str, other: str) -> float:
    first, second = words_of(one), words_of(other)
    if len(first) < 2 or len(second) < 2:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def words_of(text: str | None) -> frozenset[str]:
    """Folded words, numbers included, particles left out."""
    if not text:
        return frozenset()
    return frozenset(word.text for word in read_name(text).words if word.role is not Role.PARTICLE)
