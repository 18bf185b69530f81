"""What the merchant does about a dispute: lays evidence before the bank, gives in, or tells how it ended."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import DisputeRefused, NotFound
from fulfillment.payments.disputes.archive import digest
from fulfillment.payments.disputes.closing import close_dispute, moved
from fulfillment.payments.disputes.evidence import evidence_in
from fulfillment.payments.disputes.keeping import keep_changed
from fulfillment.payments.disputes.opening import ACCEPTED, INQUIRY, LOST, SUBMITTED, WON
from fulfillment.payments.taking import PaymentEvent, enter
from fulfillment.records import Dispute
from fulfillment.site import Occasion, Site
from fulfillment.states import Event
from fulfillment.store.disputes import find_dispute
from fulfillment.thread import at_work

OUTCOMES = (WON, LOST, ACCEPTED)


def dispute_of(session: ReadSession, merchant: str, dispute_id: str) -> Dispute:
    """A dispute. Raises NotFound; another merchant's is none."""
    found = find_dispute(session, merchant, dispute_id)
    if found is None:
        raise NotFound("dispute", dispute_id)
    return found


def submit_evidence(
    session: WriteSession, site: Site, merchant: str, dispute_id: str, now: datetime, actor: str, note: str = ""
) -> Dispute:
    """Records that the evidence as it stands was laid before the bank; it may be completed until that decides.

    Raises NotFound, DisputeRefused once the dispute is over or its day has passed.
    """
    found = dispute_of(session, merchant, dispute_id)
    pack = evidence_in(session, site, merchant, dispute_id, now)
    with _at_work(session, site, found, now, actor) as file:
        state = found if found.state == SUBMITTED else moved(found, SUBMITTED)
        sent = replace(state, submitted_at=now, digest=digest(pack), note=note)
        keep_changed(file, sent)
        told = {"dispute": sent.id, "digest": sent.digest, "wanting": list(pack.wanting)}
        file.note("evidence_submitted", dedup=f"evidence:{sent.id}:{sent.digest}", data=told)
        file.touch()
    return sent


def decide_dispute(
    session: WriteSession, site: Site, merchant: str, dispute_id: str, outcome: str, now: datetime, actor: str
) -> Dispute:
    """Tells how it ended where no message of the gateway does: `won`, `lost`, or `accepted`, which gives in and waits
    for the bank to take the money. The same outcome again changes nothing.

    Raises NotFound, DisputeRefused.
    """
    found = dispute_of(session, merchant, dispute_id)
    if outcome not in OUTCOMES:
        msg = f"`{outcome}` is no outcome; tell one of {', '.join(OUTCOMES)}"
        raise DisputeRefused(msg)
    if found.state == outcome:
        return found
    with _at_work(session, site, found, now, actor) as file:
        if outcome == ACCEPTED:
            given_in = moved(found, ACCEPTED)
            keep_changed(file, given_in)
            file.note("dispute_accepted", dedup=f"dispute:{found.id}:accepted", data={"dispute": found.id})
            return given_in
        moved(found, outcome)
        if found.stage != INQUIRY:
            enter(file, _event(found, outcome, now))
        return close_dispute(file, found, outcome, now)


def _event(dispute: Dispute, outcome: str, now: datetime) -> PaymentEvent:
    return PaymentEvent(
        kind=Event.WIN if outcome == WON else Event.LOSE,
        amount=dispute.amount,
        currency=dispute.currency,
        reference=f"{dispute.reference}:{outcome}:told:{int(now.timestamp())}",
        at=now,
        subject=dispute.reference,
        gateway=dispute.gateway,
    )


def _at_work(
    session: WriteSession, site: Site, dispute: Dispute, now: datetime, actor: str
) -> AbstractContextManager[CaseFile]:
    occasion = Occasion(merchant=dispute.merchant_id, order_id=dispute.order_id, now=now, actor=actor)
    return at_work(session, site, occasion)
