"""Facts of the buyer and the buyer's device: account, mailbox, locale, time zone, and how many countries meet."""

import re
from collections.abc import Mapping
from datetime import timedelta

from engine.facts.context import IpCountries
from engine.facts.email import email_facts
from engine.facts.known import known, stated
from engine.facts.names import same_person
from engine.facts.network import ip_country, network_facts
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.party import Customer, Device, TaxHolder
from engine.order.terms import OrderKind

DAY = timedelta(days=1)
LOCALE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([A-Za-z]{2}))?(?:[.@].*)?")
BUSINESS_NUMBERS = frozenset({"VAT", "EORI", "CNPJ", "EIN", "GSTIN", "ABN", "BRN"})


def buyer_email(order: Order) -> str | None:
    """The account's address, else that of the billing or delivery address."""
    billing = order.billing_address
    given = (
        order.customer.email if order.customer is not None else None,
        billing.email if billing is not None else None,
        order.shipping_address.email,
    )
    return next((email for email in map(stated, given) if email is not None), None)


def customer_facts(
    order: Order,
    destination: str | None,
    ip_countries: IpCountries | None,
    relays: frozenset[str],
    zones: Mapping[str, frozenset[str]],
) -> dict[str, Value]:
    """`customer.*`, `ip.*`, `device.*` and `countries.*`."""
    billing = order.billing_address.country if order.billing_address is not None else None
    network = ip_country(order, ip_countries)
    card = order.payment.card.issuing_country if order.payment is not None and order.payment.card is not None else None
    at_home = frozenset({billing, destination} - {None})
    name = None if order.customer is None else order.customer.name
    countries = {card, network, billing, destination} - {None}
    facts: dict[str, Value] = {"customer.type": kind} if (kind := customer_type(order)) is not None else {}
    if countries:
        facts["countries.distinct"] = len(countries)
    return (
        facts
        | _account(order, at_home)
        | email_facts(buyer_email(order), name or order.shipping_address.name, relays)
        | network_facts(order, network, billing, destination, card)
        | _device(order.device, at_home, zones)
    )


def customer_type(order: Order) -> str | None:
    """A company on the delivery address alone may be a buyer's place of work, so it says nothing."""
    customer, billing = order.customer, order.billing_address
    numbers = {one.kind.upper() for one in order.tax_identifiers if one.holder is TaxHolder.CONSIGNEE}
    company = (customer.company if customer is not None else None, billing.company if billing is not None else None)
    if order.kind is OrderKind.B2B or any(map(stated, company)) or numbers & BUSINESS_NUMBERS:
        return "business"
    return "consumer" if stated(order.shipping_address.company) is None else None


def _account(order: Order, at_home: frozenset[str | None]) -> dict[str, Value]:
    customer = order.customer
    if customer is None:
        return {}
    created, before = customer.account_created_at, customer.orders_before
    language, region = read_locale(customer)
    return known(
        {
            "customer.id": stated(customer.id),
            "customer.guest": customer.guest,
            "customer.account_age_days": None if created is None else max(0, (order.placed_at - created) // DAY),
            "customer.orders_before": before,
            "customer.returning": None if before is None else before > 0,
            "customer.name_matches_billing": same_person(
                customer.name, order.billing_address.name if order.billing_address is not None else None
            ),
            "customer.locale": f"{language}-{region}" if region is not None else language,
            "customer.locale_matches_country": None if region is None or not at_home else region in at_home,
        }
    )


def read_locale(customer: Customer) -> tuple[str | None, str | None]:
    """Language and region of the account's locale, however it is written: `de-DE`, `de_DE.UTF-8`, `zh-Hans-CN`."""
    match = LOCALE.fullmatch((customer.locale or "").strip())
    if match is None:
        return None, None
    region: str | None = match[2]
    return match[1].lower(), None if region is None else region.upper()


def _device(
    device: Device | None, at_home: frozenset[str | None], zones: Mapping[str, frozenset[str]]
) -> dict[str, Value]:
    if device is None or not any((device.id, device.user_agent, device.locale, device.timezone)):
        return {"device.given": False}
    facts: dict[str, Value] = {"device.given": True}
    countries = zones.get(device.timezone.strip()) if device.timezone is not None else None
    if countries is not None and at_home:
        facts["device.timezone_matches"] = not countries.isdisjoint(at_home)
    return facts
