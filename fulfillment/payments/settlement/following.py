"""What lines do to an order's payment: settled when they have come to all of it, reconciled when the payout is at the
bank, disputed and won back as chargebacks and their reversals say.

A job of its own for each order, so that it can come late, twice, or after the order has ended: it looks at all lines
and at where the payment stands, and takes what is possible.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from engine.desk.errors import PersonErased
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound
from fulfillment.jobs import ARRIVED, SETTLED
from fulfillment.payments.disputes.joining import name_in_report, reference_in_report
from fulfillment.payments.disputes.told import mind_dispute
from fulfillment.payments.position import DISPUTE, LOSE, WIN
from fulfillment.payments.settlement.expected import Expected
from fulfillment.payments.settlement.kinds import PAID
from fulfillment.payments.settlement.report import LineKind
from fulfillment.payments.settlement.weighing import is_settled
from fulfillment.payments.taking import PaymentEvent, take_money
from fulfillment.records import SettledLine
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.money import movements
from fulfillment.store.settlement import lines_of_orders, orders_of_batch, payout_of, payouts_of
from fulfillment.store.settlement_books import expected_of
from fulfillment.thread import at_work

ACTOR = "settlement"
AT_ONCE = 500
OF_DISPUTES = frozenset({DISPUTE, WIN, LOSE})
DISPUTES = {LineKind.CHARGEBACK: Event.DISPUTE, LineKind.CHARGEBACK_REVERSAL: Event.WIN}


def follow(session: WriteSession, site: Site, occasion: Occasion) -> None:
    """Brings an order's payment in line with its settlement lines. Raises CaseChanged when others move it."""
    merchant, order_id = occasion.merchant, occasion.order_id
    lines = lines_of_orders(session, merchant, [order_id]).get(order_id, ())
    due = expected_of(session, merchant, [order_id]).get(order_id)
    if due is None or not lines:
        return
    try:
        with at_work(session, site, occasion) as file:
            _dispute(file, lines)
            _settle(file, due, lines)
    except NotFound:
        return


def arrived(session: WriteSession, site: Site, job: Job, now: datetime) -> None:
    """Goes through the orders of a payout that is at the bank, some at a time."""
    payout = payout_of(session, job.merchant, str(job.payload["payout_id"]))
    if payout is None:
        return
    after = str(job.payload["after"])
    orders = orders_of_batch(session, job.merchant, payout.provider, payout.batch, AT_ONCE, after)
    jobs = [NewJob(kind=SETTLED, merchant=job.merchant, aggregate=each, payload={"order_id": each}) for each in orders]
    if len(orders) == AT_ONCE:
        payload = {"payout_id": payout.id, "after": orders[-1]}
        jobs.append(NewJob(kind=ARRIVED, merchant=job.merchant, aggregate=payout.id, payload=payload))
    enqueue(session, site.ids, jobs, now)


def _dispute(file: CaseFile, lines: Sequence[SettledLine]) -> None:
    """Each chargeback and each reversal, oldest first: the first chargeback is the first dispute of the ledger, and so
    on. What the gateway has told already is not told again."""
    told = [line for line in lines if line.kind in DISPUTES]
    numbers: Counter[str] = Counter()
    for line in sorted(told, key=lambda each: (each.at, each.identity)):
        event, number = DISPUTES[LineKind(line.kind)], numbers[line.kind]
        numbers[line.kind] += 1
        entries = movements(file.session, file.merchant, file.order_id)
        disputes = list(dict.fromkeys(each.subject or each.reference for each in entries if each.kind in OF_DISPUTES))
        if event is Event.DISPUTE and number >= len(disputes):
            subject = name_in_report(line)
        elif event is Event.WIN and number < len(disputes) and number >= sum(each.kind == WIN for each in entries):
            subject = disputes[number]
        else:
            continue
        told_now = _event(line, event, reference_in_report(line, event), subject)
        if file.can(Machine.PAYMENT, event) and take_money(file, told_now):
            _mind(file, told_now)


def _mind(file: CaseFile, event: PaymentEvent) -> None:
    """Opens or closes the dispute's own case. Of a buyer who was erased there is no evidence left to gather."""
    with suppress(PersonErased):
        mind_dispute(file, event)


def _settle(file: CaseFile, due: Expected, lines: Sequence[SettledLine]) -> None:
    paid = [line for line in lines if line.kind in PAID]
    if not is_settled(due, lines):
        return
    last = max(paid, key=lambda each: (each.at, each.identity))
    if file.can(Machine.PAYMENT, Event.SETTLE):
        take_money(file, _event(last, Event.SETTLE, f"{Event.SETTLE}:{last.identity}:{file.case.entries}"))
    if file.can(Machine.PAYMENT, Event.RECONCILE) and _is_at_bank(file, paid):
        take_money(file, _event(last, Event.RECONCILE, f"{Event.RECONCILE}:{last.identity}:{file.case.entries}"))


def _is_at_bank(file: CaseFile, paid: Sequence[SettledLine]) -> bool:
    """Whether every line is the bank's own, or in a batch whose payouts have all arrived."""
    batches = {(line.provider, line.batch) for line in paid if line.kind != LineKind.BANK_CREDIT}
    payouts = payouts_of(file.session, file.merchant, batches)
    return all(payouts.get(batch) and all(each.credit_id is not None for each in payouts[batch]) for batch in batches)


def _event(line: SettledLine, kind: Event, reference: str, subject: str = "") -> PaymentEvent:
    return PaymentEvent(
        kind=kind,
        amount=abs(line.gross),
        currency=line.currency,
        reference=reference,
        at=line.at,
        subject=subject,
        gateway=line.provider,
    )
