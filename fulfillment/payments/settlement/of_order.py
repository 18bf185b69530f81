"""All that settlement reports say of one order."""

from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.payments.settlement.expected import Expected
from fulfillment.payments.settlement.order_ladder import OrderLadder, order_ladders
from fulfillment.records import Payout, SettledLine, SettlementCase
from fulfillment.store.settlement import lines_of_orders, payouts_of
from fulfillment.store.settlement_books import expected_of
from fulfillment.store.settlement_cases import cases_after


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSettlement:
    """An order's ladder by currency, its lines, the payouts they went into, and its cases."""

    expected: Expected
    ladders: tuple[OrderLadder, ...]
    lines: tuple[SettledLine, ...]
    payouts: tuple[Payout, ...]
    cases: tuple[SettlementCase, ...]


def settlement_of(session: ReadSession, merchant: str, order_id: str) -> OrderSettlement | None:
    """What is known of an order; None where the merchant has no such order in fulfilment."""
    expected = expected_of(session, merchant, [order_id]).get(order_id)
    if expected is None:
        return None
    lines = lines_of_orders(session, merchant, [order_id]).get(order_id, ())
    payouts = payouts_of(session, merchant, sorted({(line.provider, line.batch) for line in lines}))
    return OrderSettlement(
        expected=expected,
        ladders=order_ladders(lines, payouts),
        lines=tuple(sorted(lines, key=lambda each: (each.at, each.identity))),
        payouts=tuple(each for some in payouts.values() for each in some),
        cases=cases_after(session, merchant, None, order_id=order_id),
    )
