"""Cases in facts become orders, or none."""

from collections import Counter

import pytest

from engine.facts.context import Context
from engine.rulebook.rule import Expectation, Rule
from engine.runtime.evaluation import RuleState
from engine.workbench.ordering import order_for
from engine.workbench.plain_order import plain_order
from engine.workbench.trying import try_rule
from tests.desks import NOW, bundled
from tests.golden_corpus import rule_orders

LEAST = 80  # rules of our own book of which an order can be made


def rule(name: str) -> Rule:
    return next(each for each in bundled().admission.book.rules if each.id == name)


@pytest.mark.parametrize("lines", [1, 3])
def test_plain_order_when_decided_then_is_admitted_without_a_remark(lines: int) -> None:
    decision = bundled().admission.decide(plain_order(NOW, lines), Context(decided_at=NOW))
    assert (decision.outcome, decision.findings) == ("admit", ())


def test_orders_when_made_of_the_rules_own_tests_then_each_rule_fires_on_its_order() -> None:
    admission = bundled().admission
    ended = Counter[RuleState | None]()
    for one, order in rule_orders():
        sheet = admission.sheet(order, Context(decided_at=NOW))
        tried = try_rule(admission.book, one, sheet, NOW, order.placed_at)
        tried.close()
        ended[tried.state] += 1
    assert set(ended) == {RuleState.FIRES}
    assert ended[RuleState.FIRES] >= LEAST


def test_case_when_it_is_about_memory_then_has_no_order() -> None:
    one = rule("FRD-008")
    case = next(each for each in one.tests if each.expect is Expectation.FIRES)
    assert order_for(bundled().admission, one, case.whole, case.parts, NOW) is None


def test_case_when_quiet_then_its_order_is_quiet_too() -> None:
    one = rule("PAY-002")
    case = next(each for each in one.tests if each.expect is Expectation.QUIET)
    order = order_for(bundled().admission, one, case.whole, case.parts, NOW)
    assert order is not None
    tried = try_rule(bundled().admission.book, one, bundled().admission.sheet(order, Context(decided_at=NOW)), NOW, NOW)
    tried.close()
    assert tried.state is RuleState.QUIET
