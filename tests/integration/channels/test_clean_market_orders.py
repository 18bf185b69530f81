"""Clean orders of marketplaces are admitted: at most one of a hundred is held, and what is asked for has a reason.

Read by the real importers out of the marketplaces' own documents, and decided by the bundled rule book.
"""

from collections import Counter

import pytest

from engine.decision import Decision
from engine.order.order import Order
from tests.benchmarks.hold_budget import decided, remembered, stopping_rules
from tests.desks import bundled
from tests.synthetic.market_orders import market_orders

MOST_HELD, MOST_ASKED = 0.01, 0.04
# What a clean order may still be asked for: the customs' numbers of the consignee, a telephone that carriers need
# there, and an address that nobody finds.
MAY_ASK = {"IMP-100", "ADR-060", "ADR-008", "ADR-022"}


def decisions(count: int, seed: int) -> list[tuple[Order, Decision]]:
    orders = [sold.order for sold in market_orders(count, seed)]
    return list(decided(bundled().admission, orders, remembered(orders, None), None))


def outcomes(found: list[tuple[Order, Decision]]) -> Counter[str]:
    return Counter(decision.outcome for _, decision in found)


def asking(found: list[tuple[Order, Decision]]) -> Counter[str]:
    return Counter(rule for _, decision in found for rule in stopping_rules(decision))


def test_market_orders_when_a_hundred_are_clean_then_at_most_one_is_held() -> None:
    found = decisions(100, seed=9)
    assert outcomes(found)["hold"] + outcomes(found)["cancel"] <= 100 * MOST_HELD
    assert set(asking(found)) <= MAY_ASK


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_market_orders_when_five_hundred_are_clean_then_at_most_one_in_a_hundred_is_held(seed: int) -> None:
    found = decisions(500, seed)
    stopped = outcomes(found)
    print(f"seed {seed}: {dict(stopped)}, rules {dict(asking(found))}")
    assert stopped["hold"] + stopped["cancel"] <= 500 * MOST_HELD
    assert stopped["ask_customer"] <= 500 * MOST_ASKED


def test_market_orders_when_made_then_none_tells_what_its_marketplace_does_not_know() -> None:
    for sold in market_orders(20, seed=9):
        assert "hs_code" not in str(sold.document)
        assert sold.order.device is None
        assert sold.order.ip is None
