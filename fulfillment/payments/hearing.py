"""A gateway tells something: it finds its order, is entered once, and the payment follows."""

from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.payments.disputes.closing import close_dispute, learn_of_warning
from fulfillment.payments.disputes.joining import dispute_name
from fulfillment.payments.disputes.opening import LOST, OPEN, WON, Complaint, open_dispute
from fulfillment.payments.finding import find_order
from fulfillment.payments.gateways.message import Disputed, Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.ledger import movement
from fulfillment.payments.position import WARN
from fulfillment.payments.promising import honoured_until
from fulfillment.payments.taking import HEARD, PaymentEvent, enter
from fulfillment.records import Refund
from fulfillment.site import Occasion, Site
from fulfillment.states import Event
from fulfillment.store.instructions import learn_names
from fulfillment.store.money import add_movement, is_known, refunds_of, settle_refund
from fulfillment.thread import at_work

EVENTS = MappingProxyType(
    {
        Kind.AUTHORISE: Event.AUTHORISE,
        Kind.CAPTURE: Event.CAPTURE,
        Kind.FAIL: Event.FAIL,
        Kind.DISPUTE: Event.DISPUTE,
        Kind.WIN: Event.WIN,
        Kind.LOSE: Event.LOSE,
    }
)
CASES = frozenset({Kind.DISPUTE, Kind.WIN, Kind.LOSE, Kind.INQUIRY, Kind.INQUIRY_CLOSED})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: which order it was about, and whether it was new."""

    order_id: str
    payment: str
    word: str
    kind: str
    is_new: bool


def hear(session: WriteSession, site: Site, merchant: str, told: Told, now: datetime, actor: str = "") -> Taken:
    """Takes what a gateway tells, in whatever order and however often it comes.

    Raises NotFound, OrderAmbiguous, PaymentRefused.
    """
    order_id = find_order(session, site, merchant, told.orders, told.names)
    occasion = Occasion(merchant=merchant, order_id=order_id, now=now, actor=actor or f"gateway:{told.gateway}")
    with at_work(session, site, occasion) as file:
        learn_names(session, merchant, order_id, told.names)
        is_new = _take(file, told)
    return Taken(order_id, file.case.payment, told.word, told.kind, is_new)


def _take(file: CaseFile, told: Told) -> bool:
    if told.kind in CASES and told.dispute is not None:
        return _take_case(file, told, told.dispute)
    match told.kind:
        case Kind.WARN:
            return _take_warning(file, told)
        case Kind.REFUND:
            return _take_refund(file, told)
        case Kind.REFUND_FAILED:
            return _take_failed_refund(file, told)
    return enter(file, _event(file, told))


def _event(file: CaseFile, told: Told) -> PaymentEvent:
    event = EVENTS.get(told.kind) or HEARD[told.kind]
    ends = told.expires_at
    if told.kind is Kind.AUTHORISE and ends is None:
        ends = honoured_until(file.order.payment, told.gateway, told.at)
    return PaymentEvent(
        kind=event,
        amount=told.amount,
        currency=told.currency or file.case.currency,
        reference=told.reference,
        at=told.at,
        subject=told.subject,
        gateway=told.gateway,
        expires_at=ends,
        word="" if told.kind in EVENTS else str(told.kind),
    )


def _take_case(file: CaseFile, told: Told, disputed: Disputed) -> bool:
    is_inquiry = told.kind in (Kind.INQUIRY, Kind.INQUIRY_CLOSED)
    if not is_inquiry:
        currency = told.currency or file.case.currency
        name = dispute_name(file, disputed.reference, told.amount, currency, told.names)
        if name != disputed.reference:
            told, disputed = replace(told, subject=name), replace(disputed, reference=name)
    is_new = not is_inquiry and enter(file, _event(file, told))
    if not (is_new or is_inquiry):
        return False
    dispute = open_dispute(
        file,
        Complaint(
            gateway=told.gateway,
            reference=disputed.reference,
            scheme=disputed.scheme,
            reason_code=disputed.reason_code,
            category=disputed.category,
            amount=told.amount,
            currency=told.currency or file.case.currency,
            at=told.at,
            due_at=disputed.due_at,
            is_inquiry=is_inquiry,
        ),
    )
    match told.kind:
        case Kind.WIN:
            close_dispute(file, dispute, WON, told.at)
        case Kind.LOSE:
            close_dispute(file, dispute, LOST, told.at)
        case Kind.INQUIRY_CLOSED if dispute.state == OPEN:
            close_dispute(file, dispute, WON, told.at)
    return True


def _take_warning(file: CaseFile, told: Told) -> bool:
    if is_known(file.session, file.order_id, told.reference):
        return False
    warned = movement(file, WARN, 0, told.currency or file.case.currency, told.reference)
    add_movement(file.session, replace(warned, at=told.at))
    learn_of_warning(file, told.gateway, told.dispute.reason_code if told.dispute is not None else "", told.at)
    return True


def _take_refund(file: CaseFile, told: Told) -> bool:
    """A refund that we asked for is confirmed; one that somebody made at the gateway is entered."""
    refunds = refunds_of(file.session, file.merchant, file.order_id)
    if any(each.gateway_reference == told.reference for each in refunds):
        return False
    ours = _ours(refunds, told)
    if ours is None:
        return enter(file, _event(file, told))
    settle_refund(file.session, ours.id, "confirmed", told.reference)
    file.touch()
    return True


def _take_failed_refund(file: CaseFile, told: Told) -> bool:
    """The money is still here: a person must send it another way."""
    refunds = refunds_of(file.session, file.merchant, file.order_id)
    named = next((each for each in refunds if each.gateway_reference == told.subject), None)
    ours = named or _ours(refunds, told)
    is_new = enter(file, _event(file, told))
    if is_new and ours is not None:
        settle_refund(file.session, ours.id, "failed", told.subject)
    if is_new:
        file.note("refund_failed", dedup=f"refund_failed:{told.reference}", data={"amount": told.amount})
    return is_new


def _ours(refunds: tuple[Refund, ...], told: Told) -> Refund | None:
    waiting = [each for each in refunds if not each.gateway_reference]
    named = next((each for each in waiting if each.id == told.refund), None)
    same = (each for each in waiting if (each.amount, each.currency) == (told.amount, told.currency))
    return named or next(same, None)
