"""A payout of the demonstration: the provider's report of some days, in which a few things differ from the books."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from api.demo_shop.costs import FEES
from api.demo_shop.names import DEMO
from api.demo_shop.sheets import amount, table
from api.demo_shop.town import Town, order_called
from engine.order.order import Order
from fulfillment.payments.settlement.importing import Importing
from fulfillment.payments.settlement.penalties import bundled_penalties
from fulfillment.payments.settlement.readers.mapping import bundled_mapping
from fulfillment.payments.settlement.reading import AUTO, read_report
from fulfillment.store.settlement_books import expected_of

PROVIDER, CURRENCY, BY = "stripe", "EUR", "Omar"
SHARE_PPM, FIXED = FEES[PROVIDER]
MILLION = 1_000_000
# Young enough that nothing counts as missing from a report, old enough to be settled by now.
OLDEST, NEWEST, SETTLED_AFTER = timedelta(days=12), timedelta(days=3), timedelta(days=2)
REPORT_AT = timedelta(hours=20)
SHORT, DEARER = 500, 3  # minor units that fail in one line; how many times the agreed fee another one costs
MOST = 25
BATCH, NAME = "po_demo_1", "demonstration-payout.csv"
NOBODYS = "DEMO-NEVER-PLACED"
COLUMNS = ("at", "kind", "currency", "gross", "fee", "order", "payment", "batch", "text")


@dataclass(frozen=True, slots=True)
class Sale:
    """What one line of the report is about."""

    order: Order
    minor: int
    at: datetime


def plan_payout(town: Town, orders: Sequence[Order]) -> None:
    """Has the report come in the last day."""
    town.at(town.ends - REPORT_AT, partial(_take, town, orders))


def _take(town: Town, orders: Sequence[Order]) -> None:
    sales = list(_sales(town, orders))[-MOST:]
    if not sales:
        return
    content = table(COLUMNS, _rows(sales, town.now))
    report = read_report(content, AUTO, NAME, replace(bundled_mapping("generic"), name=PROVIDER))
    work = Importing(
        database=town.house.database,
        site=town.site,
        merchant=DEMO,
        now=town.now,
        actor=BY,
        penalties=bundled_penalties(),
    )
    work.take(report)


def _sales(town: Town, orders: Sequence[Order]) -> Iterator[Sale]:
    """What the provider has of some days by our own books, oldest first."""
    fit = (each for each in orders if each.payment is not None and each.payment.gateway == PROVIDER)
    for order in sorted(fit, key=lambda each: each.placed_at):
        with town.house.database.read() as session:
            known = expected_of(session, DEMO, [order_called(session, order.id)])
        for due in known.values():
            if due.captured_at is None or not town.now - OLDEST < due.captured_at < town.now - NEWEST:
                continue
            yield from (
                Sale(order, minor, due.captured_at + SETTLED_AFTER)
                for currency, minor in due.captured.items()
                if currency == CURRENCY and minor > SHORT
            )


def _rows(sales: Sequence[Sale], now: datetime) -> Iterator[Mapping[str, object]]:
    """The first sale is short, the second dear, the third there twice; one is of an order that nobody knows."""
    paid = 0
    for place, sale in enumerate(sales):
        gross = sale.minor - (SHORT if place == 0 else 0)
        fee = round(gross * SHARE_PPM / MILLION) + FIXED
        kept = fee * DEARER if place == 1 else fee
        for _ in range(2 if place == 2 else 1):
            yield _row("sale", sale.at + timedelta(minutes=paid % 7), gross, -kept, sale.order)
            paid += gross - kept
    yield {**_row("sale", now - NEWEST, 1990, -55, None), "order": NOBODYS, "text": "made up"}
    paid += 1990 - 55
    yield _row("payout", now - timedelta(hours=6), -paid, 0, None)


def _row(kind: str, at: datetime, gross: int, fee: int, order: Order | None) -> dict[str, object]:
    payment = None if order is None else order.payment
    return {
        "at": at.isoformat(timespec="seconds"),
        "kind": kind,
        "currency": CURRENCY,
        "gross": amount(gross, CURRENCY),
        "fee": amount(fee, CURRENCY),
        "order": "" if order is None else order.id,
        "payment": "" if payment is None else payment.gateway_reference or "",
        "batch": BATCH,
    }
