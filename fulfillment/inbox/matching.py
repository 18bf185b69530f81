"""Which order a message is about: by its number, by the number of a parcel, by numbers in its words, by who wrote.

Each way is tried alone, and one that finds several orders finds none: then a person looks. What a caller names who is
bound to shops is looked for in these alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.facts.entities import email_key
from engine.store.marks import orders_of_person
from engine.store.order_rows import newest_version
from engine.store.sessions import ReadSession
from fulfillment.site import Site
from fulfillment.store.shipments import shipments_of_number

NUMBERS = 20  # of one message that are looked for
SHORT = 6  # a bare number of fewer digits may be a price or a year; it counts behind a `#`
_NUMBER = re.compile(r"(?<![\w-])(#?)([A-Z0-9][A-Z0-9_-]{2,39})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a message says of its order: the number of the order or our id of it, that of a parcel, its words, and the
    token of who wrote."""

    order: str = ""
    parcel: str = ""
    words: str = ""
    person: int | None = None
    shops: frozenset[str] | None = None


def person_of(desk: Desk, merchant: str, email: str) -> int | None:
    """The token of who has this address: that of the orders which they placed with it."""
    key = email_key(email)
    return None if key is None else desk.seal.token(merchant, "person", key)


def order_meant(session: ReadSession, site: Site, merchant: str, clues: Clues) -> str | None:
    """The one order that is meant, or None."""
    for found in _found(session, site, merchant, clues):
        within = _within(session, merchant, found, clues.shops)
        if len(within) == 1:
            return within[0]
    return None


def _found(session: ReadSession, site: Site, merchant: str, clues: Clues) -> Iterator[Iterable[str]]:
    if clues.order:
        yield site.desk.orders_named(session, merchant, clues.order)
        return  # whoever names one means no other
    if clues.parcel:
        yield (each.order_id for each in shipments_of_number(session, merchant, clues.parcel))
    written = numbers_in(clues.words)
    named = site.desk.orders_by_names(session, merchant, written)
    yield (order for orders in named.values() for order in orders)
    yield (each.order_id for number in written for each in shipments_of_number(session, merchant, number))
    if clues.person is not None:
        yield orders_of_person(session, merchant, clues.person)


def numbers_in(words: str) -> Sequence[str]:
    """What could be the number of an order or a parcel: letters and digits together, a digit among them."""
    found = (each[2] for each in _NUMBER.finditer(words) if each[1] or not _is_short(each[2]))
    return list(dict.fromkeys(each for each in found if any(sign.isdigit() for sign in each)))[:NUMBERS]


def _is_short(number: str) -> bool:
    return number.isdigit() and len(number) < SHORT


def _within(session: ReadSession, merchant: str, orders: Iterable[str], shops: frozenset[str] | None) -> Sequence[str]:
    found = sorted(set(orders))
    if shops is None:
        return found
    newest = {each: newest_version(session, merchant, each) for each in found}
    return [each for each, version in newest.items() if version is not None and version.key.shop in shops]
