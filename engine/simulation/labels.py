"""What becomes known of orders, and when: analysts find some in days, card holders tell weeks later, some nobody ever
learns of.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from random import Random

from engine.order.order import Order
from engine.simulation.scenario import Scenario, SchemeTerms

FRAUD, CHARGEBACK, FRIENDLY, LEGITIMATE = "fraud", "chargeback", "friendly_fraud", "legitimate"
BAD = frozenset({FRAUD, CHARGEBACK, FRIENDLY})
ANALYST, CHARGED_BACK, REFUND = "analyst", "chargeback", "refund"
ANALYST_DAYS, ANALYST_SPREAD = 1.6, 0.8
CHARGEBACK_SPREAD = 0.45
MOST_DAYS = 180
FRIENDLY_SCHEMES = frozenset({"refund_abuse", "friendly_fraud"})
# Codes under which schemes list "the card holder did not take part" and "the goods did not come".
_NOT_ME = {"visa": "10.4", "mastercard": "4837", "amex": "F29"}
_NOT_RECEIVED = {"visa": "13.1", "mastercard": "4853", "amex": "C08"}
_CLAIMS = ("not_received", "not_received", "broken", "not_as_described", "empty_parcel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One finding about one order. `scheme` is the truth that only a simulation knows: for evaluation, never a feature.

    `known_at` lies after the order was placed; before it nobody could have known.
    """

    order_id: str
    kind: str
    scheme: str | None
    source: str
    reason_code: str | None
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """A label, or what would have been one: then `source` is empty and `known_at` None."""

    order_id: str
    kind: str
    scheme: str | None
    source: str
    reason_code: str | None
    known_at: datetime | None


def known_or_not(order: Order, label: Label | None, scheme: str | None) -> LabelRow | None:
    """The row of an order in a file of labels; None for honest orders of which nobody said anything."""
    if label is not None:
        return LabelRow(
            order_id=order.id, kind=label.kind, scheme=label.scheme, source=label.source, reason_code=label.reason_code,
            known_at=label.known_at,
        )  # fmt: skip
    if scheme is None:
        return None
    kind = FRIENDLY if scheme in FRIENDLY_SCHEMES else FRAUD
    return LabelRow(order_id=order.id, kind=kind, scheme=scheme, source="", reason_code=None, known_at=None)


def planted_label(order: Order, scheme: str, terms: SchemeTerms, chance: Random) -> Label | None:
    """What is learned of a planted order; None if nobody ever does."""
    if chance.random() >= terms.known:
        return None
    if chance.random() < terms.by_analyst:
        kind = FRIENDLY if scheme == "refund_abuse" else FRAUD
        return _label(order, kind, scheme, ANALYST, None, _after(order, ANALYST_DAYS, ANALYST_SPREAD, chance))
    late = _after(order, terms.delay, CHARGEBACK_SPREAD, chance)
    if scheme == "refund_abuse":
        return _label(order, FRIENDLY, scheme, REFUND, chance.choice(_CLAIMS), late)
    if order.payment is None or order.payment.card is None:
        kind = FRIENDLY if scheme == "friendly_fraud" else CHARGEBACK
        source = REFUND if order.channel != "own_shop" else CHARGED_BACK  # a marketplace pays back by itself
        return _label(order, kind, scheme, source, "unauthorised" if kind == CHARGEBACK else "not_received", late)
    brand = order.payment.card.brand or "visa"
    if scheme == "friendly_fraud":
        codes = _NOT_ME if chance.random() < 0.6 else _NOT_RECEIVED
        return _label(order, FRIENDLY, scheme, CHARGED_BACK, codes[brand], late)
    return _label(order, CHARGEBACK, scheme, CHARGED_BACK, _NOT_ME[brand], late)


def honest_label(order: Order, scenario: Scenario, chance: Random) -> Label | None:
    """What people say of an honest order: mostly nothing, at times the wrong thing."""
    draw = chance.random()
    if draw >= scenario.wrong_labels + scenario.confirmed_honest:
        return None
    kind = FRAUD if draw < scenario.wrong_labels else LEGITIMATE
    return _label(order, kind, None, ANALYST, None, _after(order, ANALYST_DAYS, ANALYST_SPREAD, chance))


def _after(order: Order, median_days: float, spread: float, chance: Random) -> datetime:
    """Log-normal around the median, at least an hour, at most half a year."""
    days = exp(log(max(median_days, 0.05)) + spread * chance.gauss(0, 1))
    return order.placed_at + timedelta(seconds=round(min(MOST_DAYS, max(days, 1 / 24)) * 86_400))


def _label(order: Order, kind: str, scheme: str | None, source: str, reason: str | None, known_at: datetime) -> Label:
    return Label(order_id=order.id, kind=kind, scheme=scheme, source=source, reason_code=reason, known_at=known_at)
