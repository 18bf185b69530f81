"""How long an authorisation is good, and whether that is long enough: it counts only when it outlives the planned
shipping."""

from datetime import datetime

from engine.order.payment import Payment
from fulfillment.casefile import CaseFile
from fulfillment.payments.gateways.vocabulary import GATEWAYS, Hold, vocabulary_of
from fulfillment.payments.position import Promise


def hold_of(gateway: str) -> Hold | None:
    """What is known of a gateway's authorisations; None of a gateway that is not listed."""
    return vocabulary_of(gateway.lower()).hold if gateway.lower() in GATEWAYS else None


def honoured_until(payment: Payment | None, gateway: str, since: datetime) -> datetime | None:
    """Until when an authorisation is honoured: as the document says, else by the gateway's table for card or wallet.

    None where nobody knows; such a promise never counts.
    """
    if payment is not None and payment.authorisation_expires_at is not None:
        return payment.authorisation_expires_at
    hold = hold_of(gateway)
    return None if hold is None else hold.until(since, method_of(payment))


def planned_shipping(file: CaseFile) -> datetime:
    """When the order should have left: as it states, or within the usual time where that has passed."""
    usual = file.now + file.site.payments.handling
    stated = file.order.ship_by
    return stated if stated is not None and stated > file.now else usual


def is_lasting(file: CaseFile, promise: Promise) -> bool:
    """Whether a promise covers what is owed until the goods have left."""
    is_enough = promise.currency == file.case.currency and promise.amount >= file.case.total
    return is_enough and promise.expires_at is not None and promise.expires_at > planned_shipping(file)


def method_of(payment: Payment | None) -> str:
    """The card brand or wallet, as the tables of gateways name it; empty where nobody knows."""
    if payment is None:
        return ""
    if payment.card is not None and payment.card.brand:
        return payment.card.brand.lower().replace("american express", "amex").replace(" ", "_")
    return payment.wallet.kind if payment.wallet is not None else ""
