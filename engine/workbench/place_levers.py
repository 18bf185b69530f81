"""Levers of where the parcel goes, how it travels, and who buys.

A verdict on an address has a lever towards what is wrong only: how the right address reads, nobody but its owner knows.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from engine.lexicon.spec import Value
from engine.order.address import Address
from engine.order.order import Order, ShipFrom, ShippingChoice
from engine.order.party import Customer
from engine.order.terms import Incoterm, TransportMode

Lever = Callable[[Order, Value, datetime], Order | None]
# What an address looks like of which this is said; values for which nothing stands here have no lever.
SPOILT: Mapping[tuple[str, Value], Mapping[str, str | None]] = {
    ("address.name_level", "error"): {"name": None},
    ("address.street_level", "error"): {"line1": None},
    ("address.city_level", "error"): {"city": None},
    ("address.postcode_level", "error"): {"postcode": None},
    ("address.country_level", "error"): {"country": "ZZ"},
    ("address.state_level", "error"): {"state": None},
    ("address.po_box", "box_only"): {"line1": "PO Box 123", "line2": None},
    ("address.po_box", "street_and_box"): {"line2": "PO Box 123"},
    ("address.house_number_missing", True): {"line1": "Chausseestrasse"},
    ("address.placeholder", True): {"line1": "n/a"},
    ("address.gibberish", True): {"line1": "asdfghjkl 1", "city": "qwertz"},
    ("address.vague_street", True): {"line1": "near the market"},
    ("address.contact_in_street", True): {"line1": "Chausseestr. 5, call +49 30 901820"},
    ("address.military", True): {
        "line1": "PSC 1234 Box 5678", "city": "APO", "state": "AE", "postcode": "09021", "country": "US",
    },
    ("address.forwarder_score", 100): {"line1": "NW 25th St 8400 Suite A12345", "city": "Miami"},
    ("phone.given", False): {"phone": None},
    ("phone.status", "invalid"): {"phone": "+49 1"},
    ("phone.obvious_fake", True): {"phone": "1234567890"},
    ("phone.region_matches", False): {"phone": "+55 11 2345 6789"},
    ("phone.type", "premium_rate"): {"phone": "+49 900 1234567"},
    ("phone.type", "toll_free"): {"phone": "+49 800 1234567"},
    ("phone.type", "voip"): {"phone": "+49 32 212345678"},
}  # fmt: skip


def _spoilt(fact: str) -> Lever:
    def lever(order: Order, value: Value, _at: datetime) -> Order | None:
        fields = SPOILT.get((fact, value))
        return None if fields is None else replace(order, shipping_address=_with(order.shipping_address, fields))

    return lever


def _with(address: Address, fields: Mapping[str, object]) -> Address:
    return replace(address, **fields)  # type: ignore[arg-type]


def _address(name: str) -> Lever:
    def lever(order: Order, value: Value, _at: datetime) -> Order | None:
        return replace(order, shipping_address=_with(order.shipping_address, {name: value}))

    return lever


def _chosen(name: str, kind: Callable[[Value], object]) -> Lever:
    def lever(order: Order, value: Value, _at: datetime) -> Order | None:
        chosen = order.shipping or ShippingChoice()
        return replace(order, shipping=replace(chosen, **{name: kind(value)}))  # type: ignore[arg-type]

    return lever


def _movement(order: Order, value: Value, _at: datetime) -> Order | None:
    """Where the goods leave from decides it; who orders does not move."""
    destination = order.shipping_address.country
    if value == "domestic" and destination is not None:
        return replace(order, ship_from=ShipFrom(country=destination))
    if value == "import":
        return replace(order, ship_from=ShipFrom(country="CN" if destination != "CN" else "DE"))
    if value == "intra_union" and destination not in {None, "FR"}:
        return replace(order, ship_from=ShipFrom(country="FR"))
    return None


def _crosses(order: Order, value: Value, at: datetime) -> Order | None:
    return _movement(order, "import" if value else "domestic", at)


def _customer(name: str) -> Lever:
    def lever(order: Order, value: Value, _at: datetime) -> Order | None:
        return replace(order, customer=replace(order.customer or Customer(), **{name: value}))  # type: ignore[arg-type]

    return lever


def _returning(order: Order, value: Value, _at: datetime) -> Order | None:
    return replace(order, customer=replace(order.customer or Customer(), orders_before=3 if value else 0))


def _age(order: Order, value: Value, _at: datetime) -> Order | None:
    since = order.placed_at - timedelta(days=int(str(value)))
    return replace(order, customer=replace(order.customer or Customer(), account_created_at=since))


def _business(order: Order, value: Value, _at: datetime) -> Order | None:
    company = "Muster Handels GmbH" if value == "business" else None
    return replace(order, customer=replace(order.customer or Customer(), company=company))


def _email(address: str) -> Lever:
    def lever(order: Order, value: Value, _at: datetime) -> Order | None:
        return replace(order, customer=replace(order.customer or Customer(), email=address)) if value else None

    return lever


def _invalid_email(order: Order, value: Value, _at: datetime) -> Order | None:
    return None if value else replace(order, customer=replace(order.customer or Customer(), email="no mailbox"))


def _billed(order: Order, value: Value, _at: datetime) -> Order | None:
    """The same place, or one that lies elsewhere."""
    home = order.shipping_address
    if value:
        return replace(order, billing_address=home)
    other = "FR" if home.country != "FR" else "DE"
    elsewhere = Address(name="Oswin Otherwise", line1="12 Rue Exemple", city="Lyon", postcode="69001", country=other)
    return replace(order, billing_address=elsewhere)


def _network(order: Order, value: Value, _at: datetime) -> Order | None:
    home = order.shipping_address.country
    return replace(order, ip_country=home if value else ("BR" if home != "BR" else "NG"))


def _private(order: Order, value: Value, _at: datetime) -> Order | None:
    return replace(order, ip="10.0.0.7" if value else "198.51.100.7")


LEVERS: dict[str, Lever] = {
    **{fact: _spoilt(fact) for fact, _ in SPOILT},
    **{
        f"ship_to.{name}": _address(name)
        for name in ("country", "postcode", "line1", "company", "state", "city", "name")
    },
    "shipment.carrier": _chosen("carrier", str),
    "shipment.mode": _chosen("mode", lambda value: TransportMode(str(value))),
    "shipment.incoterm": _chosen("incoterm", lambda value: Incoterm(str(value))),
    "shipment.movement": _movement,
    "shipment.crosses_border": _crosses,
    "customer.guest": _customer("guest"),
    "customer.orders_before": _customer("orders_before"),
    "customer.returning": _returning,
    "customer.account_age_days": _age,
    "customer.type": _business,
    "customer.email_disposable": _email("erika@mailinator.com"),
    "customer.email_random": _email("xkqzvwbt83hq7@example.com"),
    "customer.email_valid": _invalid_email,
    "address.bill_ship_same": _billed,
    "address.bill_ship_same_country": _billed,
    "address.bill_ship_same_name": _billed,
    "ip.matches_shipping": _network,
    "ip.matches_billing": _network,
    "ip.matches_card": _network,
    "ip.private": _private,
}
