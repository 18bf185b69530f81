"""Counting outcomes: what counts as a false stop, as a catch and as a miss."""

from dataclasses import dataclass
from datetime import UTC, datetime

from engine.decision import Decision, Finding, Receipt
from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import PaymentMethod, PaymentStatus
from engine.simulation import Simulated
from tests.benchmarks.accuracy import budget_table, catch_table, figure_lines, simulated_table
from tests.benchmarks.hold_budget import Catch, HoldBudget, stopping_rules
from tests.benchmarks.simulated_budget import Budget
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import Planted

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ORDER = next(honest_orders(1, seed=1))


@dataclass(frozen=True, slots=True)
class Said:
    """A rule and its verdict."""

    rule: str
    verdict: str
    waived_by: str | None = None


def decision(outcome: str, *said: Said) -> Decision:
    findings = tuple(
        Finding(
            rule=each.rule,
            set="payment",
            verdict=each.verdict,
            reason="REASON",
            severity="low",
            actor="risk",
            waived_by=each.waived_by,
        )
        for each in said
    )
    receipt = Receipt(
        order_id="1",
        order_digest="",
        edition="",
        data_editions={},
        engine="",
        model="absent",
        placed_at=NOW,
        decided_at=NOW,
    )
    return Decision(outcome=outcome, findings=findings, score=0, not_checked=(), shadow=(), receipt=receipt)


def unpaid(order: Order) -> Order:
    payment = Payment(method=PaymentMethod.CARD, status=PaymentStatus.PENDING)
    return Order(
        id="unpaid",
        placed_at=order.placed_at,
        currency=order.currency,
        lines=order.lines,
        totals=order.totals,
        shipping_address=order.shipping_address,
        payment=payment,
    )


def test_stopping_rules_when_remarks_and_waived_findings_stand_beside_then_are_left_out() -> None:
    said = (Said("PAY-1", "hold"), Said("ADR-1", "admit"), Said("FRD-1", "hold", waived_by="ana"))
    assert stopping_rules(decision("hold", *said)) == {"PAY-1"}


def test_hold_budget_when_orders_are_counted_then_shares_are_percent_by_channel() -> None:
    budget = HoldBudget()
    for outcome in ("admit", "admit", "admit", "hold"):
        budget.add(ORDER, decision(outcome, Said("PAY-1", outcome)))
    assert budget.shares()[ORDER.channel] == {"admit": 75.0, "ask_customer": 0.0, "hold": 25.0, "cancel": 0.0}
    assert budget.stops == {"PAY-1": 1}
    assert "25.00" in budget_table(budget)


def test_hold_budget_when_an_order_waits_for_its_money_then_says_so() -> None:
    budget = HoldBudget()
    budget.add(unpaid(ORDER), decision("hold", Said("PAY-1", "hold")))
    assert budget.not_paid_yet == 1


def test_catch_when_a_planted_order_is_admitted_then_is_a_miss_of_its_label() -> None:
    caught = Catch()
    caught.add(Planted(ORDER, "weapon"), decision("admit"))
    caught.add(Planted(ORDER, "weapon"), decision("cancel"))
    assert caught.share() == 50.0
    assert caught.plain()["missed"] == {"weapon": "1 of 2"}
    assert "missed weapon: 1 of 2" in catch_table(caught)


def test_figure_lines_when_figures_are_nested_then_give_one_a_line() -> None:
    assert list(figure_lines("goods", {"text": {"f1": 0.75}})) == ["goods, text, f1: 0.75"]


def test_budget_when_rules_and_model_differ_then_tells_both() -> None:
    found = Budget("linear")
    for scheme, alone, both in ((None, "admit", "hold"), (None, "admit", "admit"), ("reshipping", "admit", "hold")):
        each = Simulated(order=ORDER, label=None, scheme=scheme, oddity=None)
        found.add(each, decision(alone, Said("FRD-001", alone)), decision(both, Said("FRD-162", both)))
    assert found.caught() == {"reshipping": (1, 0, 1)}
    assert (found.honest(), found.raised) == (2, 1)
    assert "reshipping       1       0           1" in simulated_table(found)
    assert found.plain()["honest_stopped_by_the_model_percent"] == 50.0
