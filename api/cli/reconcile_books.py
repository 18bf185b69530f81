"""A report held against books: orders of a file, or those of this installation, which then keep it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from api.cli.clerk import Clerk, at_home
from api.cli.phrases import Language
from api.cli.progress import counting
from api.cli.reconciling import Answer
from api.cli.settlement_phrases import differs_word, saying
from engine.clock import SystemClock
from engine.order.formats.files import records
from engine.order.formats.settings import ImportSettings
from engine.order.order import Order
from fulfillment.payments.settlement.against_orders import held_against
from fulfillment.payments.settlement.amounts import money
from fulfillment.payments.settlement.expected import Terms
from fulfillment.payments.settlement.importing import Importing
from fulfillment.payments.settlement.kinds import STANDS_OPEN
from fulfillment.payments.settlement.penalties import bundled_penalties
from fulfillment.payments.settlement.report import SettlementReport
from fulfillment.store.settlement_cases import open_cases

SHOWN = 40


def against_orders(report: SettlementReport, file: Path, language: Language) -> Answer:
    """Against the orders of a file; nothing is kept. Raises UnknownFormat."""
    read = list(records(file, None, ImportSettings()))
    sold: list[Order] = [each.order for each in read if each.order is not None]
    found = held_against([report], sold, Terms(now=SystemClock().now()), bundled_penalties())
    matched = sum(line.order_id is not None for line in found.lines)
    document = {
        "orders": len(sold),
        "orders_refused": len(read) - len(sold),
        "lines_matched": matched,
        "matches": [{"row": line.number, "order": line.order_id, "how": line.how} for line in found.lines
                    if line.order_id is not None],
        "differences": [
            {"kind": each.kind.value, "order": each.order_id, "batch": each.batch, "currency": each.currency,
             "amount": each.amount, "appeal_until": None if each.due_at is None else each.due_at.date().isoformat(),
             "data": dict(each.data)}
            for each in found.differences
        ],
    }  # fmt: skip
    rows = [(each.kind.value, each.order_id or each.batch, each.amount, each.currency) for each in found.differences]
    told = [saying("matched", language, matched, len(found.lines), len(sold)), *_rows(rows, language)]
    return Answer(document, told, bool(rows))


def into_books(report: SettlementReport, clerk: Clerk, language: Language) -> Answer:
    """Keeps the report, and opens cases for what differs. The same file again changes nothing."""
    with at_home() as house:
        work = Importing(
            database=house.database,
            site=house.site,
            merchant=clerk.merchant,
            now=house.clock.now(),
            actor=clerk.name,
            penalties=bundled_penalties(),
        )
        with counting(report.name, len(report.lines), quiet=False) as step:
            done = work.take(report, step)
        with house.database.read() as session:
            cases = open_cases(session, clerk.merchant)
    file = done.file
    document = {
        "settlement": file.id,
        "known": done.is_known,
        "lines": file.size,
        "lines_fresh": file.fresh,
        "cases_opened": done.moved.opened,
        "cases_closed": done.moved.closed,
        "cases_open": sum(each.state in STANDS_OPEN for each in cases),
    }
    word = "known" if done.is_known else "kept"
    told = [saying(word, language, file.id, file.fresh, file.size, done.moved.opened, done.moved.closed, len(cases))]
    return Answer(document, told, done.moved.opened > 0)


def _rows(rows: Sequence[tuple[str, str, int, str]], language: Language) -> Iterator[str]:
    for kind, about, amount, currency in rows[:SHOWN]:
        yield f"  {differs_word(kind, language)}  {about or '-'}  {money(amount, currency)}"
    if len(rows) > SHOWN:
        yield saying("more", language, len(rows) - SHOWN)
