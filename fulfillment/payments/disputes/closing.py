"""How a dispute ends, and what that teaches: a label of the order, so that models and links learn of it.

A buyer who had the goods and disputed all the same is friendly fraud; a payment that the cardholder did not make is a
chargeback. Where the merchant may have erred nothing is learnt of the buyer. That the issuer bears the loss
(`shift`) changes who pays, not what was done: it is labelled like any other.
"""

from dataclasses import replace
from datetime import datetime

from fulfillment.casefile import CaseFile
from fulfillment.desk_view import Learnt
from fulfillment.errors import DisputeRefused
from fulfillment.payments.disputes.book import dispute_book
from fulfillment.payments.disputes.category import Category
from fulfillment.payments.disputes.keeping import keep_changed
from fulfillment.payments.disputes.opening import ACCEPTED, EXPIRED, INQUIRY, LOST, OPEN, SUBMITTED, WON
from fulfillment.records import Dispute
from fulfillment.states import Voyage
from fulfillment.store.shipments import shipments_of

DELIVERED, FRAUD = "delivered", "fraud"
LEADS_TO = {
    OPEN: (SUBMITTED, EXPIRED, ACCEPTED, WON, LOST),
    SUBMITTED: (WON, LOST, ACCEPTED),
    EXPIRED: (WON, LOST),
    ACCEPTED: (LOST, WON),
    # The issuer may come back once more, or give in after all.
    WON: (LOST,),
    LOST: (WON,),
}


def moved(dispute: Dispute, state: str, **changes: object) -> Dispute:
    """The dispute in another state. Raises DisputeRefused where nothing leads there."""
    if state not in LEADS_TO[dispute.state]:
        msg = f"the dispute is `{dispute.state}` and cannot become `{state}`"
        raise DisputeRefused(msg).seeing("disputes")
    return replace(dispute, state=state, **changes)  # type: ignore[arg-type]


def close_dispute(file: CaseFile, dispute: Dispute, outcome: str, at: datetime) -> Dispute:
    """Won or lost, at a moment of the gateway; the same outcome again changes nothing.

    What is told late of an earlier moment does not move the dispute back, but was known at its moment all the same.
    """
    _learn(file, dispute, outcome, at)
    if dispute.state == outcome or (dispute.decided_at is not None and dispute.decided_at > at):
        return dispute
    closed = moved(dispute, outcome, decided_at=at)
    keep_changed(file, closed)
    told = {"dispute": dispute.id, "outcome": outcome}
    file.note(f"dispute_{outcome}", dedup=f"dispute:{dispute.id}:{outcome}:{at.isoformat()}", data=told)
    return closed


def learn_of_warning(file: CaseFile, gateway: str, reason_code: str, at: datetime) -> None:
    """An issuer's early warning: the card's owner says that the payment was fraud, whether they dispute it or not."""
    file.note("fraud_warned", dedup=f"warned:{gateway}:{at.isoformat()}", data={"reason_code": reason_code})
    _teach(file, FRAUD, f"early_warning:{gateway}", reason_code, at)


def _learn(file: CaseFile, dispute: Dispute, outcome: str, at: datetime) -> None:
    if dispute.stage == INQUIRY:
        return
    taught = dispute_book().labels[Category(dispute.category)]
    kind = taught.get(outcome)
    if DELIVERED in taught and was_delivered(file):
        kind = taught[DELIVERED]
    if kind is not None:
        _teach(file, kind, f"dispute:{dispute.gateway or 'told'}", dispute.reason_code, at)


def _teach(file: CaseFile, kind: str, source: str, reason_code: str, at: datetime) -> None:
    learnt = Learnt(order_id=file.order_id, kind=kind, source=source, reason_code=reason_code, known_at=at)
    file.site.desk.learn(file.session, file.merchant, learnt, file.occasion.actor)


def was_delivered(file: CaseFile) -> bool:
    """Whether a carrier has delivered a parcel of the order."""
    sent = shipments_of(file.session, file.merchant, file.order_id)
    return any(each.state == Voyage.DELIVERED for each in sent)
