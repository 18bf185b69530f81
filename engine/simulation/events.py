"""One row an order, as tables of events hold them: keys, amount, and what became known, for models and benchmarks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.facts.entities import entities
from engine.order.order import Order
from engine.simulation.labels import BAD
from engine.simulation.lanes import in_eur_cents
from engine.simulation.stream import Simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Keys are normalised as those of velocity are, None where the order has none; `amount_eur` is in euros.

    `label` is 1 if the order became known as bad, at `known_at`; 0 if never. `planted` and `scheme` are the truth, for
    evaluation and never a feature.
    """

    order_id: str
    at: datetime
    customer: str | None
    card: str | None
    device: str | None
    ip: str | None
    email: str | None
    phone: str | None
    address: str | None
    recipient: str | None
    country: str
    origin: str | None
    channel: str
    amount_eur: float
    declined_attempts: int | None
    gateway_risk: float | None
    account_age_days: float | None
    ip_country: str | None
    card_country: str | None
    billing_country: str | None
    label: int
    kind: str | None
    source: str | None
    known_at: datetime | None
    planted: int
    scheme: str | None


def event_of(simulated: Simulated) -> Event:
    """The row of one order."""
    order, label = simulated.order, simulated.label
    keys, payment = entities(order), order.payment
    customer = None if order.customer is None else order.customer.id or keys.email
    return Event(
        order_id=order.id,
        at=order.placed_at,
        customer=customer,
        card=keys.card,
        device=keys.device,
        ip=keys.ip,
        email=keys.email,
        phone=keys.phone,
        address=keys.address,
        recipient=keys.recipient,
        country=order.shipping_address.country or "",
        origin=None if order.ship_from is None else order.ship_from.country,
        channel=order.channel,
        amount_eur=in_eur_cents(order.totals.total, order.currency) / 100,
        declined_attempts=None if payment is None else payment.declined_attempts,
        gateway_risk=None if payment is None else payment.gateway_risk,
        account_age_days=_account_age(order),
        ip_country=order.ip_country,
        card_country=None if payment is None or payment.card is None else payment.card.issuing_country,
        billing_country=None if order.billing_address is None else order.billing_address.country,
        label=int(label is not None and label.kind in BAD),
        kind=None if label is None else label.kind,
        source=None if label is None else label.source,
        known_at=None if label is None else label.known_at,
        planted=int(simulated.scheme is not None),
        scheme=simulated.scheme,
    )


def _account_age(order: Order) -> float | None:
    since = None if order.customer is None else order.customer.account_created_at
    return None if since is None else round((order.placed_at - since) / timedelta(days=1), 3)
