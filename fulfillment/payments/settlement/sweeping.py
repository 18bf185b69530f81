"""What no file says by itself: money that never appears in a report, and lines whose order came only afterwards."""

from collections.abc import Sequence
from dataclasses import replace

from fulfillment.payments.settlement.cases import Moved, follow_differences
from fulfillment.payments.settlement.difference import about
from fulfillment.payments.settlement.expected import Terms
from fulfillment.payments.settlement.judging import judge_orders
from fulfillment.payments.settlement.kinds import Differs
from fulfillment.payments.settlement.matching import Match, match
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.taking_in import books_for, follow_orders, line_differences
from fulfillment.records import SettledLine
from fulfillment.store.settlement import before_newest_waiting, place_line, waiting_lines
from fulfillment.store.settlement_books import silent_orders
from fulfillment.store.settlement_cases import cases_about

AT_ONCE = 500


def judge_silent(sitting: Sitting, terms: Terms) -> Moved:
    """Orders with money of which no report speaks after so many days."""
    moved = Moved()
    if terms.kept_since is None:
        return moved
    before = terms.now - terms.bounds.missing_after
    after = ""
    while orders := silent_orders(sitting.session, sitting.merchant, terms.kept_since, before, AT_ONCE, after):
        moved += judge_orders(sitting, orders, terms)
        after = orders[-1]
    return moved


def match_again(sitting: Sitting, terms: Terms, newest: int | None = None) -> Moved:
    """Lines that wait for an order, asked again: the order may have come since. All, or so many of the newest."""
    moved, after = Moved(), ""
    if newest is not None:
        after = before_newest_waiting(sitting.session, sitting.merchant, newest)
    while rows := waiting_lines(sitting.session, sitting.merchant, AT_ONCE, after):
        after = rows[-1].id
        moved += _matched(sitting, rows, terms)
    return moved


def _matched(sitting: Sitting, rows: Sequence[SettledLine], terms: Terms) -> Moved:
    moved, orders = Moved(), set()
    for provider in sorted({each.provider for each in rows}):
        own = [each for each in rows if each.provider == provider]
        lines = [line_again(each) for each in own]
        books = books_for(sitting, provider, lines)
        for row, line in zip(own, lines, strict=True):
            found = match(line, books, terms.bounds.match_days)
            if found.place != row.place:
                moved += put(sitting, row, found)
                orders |= {found.order_id} - {None}
    found_orders = sorted(str(each) for each in orders)
    follow_orders(sitting, found_orders)
    return moved + judge_orders(sitting, found_orders, terms)


def put(sitting: Sitting, row: SettledLine, found: Match) -> Moved:
    """Moves a line to where it belongs now, and ends or changes the case about it."""
    place_line(sitting.session, row, found.place, found.how, found.order_id)
    moved = replace(row, place=found.place, how=found.how, order_id=found.order_id)
    names = [about(kind, row.provider, row.identity) for kind in (Differs.UNKNOWN, Differs.PROPOSAL)]
    known = tuple(cases_about(sitting.session, sitting.merchant, names).values())
    return follow_differences(sitting, line_differences(moved, found), known)


def line_again(row: SettledLine) -> SettlementLine:
    """The line that a row was."""
    return SettlementLine(
        row=row.number,
        kind=LineKind(row.kind),
        word=row.word,
        currency=row.currency,
        gross=row.gross,
        fee=row.fee,
        tax=row.tax,
        at=row.at,
        batch=row.batch,
        original_currency=row.original_currency,
        original_amount=row.original_amount,
        references=References(
            merchant=row.merchant_reference,
            payment=row.payment_reference,
            modification=row.modification_reference,
            others=tuple(row.other_references.split()),
        ),
    )
