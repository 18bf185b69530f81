"""PayPal's webhooks: `{id, event_type, create_time, resource: …}`, amounts as decimal text in major units.

Shapes after PayPal's Payments v2 and Customer disputes v1, read 2026-11-26. The order is found by `custom_id`,
`invoice_id` or the ids of order, authorisation and capture.
"""

from collections.abc import Callable
from datetime import datetime

from fulfillment.payments.exponents import from_decimal_text
from fulfillment.payments.gateways.message import Disputed, Heard, Json, Reader, Told
from fulfillment.payments.gateways.vocabulary import Kind, vocabulary_of

GATEWAY = "paypal"


def read_event(message: Json) -> Heard:
    """What a webhook says. Raises MessageRefused for a shape that is not PayPal's, PaymentRefused for odd amounts."""
    event = Reader(message)
    word = event.text("event_type")
    kind = vocabulary_of(GATEWAY).messages.get(word)
    if kind is None:
        return Heard(ignored=(word,))
    seen = _Event(event.text("id"), word, kind, event.moment("create_time"), event.part("resource"))
    told = _dispute(seen) if word.startswith("CUSTOMER.DISPUTE.") else READERS[kind](seen)
    return Heard((told,))


class _Event:
    def __init__(self, id_: str, word: str, kind: Kind, at: datetime, thing: Reader) -> None:
        self.id = id_
        self.word = word
        self.kind = kind
        self.at = at
        self.thing = thing

    def amount(self, part: str) -> tuple[int, str]:
        """An amount as ours, and its currency."""
        money = self.thing.part(part)
        currency = money.text("currency_code")
        return from_decimal_text(GATEWAY, money.text("value"), currency), currency

    def told(self, reference: str, subject: str, **more: object) -> Told:
        """In our words."""
        amount, currency = self.amount("amount")
        related = self.thing.part("supplementary_data").part("related_ids")
        names = (subject, self.thing.maybe("id"), related.maybe("order_id"), related.maybe("authorization_id"),
                 related.maybe("capture_id"), *_parents(self.thing))  # fmt: skip
        orders = (self.thing.maybe("custom_id"), self.thing.maybe("invoice_id"))
        return Told(
            gateway=GATEWAY,
            word=self.word,
            kind=self.kind,
            amount=amount,
            currency=currency,
            reference=reference,
            subject=subject,
            at=self.at,
            names=tuple(dict.fromkeys(each for each in names if each)),
            orders=tuple(each for each in orders if each),
            **more,  # type: ignore[arg-type]
        )


def _authorise(event: _Event) -> Told:
    name = event.thing.text("id")
    return event.told(f"{name}:authorise", name, method=GATEWAY)


def _attempt(event: _Event) -> Told:
    name = event.thing.text("id")
    return event.told(f"{name}:{event.kind}", _authorisation(event) or name)


def _capture(event: _Event) -> Told:
    return event.told(event.thing.text("id"), _authorisation(event) or event.thing.text("id"))


def _refund(event: _Event) -> Told:
    name = event.thing.text("id")
    suffix = ":failed" if event.kind is Kind.REFUND_FAILED else ""
    ours = event.thing.maybe("custom_id") if event.thing.maybe("custom_id").startswith("rfd_") else ""
    return event.told(f"{name}{suffix}", name, refund=ours)


def _dispute(event: _Event) -> Told:
    thing, words = event.thing, vocabulary_of(GATEWAY)
    name = thing.text("dispute_id")
    outcome = thing.part("dispute_outcome").maybe("outcome_code")
    stage = thing.maybe("dispute_life_cycle_stage")
    word = outcome if outcome in words.disputes else stage
    amount, currency = event.amount("dispute_amount")
    transactions = thing.parts("disputed_transactions")
    names = [each.maybe("seller_transaction_id") for each in transactions]
    orders = [each.maybe(key) for each in transactions for key in ("custom", "invoice_number")]
    return Told(
        gateway=GATEWAY,
        word=event.word,
        kind=words.disputes.get(word, Kind.DISPUTE),
        amount=amount,
        currency=currency,
        reference=f"{name}:{word or 'dispute'}",
        subject=name,
        at=event.at,
        names=tuple(each for each in names if each),
        orders=tuple(each for each in orders if each),
        dispute=Disputed(
            reference=name,
            scheme=GATEWAY,
            reason_code=thing.maybe("reason"),
            category=words.reasons.get(thing.maybe("reason")),
            due_at=thing.maybe_moment("seller_response_due_date"),
        ),
    )


def _authorisation(event: _Event) -> str:
    """The authorisation that a capture is of, by its link `up`."""
    related = event.thing.part("supplementary_data").part("related_ids").maybe("authorization_id")
    return related or next(iter(_parents(event.thing, "/authorizations/")), "")


def _parents(thing: Reader, of: str = "/") -> list[str]:
    up = [each.maybe("href") for each in thing.parts("links") if each.maybe("rel") == "up"]
    return [each.rsplit("/", 1)[-1] for each in up if of in each]


READERS: dict[Kind, Callable[[_Event], Told]] = {
    Kind.AUTHORISE: _authorise,
    Kind.VOID: _attempt,
    Kind.FAIL: _attempt,
    Kind.CAPTURE: _capture,
    Kind.REFUND: _refund,
    Kind.REFUND_FAILED: _refund,
}
