"""Why an order ends and why money goes back, as the closed sets that channels have words for."""

from collections.abc import Sequence
from enum import StrEnum

from fulfillment.casefile import CaseFile
from fulfillment.reason import Reason
from fulfillment.states import Event, Machine, Stage
from fulfillment.store.cases import history

BUYER, OUT_OF_STOCK, ADDRESS, PAYMENT = "buyer", "out_of_stock", "address", "payment"
NOT_DELIVERABLE, RISK, OTHER = "not_deliverable", "risk", "other"
CANCELLED, RETURNED, NOT_RECEIVED = "cancelled", "returned", "not_received"
ENDINGS = frozenset({Event.CANCEL, Event.REJECT, Event.RECALL})
# Reasons of refunds that follow from a step.
BY_ITSELF = frozenset({Stage.CANCELLED, Stage.REJECTED, "not sent"})


class Stated(StrEnum):
    """What a person who ends an order may say of its cause."""

    PERSON = "person"  # none of these
    BUYER = BUYER
    OUT_OF_STOCK = OUT_OF_STOCK
    ADDRESS = ADDRESS
    PAYMENT = PAYMENT
    NOT_DELIVERABLE = NOT_DELIVERABLE


# What a step that ends an order says of its cause.
STATED = {
    **{each.value: each.value for each in Stated if each is not Stated.PERSON},
    "payment_expired": PAYMENT,
    "no_service": NOT_DELIVERABLE,  # a part waited for one until its time was over
}
# By rule set, which a rule's letters name.
SETS = {"IMP": NOT_DELIVERABLE, "ADR": ADDRESS, "PAY": PAYMENT, "FRD": RISK}
# Rules of payment that look at what the buyer wants.
BY_BUYER = frozenset({"ORD_CANCEL_REQUESTED", "ORD_DUPLICATE"})


def cancel_cause(file: CaseFile) -> str:
    """Why the order ends: what the step says, else the worst reason of the decision; `other` where neither tells."""
    stated = str(_ending(file).get("cause", ""))
    if stated in STATED:
        return STATED[stated]
    if stated == Stated.PERSON:
        return OTHER
    return cause_of(file.site.desk.reasons(file.session, file.order_id))


def cause_of(reasons: Sequence[Reason]) -> str:
    """Why, by the first reason, which is the worst."""
    for each in reasons:
        if each.code in BY_BUYER:
            return BUYER
        found = SETS.get(each.rule.partition("-")[0])
        if found is not None:
            return found
    return OTHER


def refund_cause(file: CaseFile, reason: str) -> str:
    """Why money goes back, by where the order stands: what comes back is returned, what is lost was not received.

    `reason` is the refund's own; before anything is delivered, one in a person's words is none of these.
    """
    match file.case.stage:
        case Stage.RETURNED | Stage.RETURNING | Stage.DELIVERED | Stage.COMPLETED:
            return RETURNED
        case Stage.CANCELLED if file.shipments():
            return NOT_RECEIVED
        case _ if reason in BY_ITSELF:
            return CANCELLED
    return OTHER


def _ending(file: CaseFile) -> dict[str, object]:
    entries = [*history(file.session, file.merchant, file.order_id), *file.entered]
    found = [each for each in entries if each.machine == Machine.ORDER and each.event in ENDINGS]
    return dict(found[-1].data) if found else {}
