"""A dispute with a bank or a wallet has a case, so that it waits in the same queue; the case follows the dispute."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.ids import Prefix
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.inbox.cases import closed, kept, open_case, ranked, waits_for_them
from fulfillment.inbox.inbox import BY_ITSELF, Inbox, tell_case
from fulfillment.inbox.words import CaseKind, CaseState, CloseCode
from fulfillment.payments.disputes.opening import ACCEPTED, EXPIRED, LOST, OPEN, SUBMITTED, WON
from fulfillment.records import Dispute, InboxCase
from fulfillment.store.disputes import find_dispute
from fulfillment.store.inbox import case_of_dispute

WALLETS = frozenset({"paypal", "klarna", "afterpay", "affirm"})
OVER: Mapping[str, CloseCode] = {
    WON: CloseCode.WON,
    LOST: CloseCode.LOST,
    ACCEPTED: CloseCode.ACCEPTED,
    EXPIRED: CloseCode.EXPIRED,
}
CLOCK = "dispute"


@dataclass(frozen=True, slots=True)
class DisputeFollowing:
    """The handler of the job that each change of a dispute adds: the case becomes what the dispute is now."""

    inbox: Inbox

    def __call__(self, session: WriteSession, job: Job) -> None:
        """Opens, moves or closes it."""
        dispute = find_dispute(session, job.merchant, str(job.payload["dispute_id"]))
        if dispute is None:
            return
        now = max(self.inbox.desk.clock.now(), job.due)
        caller = Caller(merchant=job.merchant, name=BY_ITSELF)
        case = case_of_dispute(session, job.merchant, dispute.id)
        if case is None:
            case = open_case(self.inbox, session, caller, _case_of(self.inbox, dispute))
        made = _as_it_stands(case, dispute, now)
        if made == case:
            return
        saved = kept(session, case, made)
        if saved.state == CaseState.CLOSED and case.state != CaseState.CLOSED:
            tell_case(self.inbox.desk, session, caller, "closed", saved, now, reason_code=saved.reason_code)


def _case_of(inbox: Inbox, dispute: Dispute) -> InboxCase:
    return InboxCase(
        id=inbox.desk.ids.new(Prefix.INBOX_CASE),
        merchant_id=dispute.merchant_id,
        order_id=dispute.order_id,
        kind=CaseKind.WALLET_DISPUTE if dispute.scheme in WALLETS else CaseKind.CHARGEBACK,
        thread=f"dispute:{dispute.id}",
        channel=dispute.gateway or "bank",
        reference=dispute.reference,
        category=dispute.category,
        dispute_id=dispute.id,
        due_at=dispute.due_at,
        clock=CLOCK,
        is_stated_due=dispute.is_stated_due,
        passed=EXPIRED,
        rank_at=dispute.opened_at,
        opened_at=dispute.opened_at,
        last_in_at=dispute.opened_at,
    )


def _as_it_stands(case: InboxCase, dispute: Dispute, now: datetime) -> InboxCase:
    told = replace(case, category=dispute.category, is_stated_due=dispute.is_stated_due)
    if dispute.state == OPEN:
        opened = replace(
            told, state=CaseState.OPEN, due_at=dispute.due_at, closed_at=None, closed_by=None, reason_code=""
        )
        return ranked(opened)
    if dispute.state == SUBMITTED:
        return (
            case if case.state == CaseState.ANSWERED else waits_for_them(told, BY_ITSELF, dispute.submitted_at or now)
        )
    code = OVER[dispute.state]
    is_so = case.state == CaseState.CLOSED and case.reason_code == code
    return case if is_so else closed(told, code, BY_ITSELF, now)
