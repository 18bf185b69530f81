"""Whom an order is about: the buyer, the consignee, whoever pays, with the companies that are named."""

from collections.abc import Iterator

from engine.order.address import Address
from engine.order.order import Order
from engine.parties.evidence import Party, PostalAddress
from engine.parties.party_list import Kind

BUYER, CONSIGNEE, PAYER = "buyer", "consignee", "payer"


def parties_of(order: Order) -> tuple[Party, ...]:
    """Each name once for each role; a company is a party of its own, at the same address."""
    return tuple(_parties(order))


def _parties(order: Order) -> Iterator[Party]:
    if order.customer is not None:
        for name, kind in ((order.customer.name, Kind.UNKNOWN), (order.customer.company, Kind.COMPANY)):
            if name:
                yield Party(role=BUYER, names=(name,), kind=kind)
    yield from _at(CONSIGNEE, order.shipping_address)
    if order.billing_address is not None:
        yield from _at(PAYER, order.billing_address)


def _at(role: str, address: Address) -> Iterator[Party]:
    lines = ", ".join(line for line in (address.line1, address.line2, address.line3) if line)
    place = PostalAddress(street=lines or None, city=address.city, postcode=address.postcode, country=address.country)
    countries = frozenset((address.country,)) if address.country else frozenset()
    for name, kind in ((address.name, Kind.UNKNOWN), (address.company, Kind.COMPANY)):
        if name:
            yield Party(role=role, names=(name,), kind=kind, countries=countries, addresses=(place,))
    if not address.name and not address.company:
        yield Party(role=role, names=(), countries=countries, addresses=(place,))
