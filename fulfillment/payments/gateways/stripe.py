"""Stripe's events: `{id, type, created, data: {object: …}}`, amounts in Stripe's own minor units.

Shapes after Stripe's API reference (Event, PaymentIntent, Charge, Refund, Dispute, EarlyFraudWarning), read
2026-11-26. The order is found by `metadata.order_id`, `metadata.order` or the ids of PaymentIntent and Charge. The
capture of a PaymentIntent bears its name, whether a PaymentIntent or its Charge tells it.
"""

from collections.abc import Callable
from datetime import datetime

from fulfillment.payments.exponents import from_gateway
from fulfillment.payments.gateways.message import Disputed, Heard, Json, Names, Reader, Told
from fulfillment.payments.gateways.vocabulary import Kind, vocabulary_of

GATEWAY = "stripe"
AUTOMATIC = "automatic"  # why a PaymentIntent was cancelled: its authorisation had expired


def read_event(message: Json) -> Heard:
    """What an event says. Raises MessageRefused for a shape that is not Stripe's, PaymentRefused for odd amounts."""
    event = Reader(message)
    word = event.text("type")
    kind = vocabulary_of(GATEWAY).messages.get(word)
    if kind is None:
        return Heard(ignored=(word,))
    thing = event.part("data").part("object")
    read = READERS[thing.maybe("object") if thing.maybe("object") in READERS else "charge"]
    told = read(_Event(event.text("id"), word, kind, event.moment("created"), thing))
    return Heard(ignored=(word,)) if told is None else Heard((told,))


class _Event:
    """An event, and what of it all kinds of objects have in common."""

    def __init__(self, id_: str, word: str, kind: Kind, at: datetime, thing: Reader) -> None:
        self.id = id_
        self.word = word
        self.kind = kind
        self.at = at
        self.thing = thing

    def names(self, *payment: str) -> Names:
        """The names of the payment, and of the order by metadata."""
        metadata = self.thing.part("metadata")
        orders = (metadata.maybe("order_id"), metadata.maybe("order"), metadata.maybe("merchant_reference"))
        return Names(tuple(each for each in payment if each), tuple(each for each in orders if each))

    def told(self, kind: Kind, amount: int, reference: str, subject: str, names: Names, **more: object) -> Told:
        """In our words."""
        currency = self.thing.text("currency").upper() if self.thing.has("currency") else ""
        return Told(
            gateway=GATEWAY,
            word=self.word,
            kind=kind,
            amount=from_gateway(GATEWAY, amount, currency) if currency else 0,
            currency=currency,
            reference=reference,
            subject=subject,
            at=self.at,
            names=names.payment,
            orders=names.order,
            **more,  # type: ignore[arg-type]
        )


def _intent(event: _Event) -> Told | None:
    thing, name = event.thing, event.thing.text("id")
    names = event.names(name, thing.name_of("latest_charge"))
    match event.kind:
        case Kind.AUTHORISE:
            amount = thing.whole("amount_capturable")
            return event.told(Kind.AUTHORISE, amount, f"{name}:authorise:{amount}", name, names) if amount else None
        case Kind.CAPTURE:
            return event.told(Kind.CAPTURE, thing.whole("amount_received"), name, name, names)
        case Kind.VOID:
            is_over = thing.maybe("cancellation_reason") == AUTOMATIC
            return event.told(Kind.EXPIRE if is_over else Kind.VOID, 0, f"{name}:canceled", name, names)
    return event.told(Kind.FAIL, 0, event.id, name, names)


def _charge(event: _Event) -> Told | None:
    thing, charge = event.thing, event.thing.text("id")
    name = thing.name_of("payment_intent") or charge
    names = event.names(name, charge)
    card = thing.part("payment_method_details").part("card")
    match event.kind:
        case Kind.CAPTURE if not thing.truth("captured"):
            return event.told(
                Kind.AUTHORISE, thing.whole("amount"), f"{name}:authorise:{thing.whole('amount')}", name, names,
                expires_at=card.maybe_moment("capture_before"), method=card.maybe("brand"),
            )  # fmt: skip
        case Kind.CAPTURE:
            captured = thing.whole("amount_captured" if thing.has("amount_captured") else "amount")
            return event.told(Kind.CAPTURE, captured, name, name, names)
        case Kind.EXPIRE:
            return event.told(Kind.EXPIRE, 0, f"{name}:expired", name, names)
    return event.told(Kind.FAIL, 0, event.id, name, names)


def _refund(event: _Event) -> Told | None:
    thing = event.thing
    name = thing.name_of("payment_intent") or thing.name_of("charge")
    ours = thing.part("metadata").maybe("refund")
    status = thing.maybe("status")
    kind = Kind.REFUND_FAILED if status in ("failed", "canceled") or event.kind is Kind.REFUND_FAILED else Kind.REFUND
    if kind is Kind.REFUND and status not in ("succeeded", ""):
        return None
    suffix = ":failed" if kind is Kind.REFUND_FAILED else ""
    names = event.names(name, thing.name_of("charge"))
    reference = f"{thing.text('id')}{suffix}"
    return event.told(kind, thing.whole("amount"), reference, thing.text("id"), names, refund=ours)


def _dispute(event: _Event) -> Told | None:
    thing, name = event.thing, event.thing.text("id")
    words = vocabulary_of(GATEWAY)
    kind = words.disputes.get(thing.maybe("status"), Kind.DISPUTE)
    details = thing.part("payment_method_details")
    card = details.part("card")
    reason = thing.maybe("reason")
    scheme = card.maybe("network") or card.maybe("brand") or details.maybe("type")
    disputed = Disputed(
        reference=name,
        scheme=scheme,
        reason_code=card.maybe("network_reason_code") or reason,
        category=words.reasons.get(reason),
        due_at=thing.part("evidence_details").maybe_moment("due_by"),
    )
    names = event.names(thing.name_of("payment_intent"), thing.name_of("charge"))
    reference = f"{name}:{thing.maybe('status') or 'dispute'}"
    return event.told(kind, thing.whole("amount"), reference, name, names, dispute=disputed)


def _warning(event: _Event) -> Told | None:
    thing, name = event.thing, event.thing.text("id")
    names = event.names(thing.name_of("payment_intent"), thing.name_of("charge"))
    warned = Disputed(reference=name, reason_code=thing.maybe("fraud_type"))
    return event.told(Kind.WARN, 0, name, name, names, dispute=warned)


READERS: dict[str, Callable[[_Event], Told | None]] = {
    "payment_intent": _intent,
    "charge": _charge,
    "refund": _refund,
    "dispute": _dispute,
    "radar.early_fraud_warning": _warning,
}
