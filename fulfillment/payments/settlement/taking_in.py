"""Some lines of a report taken in, in the transaction that says so: matched, kept, weighed with all others of their
orders, and what follows from them given to a worker.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.store.outbox import NewJob, enqueue
from fulfillment.jobs import SETTLED
from fulfillment.payments.settlement.cases import Moved, follow_differences
from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.expected import Terms
from fulfillment.payments.settlement.judging import judge_orders
from fulfillment.payments.settlement.keeping import kept, numbers_in, payouts_in
from fulfillment.payments.settlement.kinds import PAID, Differs, Place
from fulfillment.payments.settlement.matching import Books, Match, in_books, match, payment_names
from fulfillment.payments.settlement.penalties import Penalties
from fulfillment.payments.settlement.report import LineKind, SettlementLine, SettlementReport
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import SettledLine, SettlementFile
from fulfillment.store.settlement import add_lines, add_payouts, known_identities, names_known
from fulfillment.store.settlement_books import orders_known, orders_owing, orders_paid_as

ORDER_ID = "ord_"
MOVING = PAID | {LineKind.CHARGEBACK, LineKind.CHARGEBACK_REVERSAL}
SOON = timedelta(0)
Identified = tuple[SettlementLine, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many lines were new, and what became of cases."""

    fresh: int
    moved: Moved


def take_lines(
    sitting: Sitting,
    report: SettlementReport,
    file: SettlementFile,
    lines: Sequence[Identified],
    terms: Terms,
    penalties: Penalties,
) -> Taken:
    """Takes those lines in that no file brought before."""
    known = known_identities(sitting.session, sitting.merchant, report.provider, [identity for _, identity in lines])
    fresh = [(line, identity) for line, identity in lines if identity not in known]
    books = books_for(sitting, report.provider, [line for line, _ in fresh])
    matches = [match(line, books, terms.bounds.match_days) for line, _ in fresh]
    ours = names_known(sitting.session, sitting.merchant, numbers_in(line for line, _ in fresh))
    rows = [
        kept(line, identity, found, file, report, sitting.site.ids, ours)
        for (line, identity), found in zip(fresh, matches, strict=True)
    ]
    add_lines(sitting.session, rows)
    add_payouts(sitting.session, payouts_in(rows, sitting.site.ids))
    differences = [each for row, found in zip(rows, matches, strict=True) for each in about_line(row, found, penalties)]
    moved = follow_differences(sitting, differences, (), terms.bounds.remind_before)
    orders = {row.order_id for row in rows if row.order_id is not None}
    moved += judge_orders(sitting, orders, terms)
    follow_orders(sitting, (row.order_id for row in rows if row.order_id is not None and row.kind in MOVING))
    return Taken(len(rows), moved)


def books_for(sitting: Sitting, provider: str, lines: Sequence[SettlementLine]) -> Books:
    """What our books know of the names and amounts in some lines."""
    session, merchant = sitting.session, sitting.merchant
    names = {name for line in lines for name in (line.references.merchant, line.references.metadata) if name}
    named = dict(sitting.site.desk.orders_by_names(session, merchant, names))
    own = orders_known(session, merchant, {name for name in names if name.startswith(ORDER_ID)})
    named |= {name: frozenset((name,)) for name in own}
    paid = orders_paid_as(
        session,
        merchant,
        {name for line in lines for name in payment_names(line.references) if name},
    )
    without = Books(named=named, paid=paid)
    amounts = {in_books(line) for line in lines if line.kind is LineKind.SALE and not match(line, without, SOON).orders}
    # An order that fulfilment has not taken over yet has no books to be weighed by.
    there = orders_known(session, merchant, {order for orders in named.values() for order in orders})
    named = {name: orders & there for name, orders in named.items()}
    return Books(named=named, paid=paid, owing=orders_owing(session, merchant, provider, amounts))


def line_differences(row: SettledLine, found: Match) -> Iterator[Difference]:
    """That a line belongs to no order that we know, or to one of several."""
    if found.place is Place.UNKNOWN and row.kind != LineKind.BANK_CREDIT:  # its payout may be on its way
        yield unknown(row)
    if found.place is Place.PROPOSED:
        yield _of_line(Differs.PROPOSAL, row, {"orders": list(found.orders), "by": found.how.value})


def follow_orders(sitting: Sitting, orders: Iterable[str]) -> None:
    """Has a worker move the payments of orders as their lines say."""
    jobs = [
        NewJob(kind=SETTLED, merchant=sitting.merchant, aggregate=order, payload={"order_id": order})
        for order in sorted(set(orders))
    ]
    enqueue(sitting.session, sitting.site.ids, jobs, sitting.now)


def about_line(row: SettledLine, found: Match, penalties: Penalties) -> Iterator[Difference]:
    """What there is to say of a line by itself: that it is nobody's, or a fine, with the end of the time to appeal."""
    yield from line_differences(row, found)
    if row.kind == LineKind.PENALTY and row.net < 0:
        rule = penalties.rule_for(row.provider, row.word)
        data = {} if rule is None else {"appeal_days": rule.days, "confidence": rule.confidence, "source": rule.source}
        due = None if rule is None else row.at + timedelta(days=rule.days)
        yield _of_line(Differs.PENALTY, row, {"word": row.word, **data}, due)


def unknown(row: SettledLine) -> Difference:
    """That nobody knows what a line is about."""
    name = row.merchant_reference or row.payment_reference or row.modification_reference
    return _of_line(Differs.UNKNOWN, row, {"named": name} if name else {})


def _of_line(kind: Differs, row: SettledLine, data: Mapping[str, object], due_at: datetime | None = None) -> Difference:
    return Difference(
        kind=kind,
        about=about(kind, row.provider, row.identity),
        amount=row.net if kind is Differs.PENALTY else row.gross,
        currency=row.currency,
        provider=row.provider,
        order_id=row.order_id,
        line_id=row.id,
        batch=row.batch,
        due_at=due_at,
        data=data,
    )
