"""One order as memory keeps it: a row of whole numbers, fifteen of them, nothing personal."""

from typing import NamedTuple

from engine.clock import microseconds
from engine.facts.context import Rates
from engine.facts.entities import Entities, Tokeniser, entities
from engine.facts.values import eur_minor
from engine.order.order import Order
from engine.order.terms import PaymentStatus

NO_AMOUNT = -1
NEVER = 0


class Sighting(NamedTuple):
    """Keys are tokens, 0 where the order lacks one. A tuple rather than a dataclass, since it is a table's row as well.

    `at` is in microseconds since 1970, `amount` in euro cents (-1 without a rate), `fraud_known` the time from which
    the order was known for fraud (0: it is not).
    """

    at: int
    order: int
    ip: int
    network: int
    card: int
    device: int
    email: int
    phone: int
    address: int
    recipient: int
    country: int
    basket: int
    amount: int
    declines: int
    fraud_known: int


def order_token(merchant: str, order_id: str, token: Tokeniser) -> int:
    """The token under which an order is remembered."""
    return token(merchant, "order", order_id)


def sight(order: Order, rates: Rates | None, token: Tokeniser, keys: Entities | None = None) -> Sighting:
    """The row of an order."""
    keys = entities(order) if keys is None else keys
    amount = eur_minor(order.totals.total, order.currency, rates)
    merchant = order.merchant
    return Sighting(
        at=microseconds(order.placed_at),
        order=order_token(merchant, order.id, token),
        ip=token(merchant, "ip", keys.ip),
        network=token(merchant, "network", keys.network),
        card=token(merchant, "card", keys.card),
        device=token(merchant, "device", keys.device),
        email=token(merchant, "email", keys.email),
        phone=token(merchant, "phone", keys.phone),
        address=token(merchant, "address", keys.address),
        recipient=token(merchant, "recipient", keys.recipient),
        country=token(merchant, "country", keys.country),
        basket=token(merchant, "basket", keys.basket),
        amount=NO_AMOUNT if amount is None else amount,
        declines=_declines(order),
        fraud_known=NEVER,
    )


def _declines(order: Order) -> int:
    """Tries that were declined before the payment, and the payment itself if it failed."""
    payment = order.payment
    if payment is None:
        return 0
    return (payment.declined_attempts or 0) + (payment.status is PaymentStatus.FAILED)
