"""An authorised payment lets the order go on, and is captured before anything leaves, as the merchant has chosen when.

Card schemes want goods shipped about when they are paid for; and a promise that would end before the goods leave does
not count: it is captured at once, or renewed.
"""

from fulfillment.casefile import CaseFile
from fulfillment.payments.instructing import CAPTURE, REFUSED, Wanted, asked_of, instruct
from fulfillment.payments.policy import CaptureAt
from fulfillment.payments.position import Promise
from fulfillment.payments.promising import is_lasting
from fulfillment.states import Event, Machine, Pay, Stage, Work
from fulfillment.store.instructions import work_states
from fulfillment.store.money import position_of

PACKED = frozenset({Work.PACKED, Work.LABELLED, Work.HANDED_OVER})
READY = frozenset({Work.LABELLED, Work.HANDED_OVER})
SAFE = (Pay.AUTHORISED, Pay.SECURED)


def secure(file: CaseFile) -> None:
    """Lets an authorised order be worked on before its money is there, if its promise outlives the shipping.

    Otherwise, and where the merchant wants it so, the money is asked for at once and the order waits for it.
    """
    if file.case.payment != Pay.AUTHORISED or not file.standing.is_clear:
        return
    promises = position_of(file.session, file.order_id).promises
    lasting = [each for each in promises if is_lasting(file, each)]
    if lasting and file.site.payments.capture_at is not CaptureAt.ACCEPTED:
        file.take(Machine.PAYMENT, Event.SECURE, data={"until": str(lasting[0].expires_at)})
    elif promises:
        capture_now(file, max(promises, key=lambda each: each.amount))


def capture_when_due(file: CaseFile) -> None:
    """Asks for the money of a promise when the time has come that the merchant has chosen; once a promise."""
    if file.case.payment not in SAFE or file.case.stage != Stage.FULFILLING:
        return
    if not file.standing.is_clear or not is_due(file):
        return
    promises = position_of(file.session, file.order_id).promises
    if promises:
        capture_now(file, max(promises, key=lambda each: (is_lasting(file, each), each.amount)))


def is_due(file: CaseFile) -> bool:
    """Whether the money is wanted now."""
    work = [each for each in work_states(file.session, file.merchant, file.order_id) if each != Work.CANCELLED]
    match file.site.payments.capture_at:
        case CaptureAt.ACCEPTED:
            return True
        case CaptureAt.PACKED:
            return any(each in PACKED for each in work)
        case CaptureAt.HAND_OVER:
            return bool(work) and all(each in READY for each in work)


def goods_are_packed(file: CaseFile) -> bool:
    """Whether a part of the order stands in its box."""
    return any(each in PACKED for each in work_states(file.session, file.merchant, file.order_id))


def capture_now(file: CaseFile, promise: Promise) -> None:
    """Asks for what is owed and has not come, at most what was promised: an order that became cheaper is captured in
    part, and the gateway releases the rest. What was asked of another promise that is still alive is on its way."""
    came = position_of(file.session, file.order_id).received.get(promise.currency, 0)
    amount = min(file.case.total - came - _on_its_way(file, promise), promise.amount)
    if amount > 0:
        instruct(file, Wanted.of(promise, CAPTURE, amount))


def _on_its_way(file: CaseFile, besides: Promise) -> int:
    others = [each for each in position_of(file.session, file.order_id).promises if each.subject != besides.subject]
    asked = [asked_of(file, each, CAPTURE) for each in others if each.currency == besides.currency]
    return sum(each.amount for each in asked if each is not None and each.state != REFUSED)
