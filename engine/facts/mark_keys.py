"""What of a person can be marked: keys, each written one way only, and what of them people may be shown.

The same normalisation as for earlier orders (`engine.facts.entities`), so that a mark meets whatever these meet.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.address.phone import check_phone
from engine.facts.email import parse_email
from engine.facts.entities import Entities, address_key, email_key
from engine.facts.known import stated
from engine.mark import CHANNEL, SHOP, MarkKind
from engine.order.address import Address
from engine.order.card_leak import holds_card_number
from engine.order.order import Order

HIDDEN = "…"
ENDING = 3  # characters shown of a phone number or an account
LEAST_HIDDEN = 3  # an id that is shorter than the two together is not shown at all
ADDRESS_PARTS = ("street", "postcode", "city", "country")
_CARD = re.compile(r"(\d{6,8})-(\d{4})-(\d{1,2})-(\d{4})")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class MarkKey:
    """One key. `value` is personal and is made into a token before anything is stored; `hint` says little enough."""

    kind: str
    value: str
    hint: str


class KeyRefused(ValueError):
    """What was written as a key cannot be one; the text says how to write it."""


def mark_keys(order: Order, keys: Entities) -> Mapping[str, MarkKey]:
    """What an order has, by kind. `keys` are the order's own."""
    last4 = None if order.payment is None or order.payment.card is None else order.payment.card.last4
    values = {
        MarkKind.EMAIL: keys.email,
        MarkKind.PHONE: keys.phone,
        MarkKind.ADDRESS: keys.address,
        MarkKind.CARD: keys.card,
        MarkKind.CUSTOMER: customer_id(order),
    }
    found = {kind.value: key_of(kind, value) for kind, value in values.items() if value is not None}
    card = found.get(MarkKind.CARD)
    if card is not None and last4 is not None:
        found[MarkKind.CARD] = MarkKey(card.kind, card.value, _card_hint(last4))
    return found


def customer_id(order: Order) -> str | None:
    """The marketplace's id of the buyer, else the shop's id of the account."""
    of_channel = None if order.channel_data is None else stated(order.channel_data.buyer_id)
    return of_channel or (None if order.customer is None else stated(order.customer.id))


def home_of_customer(order: Order) -> str:
    """The scope in which the order's customer id means somebody: shops number their accounts each for themselves."""
    of_channel = order.channel_data is not None and stated(order.channel_data.buyer_id) is not None
    return f"{SHOP}{order.shop}" if order.shop and not of_channel else f"{CHANNEL}{order.channel}"


def key_of(kind: str, value: str) -> MarkKey:
    """A key that is normalised already, with its hint."""
    return MarkKey(str(kind), value, _HINTS[MarkKind(kind)](value))


def read_key(kind: str, text: str) -> MarkKey:
    """A key as people write it: the inverse of no hint. Raises KeyRefused.

    A phone number needs its country code; an address is `street | postcode | city | country`; a card is the gateway's
    token, or `bin-last4-month-year`.
    """
    written = text.strip()
    if not written:
        raise KeyRefused("is empty")
    return key_of(kind, _READERS[MarkKind(kind)](written))


def _email(text: str) -> str:
    key = email_key(text)
    if key is None or parse_email(text) is None:
        raise KeyRefused("is no e-mail address")
    return key


def _phone(text: str) -> str:
    number = check_phone(text).e164
    if number is None:
        raise KeyRefused("must be a phone number with its country code, such as +49301234567")
    return number


def _address(text: str) -> str:
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != len(ADDRESS_PARTS) or _COUNTRY.fullmatch(parts[-1]) is None:
        raise KeyRefused(f"must be written {' | '.join(ADDRESS_PARTS)}, the country as two capital letters")
    street, postcode, city, country = parts
    key = address_key(Address(line1=street, postcode=postcode or None, city=city or None, country=country))
    if key is None:
        raise KeyRefused("needs a street and a country")
    return key


def _card(text: str) -> str:
    if holds_card_number(text):
        raise KeyRefused("is a full card number, which must be kept nowhere; send the gateway's token")
    parts = _CARD.fullmatch(text)
    return text if parts is None else f"{parts[1]}-{parts[2]}-{int(parts[3])}-{parts[4]}"


_READERS: Mapping[MarkKind, Callable[[str], str]] = {
    MarkKind.EMAIL: _email,
    MarkKind.PHONE: _phone,
    MarkKind.ADDRESS: _address,
    MarkKind.CARD: _card,
    MarkKind.CUSTOMER: str,
}


def _email_hint(value: str) -> str:
    local, _, domain = value.rpartition("@")
    return f"{local[:1]}***@{domain}" if local else "***"


def _ending(value: str) -> str:
    return f"{HIDDEN}{value[-ENDING:]}" if len(value) >= ENDING + LEAST_HIDDEN else HIDDEN


def _address_hint(value: str) -> str:
    """Postcode and country, without street and house."""
    return " ".join((HIDDEN, *(part for part in value.split("|")[1:] if part)))


def _card_hint(last4: str) -> str:
    return f"card {HIDDEN}{last4}"


def _card_key_hint(value: str) -> str:
    parts = _CARD.fullmatch(value)
    return f"card {HIDDEN}" if parts is None else _card_hint(parts[2])


_HINTS: Mapping[MarkKind, Callable[[str], str]] = {
    MarkKind.EMAIL: _email_hint,
    MarkKind.PHONE: _ending,
    MarkKind.ADDRESS: _address_hint,
    MarkKind.CARD: _card_key_hint,
    MarkKind.CUSTOMER: _ending,
}
