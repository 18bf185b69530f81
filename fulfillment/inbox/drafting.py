"""A draft: which sentences the facts and the message call for, in the language of the buyer, and in English and Chinese
beside it for whoever edits it. Pure but for reading; templates alone, and nothing is sent by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.order.money import Money
from fulfillment.inbox import intents as said
from fulfillment.inbox.draft_facts import MARKETPLACES, OURS, THEIRS, OrderFacts, ParcelSeen
from fulfillment.inbox.draft_words import Sentence, draft_words, written
from fulfillment.late_changes.reach import Follows
from fulfillment.notify.texts import ENGLISH
from fulfillment.states import Comeback, Voyage
from fulfillment.tracking.vocabulary import Word

CHINESE = "zh"
ABOUT_PARCELS = frozenset({said.WHERE, said.NOT_RECEIVED})
# What a sentence promises, which whoever sends it has to see to.
PROMISES: Mapping[str, str] = {
    "next_search": "ask_carrier",
    "cancel_stopped": "confirm_cancellation",
    "invoice": "send_invoice",
}
STATES: Mapping[str, str] = {
    Word.LABEL_CREATED: "label_created",
    Word.EXPORT_CUSTOMS: "customs",
    Word.EXPORT_HELD: "customs_held",
    Word.IMPORT_CUSTOMS: "customs",
    Word.IMPORT_HELD: "customs_held",
    Word.OUT_FOR_DELIVERY: "delivering",
    Word.READY_FOR_PICKUP: "pickup",
    Word.ATTEMPT_FAILED: "attempt",
    Word.DELIVERED: "delivered",
    Word.RETURNING: "returning",
    Word.RETURNED: "returned",
    Word.LOST: "lost",
    Word.DESTROYED: "lost",
}
NEXT: Mapping[str, str] = {
    "customs_held": "next_customs",
    "pickup": "next_pickup",
    "attempt": "next_attempt",
    "delivered": "next_delivered",
    "returning": "next_choice",
    "returned": "next_choice",
    "lost": "next_choice",
}
UNMOVED = frozenset({"label_created", "delivering"})  # nothing more is to be said of when it comes
RETURNS: Mapping[str, str] = {
    Comeback.REQUESTED: "return_requested",
    Comeback.AUTHORISED: "return_authorised",
    Comeback.IN_TRANSIT: "return_in_transit",
    Comeback.RECEIVED: "return_received",
    Comeback.DECLINED: "return_declined",
}
CANCELLING: Mapping[Follows, str] = {
    Follows.STOPPED: "cancel_stopped",
    Follows.CALLED_BACK: "cancel_called_back",
    Follows.TOO_LATE: "cancel_too_late",
    Follows.NOTHING: "cancel_too_late",
}
MOVING: Mapping[Follows, str] = {
    Follows.CHANGED: "address_changed",
    Follows.RELABELLED: "address_changed",
    Follows.REDIRECTED: "address_redirected",
    Follows.TOO_LATE: "address_too_late",
}
DUTIES: Mapping[str, str] = {OURS: "duty_ours", THEIRS: "duty_theirs", MARKETPLACES: "duty_marketplace"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One text, in one language."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """The draft that would be sent, and the same for whoever edits it. `promises` are codes of what it says we do."""

    buyer: Draft
    english: Draft
    chinese: Draft
    sentences: tuple[str, ...]
    promises: tuple[str, ...]


def drafts_of(facts: OrderFacts | None, intents: Sequence[str], name: str, language: str, now: datetime) -> Drafts:
    """Made of what is known; without an order it asks for its number."""
    sentences = tuple(_distinct(_sentences(facts, frozenset(intents), now)))
    subject = Sentence("subject_unknown") if facts is None else Sentence("subject", {"order": facts.order.id})
    greeting = Sentence("greeting", {"name": name}) if name else Sentence("greeting_unknown")

    def made(into: str) -> Draft:
        paragraphs = "\n\n".join(written(each, into) for each in sentences)
        words = [written(greeting, into), written(Sentence("thanks"), into), paragraphs, draft_words(into)["closing"]]
        return Draft(language=into, subject=written(subject, into), text="\n\n".join(words))

    names = tuple(each.name for each in sentences)
    return Drafts(
        buyer=made(language),
        english=made(ENGLISH),
        chinese=made(CHINESE),
        sentences=names,
        promises=tuple(PROMISES[each] for each in names if each in PROMISES),
    )


def _distinct(sentences: Iterator[Sentence]) -> Iterator[Sentence]:
    seen: set[tuple[str, str]] = set()
    for each in sentences:
        key = (each.name, repr(sorted(each.values.items(), key=lambda pair: pair[0])))
        if key not in seen:
            seen.add(key)
            yield each


def _sentences(facts: OrderFacts | None, intents: frozenset[str], now: datetime) -> Iterator[Sentence]:
    if facts is None:
        yield Sentence("unknown")
        yield Sentence("which_order")
        return
    if intents & ABOUT_PARCELS:
        yield from _parcels(facts, now)
    answered = [each for each in ANSWERS if each in intents]
    for intent in answered:
        yield from ANSWERS[intent](facts, now)
    yield from _refunds(facts)
    if not intents:
        yield Sentence("unknown")


def _parcels(facts: OrderFacts, now: datetime) -> Iterator[Sentence]:
    if facts.is_cancelled:
        yield Sentence("cancelled", {"order": facts.order.id})
    elif not facts.parcels:
        yield Sentence("not_left", {"order": facts.order.id})
    for parcel in facts.parcels:
        yield from _parcel(parcel, now)


def _parcel(parcel: ParcelSeen, now: datetime) -> Iterator[Sentence]:
    state = _state(parcel)
    sent = parcel.shipment
    values: dict[str, object] = {"number": sent.number, "carrier": sent.carrier}
    event = parcel.event
    day = event.at if event is not None and state == "under_way" else parcel.since
    place = {"place": event.location} if event is not None and event.location else {}
    yield Sentence(state, {**values, "day": day, **place})
    if state in NEXT:
        yield Sentence(NEXT[state])
    elif state not in UNMOVED:
        yield from _when(parcel, now)


def _when(parcel: ParcelSeen, now: datetime) -> Iterator[Sentence]:
    window = parcel.expected
    if window is None:
        yield Sentence("next_patience")
    elif now > window.last:
        yield Sentence("expected_passed", {"until": window.last})
        yield Sentence("next_search")
    else:
        yield Sentence("expected", {"from": window.first, "until": window.last})
        yield Sentence("next_wait", {"until": window.last})


def _state(parcel: ParcelSeen) -> str:
    status = parcel.event.status if parcel.event is not None else parcel.shipment.status
    if parcel.shipment.state == Voyage.WRITTEN_OFF:
        return "lost"
    if parcel.shipment.state == Voyage.LABELLED and status not in STATES:
        return "label_created"
    return STATES.get(status, "under_way")


def _cancelling(facts: OrderFacts, now: datetime) -> Iterator[Sentence]:  # noqa: ARG001 - as the others
    if facts.is_cancelled:
        yield Sentence("cancelled", {"order": facts.order.id})
    elif facts.outlook is None:
        yield Sentence("cancel_stopped", {"order": facts.order.id})
    else:
        yield Sentence(CANCELLING[facts.outlook.cancellation], {"order": facts.order.id})


def _moving(facts: OrderFacts, now: datetime) -> Iterator[Sentence]:  # noqa: ARG001
    follows = Follows.CHANGED if facts.outlook is None else facts.outlook.address
    yield Sentence(MOVING[follows], {"order": facts.order.id})


def _returning(facts: OrderFacts, now: datetime) -> Iterator[Sentence]:
    under_way = [each for each in facts.returns if each.state in RETURNS]
    for each in under_way:
        yield Sentence(RETURNS[each.state], {"day": each.created_at})
    if under_way:
        return
    ends = facts.case.window_ends_at if facts.case is not None else None
    if ends is None:
        yield Sentence("return_later", {"days": facts.return_window.days})
    else:
        yield Sentence("return_open" if now < ends else "return_over", {"order": facts.order.id, "until": ends})


def _refunds(facts: OrderFacts) -> Iterator[Sentence]:
    for each in facts.refunds:
        amount = Money(each.amount, each.currency)
        if each.sent_at is None:
            yield Sentence("refund_requested", {"amount": amount, "day": each.created_at})
        else:
            yield Sentence("refund_sent", {"amount": amount, "day": each.sent_at})


def _plain(name: str) -> Callable[[OrderFacts, datetime], Iterator[Sentence]]:
    def sentence(facts: OrderFacts, now: datetime) -> Iterator[Sentence]:  # noqa: ARG001
        yield Sentence(name, {"order": facts.order.id})

    return sentence


def _duties(facts: OrderFacts, now: datetime) -> Iterator[Sentence]:  # noqa: ARG001
    yield Sentence(DUTIES.get(facts.duty, "duty_unknown"), {"order": facts.order.id})


ANSWERS: Mapping[str, Callable[[OrderFacts, datetime], Iterator[Sentence]]] = {
    said.CANCEL: _cancelling,
    said.CHANGE_ADDRESS: _moving,
    said.DAMAGED: _plain("damaged"),
    said.WRONG_ITEM: _plain("wrong_item"),
    said.RETURN: _returning,
    said.INVOICE: _plain("invoice"),
    said.CUSTOMS: _duties,
}
