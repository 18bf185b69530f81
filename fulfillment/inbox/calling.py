"""What buyers write of a parcel opens its case: that it never came, or came broken, with words and pictures as proof.

Nothing is opened for a parcel that is still within its days, nor where nobody knows which of several is meant: then the
timeline says so, and whoever answers the message decides. What follows from the case is for the rules of claims.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.desk.errors import PersonErased
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.kinds import ARRIVAL_ENDS, CALLED_BY_BUYERS, Mishap, Proof
from fulfillment.claims.opening import open_called
from fulfillment.claims.proving import FORMS, hand_in
from fulfillment.claims.way import moments
from fulfillment.errors import ClaimRefused, NotFound
from fulfillment.inbox.inbox import Inbox
from fulfillment.inbox.intents import unquoted
from fulfillment.inbox.matching import numbers_in
from fulfillment.inbox.sealing import lock_of_message, text_of, words_in
from fulfillment.jobs import INBOX_CALL
from fulfillment.lifecycle import CLAIM_OVER, ENDED
from fulfillment.parts import has_left
from fulfillment.records import Claim, InboxCase, InboxMessage, Shipment
from fulfillment.site import Occasion
from fulfillment.states import Voyage
from fulfillment.store.claims import claims_of
from fulfillment.store.inbox_messages import files_of_message, find_message
from fulfillment.thread import at_work

SPOKEN: Mapping[str, Proof] = {"not_received": Proof.NON_DELIVERY, "damaged": Proof.STATEMENT}
"""Which word is proved by what the buyer wrote."""
GONE = frozenset({Voyage.RETURNED, Voyage.WRITTEN_OFF})
NOT_OPENED = "claim_not_opened"
TOO_EARLY, WHICH, NONE_LEFT = "too_early", "which_parcel", "no_parcel"
BUYER = "buyer"


def call_of_message(inbox: Inbox, session: WriteSession, message: InboxMessage, parcel: str = "") -> None:
    """Has a message of an order that says so open the case; `parcel` is a number that its sender named."""
    for word in sorted(set(message.intents.split()) & set(SPOKEN)):
        _call(inbox, session, message.merchant_id, message.order_id, word=word, message=message.id, parcel=parcel,
              since=message.at)  # fmt: skip


def call_of_claim(inbox: Inbox, session: WriteSession, case: InboxCase, parcel: str) -> None:
    """Has a claim at a marketplace, which lets buyers claim once the days are over, open the case."""
    if case.category in CALLED_BY_BUYERS:
        _call(inbox, session, case.merchant_id, case.order_id, word=case.category, case=case.id, parcel=parcel,
              since=case.opened_at)  # fmt: skip


def _call(
    inbox: Inbox, session: WriteSession, merchant: str, order: str | None, *, since: datetime, **told: str
) -> None:
    if order is None:
        return
    payload = {"order_id": order, "merchant": merchant, "since": since.isoformat(), **told}
    named = f"{INBOX_CALL}:{told.get('message') or told.get('case')}:{told['word']}:{order}"
    job = NewJob(kind=INBOX_CALL, merchant=merchant, aggregate=f"{order}:claim", payload=payload, dedup=named)
    enqueue(session, inbox.desk.ids, [job], inbox.desk.clock.now())


@dataclass(frozen=True, slots=True)
class Calling:
    """The handler of that job."""

    inbox: Inbox

    def __call__(self, session: WriteSession, job: Job) -> None:
        """Opens the case, or adds to the one that there is. Done twice, it changes nothing."""
        told, merchant = job.payload, job.merchant
        now = max(self.inbox.desk.clock.now(), job.due)
        occasion = Occasion(merchant=merchant, order_id=str(told["order_id"]), now=now, actor=BUYER)
        message = find_message(session, merchant, str(told.get("message", "")))
        try:
            with at_work(session, self.inbox.site, occasion) as file:
                claim = self._opened(file, told, message)
        except NotFound:
            return  # nothing of it is fulfilled here
        if claim is not None and message is not None:
            self._prove(session, occasion, claim, message, SPOKEN[str(told["word"])])

    def _opened(self, file: CaseFile, told: Mapping[str, object], message: InboxMessage | None) -> Claim | None:
        word, named = str(told["word"]), {str(told.get("parcel", ""))}
        words = None if message is None else words_in(self.inbox.desk, file.session, message)
        if words is not None:
            named |= set(numbers_in(f"{text_of(words, 'subject')}\n{text_of(words, 'text')}"))
        found = _meant(file, word, named)
        why = _why_not(file, word, found, is_claimed=message is None)
        if why:
            key = f"{NOT_OPENED}:{told.get('message') or told.get('case')}:{word}"
            file.note(NOT_OPENED, dedup=key, data={"word": word, "why": why, "parcels": len(found)})
            return None
        since = datetime.fromisoformat(str(told["since"]))
        return open_called(file, found[0], word, since) or _standing(file, found[0], word)

    def _prove(
        self, session: WriteSession, occasion: Occasion, claim: Claim, message: InboxMessage, spoken: Proof
    ) -> None:
        words, lock = words_in(self.inbox.desk, session, message), lock_of_message(session, message)
        text = "" if words is None else unquoted(text_of(words, "text"))
        proofs = [(spoken, text.encode())] if text else []
        for file in files_of_message(session, message.merchant_id, message.id):
            content = b"" if lock is None or file.sealed is None else self.inbox.desk.seal.opened_bytes(
                lock.key, file.sealed)  # fmt: skip
            if any(content.startswith(start) for start in FORMS.values()):
                proofs.append((Proof.PHOTOS, content))
        for kind, content in proofs:
            try:
                with session.savepoint():
                    hand_in(session, self.inbox.site, occasion, claim.id, kind, content)
            except (ClaimRefused, PersonErased):
                continue  # too many, of another form, or of somebody who is gone: the message has it all the same


def _meant(file: CaseFile, word: str, named: set[str]) -> Sequence[Shipment]:
    """The parcels that can be meant: those that are named, else all that can have met this."""
    left = [each for each in file.shipments() if has_left(each) and each.state not in GONE]
    by_name = [each for each in left if named & {each.id, each.number}]
    if by_name or len(left) < 2:
        return by_name or left
    arrived = [each for each in left if each.state == Voyage.DELIVERED]
    if CALLED_BY_BUYERS[word] is Mishap.LOSS:
        return [each for each in left if each not in arrived] or left
    return arrived or left


def _why_not(file: CaseFile, word: str, found: Sequence[Shipment], *, is_claimed: bool) -> str:
    if file.case.stage in ENDED or not found:
        return NONE_LEFT
    if len(found) > 1:
        return WHICH
    if CALLED_BY_BUYERS[word] is not Mishap.LOSS or is_claimed or found[0].state == Voyage.DELIVERED:
        return ""
    known = any(each.kind in ARRIVAL_ENDS or each.kind == Mishap.LATE for each in _about(file, found[0]))
    expected = moments(file, found[0], file.now).expected
    return "" if known or (expected is not None and file.now >= expected) else TOO_EARLY


def _standing(file: CaseFile, shipment: Shipment, word: str) -> Claim | None:
    """The case that there is already, of the same or, for what never came, of its silence."""
    kind = CALLED_BY_BUYERS[word]
    kinds = ARRIVAL_ENDS if kind is Mishap.LOSS else {kind}
    return next((each for each in _about(file, shipment) if each.kind in kinds and each.state not in CLAIM_OVER), None)


def _about(file: CaseFile, shipment: Shipment) -> list[Claim]:
    found = claims_of(file.session, file.merchant, file.order_id)
    return [each for each in found if each.shipment_id == shipment.id]
