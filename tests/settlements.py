"""What tests of settlements share: lines and reports of one provider, and orders whose money is there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from engine.store.database import Database
from fulfillment.desk_view import Standing
from fulfillment.payments.settlement.expected import BOUNDS, Bounds
from fulfillment.payments.settlement.importing import AT_ONCE, Imported, Importing
from fulfillment.payments.settlement.penalties import bundled_penalties
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport, StatedTotal
from fulfillment.records import Case, PaymentEntry, SettlementCase
from fulfillment.states import Pay, Stage
from fulfillment.store.cases import add_case
from fulfillment.store.money import add_movement
from fulfillment.store.settlement_cases import cases_after
from tests.fulfilment_site import NOON, House

PAID_AT = NOON - timedelta(days=5)
SETTLED_AT = NOON - timedelta(days=3)


def a_line(kind: LineKind = LineKind.SALE, gross: int = 4488, **changes: object) -> SettlementLine:
    """A sale of the first order; `merchant` and other references may be named like fields."""
    references = References(
        merchant=str(changes.pop("merchant", "")),
        metadata=str(changes.pop("metadata", "")),
        payment=str(changes.pop("payment", "")),
        modification=str(changes.pop("modification", "")),
    )
    line = SettlementLine(
        row=1, kind=kind, word=kind.value, currency="EUR", gross=gross, at=SETTLED_AT, references=references
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def a_report(
    *lines: SettlementLine, provider: str = "stripe", name: str = "report.csv", totals: Iterable[StatedTotal] = ()
) -> SettlementReport:
    """A file of these lines; the same lines in the same places are the same file."""
    placed = tuple(replace(line, row=row) for row, line in enumerate(lines, start=1))
    digest = sha256(repr((provider, placed)).encode()).hexdigest()
    return SettlementReport(provider=provider, name=name, digest=digest, lines=placed, totals=tuple(totals))


def importing(house: House, *, at: datetime | None = None, bounds: Bounds = BOUNDS) -> Importing:
    """How reports are taken in by tests."""
    return Importing(
        database=house.database,
        site=house.site,
        merchant=house.merchant,
        now=at or house.clock.now(),
        actor="tests",
        penalties=bundled_penalties(),
        bounds=bounds,
    )


def take(house: House, *lines: SettlementLine, at_once: int = AT_ONCE, **named: object) -> Imported:
    """A file of these lines taken in."""
    return importing(house).take(a_report(*lines, **named), at_once=at_once)  # type: ignore[arg-type]


def paid_order(
    house: House,
    order_id: str,
    amount: int = 4488,
    currency: str = "EUR",
    *,
    at: datetime = PAID_AT,
    reference: str = "",
    refunded: int = 0,
) -> None:
    """An order whose money came, put into the books without its life."""
    row = (order_id, amount, currency, reference or f"pi_{order_id}", refunded, at)
    house.desk.standings.setdefault(order_id, Standing(outcome="admit", version=1, blocked=False))
    paid_orders(house.database, house.merchant, [row])


def paid_orders(database: Database, merchant: str, orders: Sequence[tuple[str, int, str, str, int, datetime]]) -> None:
    """Many in one transaction: id, minor units, currency, the gateway's name of the payment, given back, when."""
    with database.write() as session:
        for order_id, amount, currency, reference, refunded, at in orders:
            add_case(
                session,
                Case(
                    order_id=order_id,
                    merchant_id=merchant,
                    stage=Stage.DELIVERED,
                    payment=Pay.CAPTURED,
                    currency=currency,
                    total=amount,
                    opened_at=at,
                    changed_at=at,
                ),
            )
            entry = PaymentEntry(
                id=f"pev_{merchant}_{order_id}",
                merchant_id=merchant,
                order_id=order_id,
                kind="capture",
                amount=amount,
                currency=currency,
                reference=reference,
                at=at,
                received_at=at,
            )
            add_movement(session, entry)
            if refunded:
                back = replace(entry, id=f"{entry.id}r", kind="refund", amount=refunded, reference=f"{reference}:back")
                add_movement(session, back)


def cases_in(house: House) -> tuple[SettlementCase, ...]:
    """All cases of the merchant."""
    with house.database.read() as session:
        return cases_after(session, house.merchant, None)


def told(cases: Iterable[SettlementCase]) -> list[tuple[str, str | None, int, str]]:
    """Kind, order, amount and state of cases, in an order of their own."""
    return sorted((each.kind, each.order_id or "", each.amount, each.state) for each in cases)
