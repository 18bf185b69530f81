"""How loudly rules speak of an order, and which orders were fraud."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from engine.anomaly.kept_label import KeptLabel
from engine.decision import Decision, Finding, Receipt
from engine.training.comparing_orders import points_of, truth

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_finding(verdict: str, *, set_: str = "fraud", rule: str = "FRD-001") -> Finding:
    return Finding(rule=rule, set=set_, verdict=verdict, reason="R", severity="low", actor="risk")


def told(*findings: Finding, score: int = 0) -> Decision:
    receipt = Receipt(
        order_id="A-1",
        order_digest="",
        edition="",
        data_editions={},
        engine="",
        model="absent",
        placed_at=NOW,
        decided_at=NOW,
    )
    return Decision(outcome="hold", findings=findings, score=score, not_checked=(), shadow=(), receipt=receipt)


def test_points_when_rules_say_nothing_then_there_are_none() -> None:
    assert math.isnan(points_of(told(), "admit"))


def test_points_when_rules_hold_then_are_above_every_score() -> None:
    quiet, loud = told(score=100), told(a_finding("hold"), score=5)
    louder = told(a_finding("hold"), a_finding("hold", rule="FRD-002"), score=0)
    points = [points_of(each, "admit") for each in (quiet, loud, louder)]
    assert points == sorted(points)
    assert len(set(points)) == 3


@pytest.mark.parametrize("set_", ["imports", "payment", "policy"])
def test_points_when_other_rules_stop_an_order_then_do_not_count(set_: str) -> None:
    assert math.isnan(points_of(told(a_finding("hold", set_=set_)), "admit"))


def test_truth_when_labels_and_schemes_differ_then_both_count() -> None:
    kinds = {"A-1": "fraud", "A-2": "legitimate", "A-3": "friendly_fraud", "A-4": "chargeback"}
    labels = [
        KeptLabel(order_id=id_, kind=kind, source="desk", known_at=NOW + timedelta(days=1))
        for id_, kind in kinds.items()
    ]
    assert truth(labels, {"A-4": "ring", "A-5": "testing"}) == {"A-1": "", "A-3": "", "A-4": "ring", "A-5": "testing"}
