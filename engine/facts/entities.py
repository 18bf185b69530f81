"""Who and what an order shares with other orders: keys, normalised so that one thing is written one way only.

A key is kept as a 64-bit token of merchant, kind and value: small, of one size, and without the person in it.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from ipaddress import ip_network

from engine.address.phone import check_phone
from engine.facts.customer import buyer_email
from engine.facts.email import parse_email
from engine.facts.known import stated
from engine.facts.names import name_words
from engine.facts.network import parse_ip
from engine.order.address import Address
from engine.order.order import Order
from engine.order.payment import Card

NOTHING = 0  # the token of a key that the order lacks
DOTLESS = {"googlemail.com": "gmail.com", "gmail.com": "gmail.com"}
SHORTEST_PHONE = 6
NETWORK_BITS = {4: 24, 6: 48}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """An order's keys as text; None where it has none."""

    ip: str | None
    network: str | None
    card: str | None
    device: str | None
    email: str | None
    phone: str | None
    address: str | None
    recipient: str | None
    country: str | None
    basket: str | None


def entities(order: Order) -> Entities:
    """All keys of an order."""
    address, payment = order.shipping_address, order.payment
    return Entities(
        ip=ip_key(order.ip),
        network=network_key(order.ip),
        card=None if payment is None or payment.card is None else card_key(payment.card),
        device=None if order.device is None else stated(order.device.id),
        email=email_key(buyer_email(order)),
        phone=phone_key(_phone(order), address.country),
        address=address_key(address),
        recipient=recipient_key(address.name),
        country=address.country,
        basket=basket_key(order),
    )


def email_key(email: str | None) -> str | None:
    """Lower case, without a tag after `+`; dots in a Gmail name mean nothing."""
    if email is None or not email.strip():
        return None
    mailbox = parse_email(email)
    if mailbox is None:
        return email.strip().casefold()
    local = mailbox.local.casefold().partition("+")[0] or mailbox.local.casefold()
    domain = DOTLESS.get(mailbox.domain)
    return f"{local}@{mailbox.domain}" if domain is None else f"{local.replace('.', '')}@{domain}"


def phone_key(phone: str | None, country: str | None) -> str | None:
    """The international form; digits alone for a number that has none."""
    if phone is None:
        return None
    number = check_phone(phone, country).e164
    if number is not None:
        return number
    digits = "".join(str(unicodedata.decimal(one)) for one in phone if one.isdecimal())
    return digits if len(digits) >= SHORTEST_PHONE else None


@lru_cache(maxsize=16384)
def address_key(address: Address) -> str | None:
    """Street words in any order, postcode without spaces, country: `5 Elm Rd` and `Elm Rd. 5` are one door."""
    words = [word for line in (address.line1, address.line2) if line is not None for word in name_words(line)]
    if not words or address.country is None:
        return None
    place = "".join(name_words(address.postcode or "")) or "".join(name_words(address.city or ""))
    return f"{' '.join(sorted(words))}|{place}|{address.country}"


def recipient_key(name: str | None) -> str | None:
    """Words of the name in any order."""
    return " ".join(sorted(name_words(name))) or None if name is not None else None


def ip_key(ip: str | None) -> str | None:
    """The address in its one canonical form."""
    address = parse_ip(ip) if ip is not None else None
    return None if address is None else address.compressed


@lru_cache(maxsize=16384)
def network_key(ip: str | None) -> str | None:
    """The network that an address is in: 256 addresses of version 4, or what one site of version 6 is given."""
    address = parse_ip(ip) if ip is not None else None
    if address is None:
        return None
    return str(ip_network((address.packed, NETWORK_BITS[address.version]), strict=False))


def card_key(card: Card) -> str | None:
    """The gateway's token for the number; else first and last digits with the expiry, where all are known."""
    if card.fingerprint is not None:
        return card.fingerprint
    parts = (card.bin, card.last4, card.expiry_month, card.expiry_year)
    return None if None in parts else "-".join(map(str, parts))


def basket_key(order: Order) -> str | None:
    """The set of goods, whatever their number; None where a line has neither SKU nor title."""
    goods = {line.sku or (line.title or "").strip().casefold() for line in order.lines}
    return None if not goods or "" in goods else "\n".join(sorted(goods))


def _phone(order: Order) -> str | None:
    return order.shipping_address.phone or (order.customer.phone if order.customer is not None else None)


Tokeniser = Callable[[str, str, str | None], int]


def tokeniser(secret: bytes = b"") -> Tokeniser:
    """Makes tokens of merchant, kind and value; with a secret of its own nobody else can make the same ones."""
    seed = blake2b(key=secret, digest_size=8)

    def token(merchant: str, kind: str, value: str | None) -> int:
        if value is None:
            return NOTHING
        state = seed.copy()
        state.update(f"{merchant}\x1f{kind}\x1f{value}".encode())
        return int.from_bytes(state.digest(), "big", signed=True) or 1

    return token
