"""Whatever fails inside a decision, the order is held and says so, and the next one is decided as before."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.order.order import Order
from engine.policy import OutcomeStage
from engine.runtime.program import Program
from tests.builders import an_address, an_order

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORDER = an_order()
LOST_ANSWER = '{"id":"__e","sid":"0","__w":2}'  # asserted, but no rule asks for it


@pytest.fixture(scope="module")
def clearway() -> Admission:
    """One for all: each test must leave it able to decide."""
    return Admission.load(ROOT / "rules", ROOT / "data")


def decide(clearway: Admission, order: Order = ORDER) -> Decision:
    return clearway.decide(order, Context(decided_at=NOW))


def reasons(decision: Decision) -> list[str]:
    return [each.reason for each in decision.findings]


def fails(*_: object) -> None:
    raise ValueError("a mistake of our own")


def test_order_when_nothing_fails_then_is_admitted(clearway: Admission) -> None:
    assert decide(clearway).outcome == "admit"


def test_engine_when_its_last_answer_is_lost_then_holds_and_the_next_is_right(
    clearway: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = decide(clearway)
    with monkeypatch.context() as patch:
        patch.setattr("engine.runtime.durable.SENTINEL", LOST_ANSWER)
        failed = decide(clearway)
    after = decide(clearway)
    assert (failed.outcome, reasons(failed)) == ("hold", ["ENGINE_FAULT"])
    assert (after.outcome, after.findings) == (before.outcome, before.findings)


@pytest.mark.parametrize("place", ["build_sheet", "gather", "waived", "total_score"])
def test_step_when_it_breaks_then_holds_and_the_next_is_right(
    clearway: Admission, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(f"engine.admission.{place}", fails)
        failed = decide(clearway)
    assert (failed.outcome, reasons(failed)) == ("hold", ["ENGINE_FAULT"])
    assert decide(clearway).outcome == "admit"


def test_outcome_when_the_engine_settles_on_a_milder_one_then_holds(
    clearway: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = an_order(shipping_address=an_address(postcode=None))
    assert decide(clearway, order).outcome == "ask_customer"
    monkeypatch.setattr(OutcomeStage, "_chained", lambda *_: "admit")
    failed = decide(clearway, order)
    assert (failed.outcome, reasons(failed)) == ("hold", ["ENGINE_FAULT"])


def test_failure_when_it_holds_then_the_receipt_and_the_detail_still_tell_of_it(
    clearway: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = decide(clearway).receipt
    monkeypatch.setattr(Program, "match", fails)
    failed = decide(clearway)
    assert failed.receipt == receipt
    assert failed.findings[0].values == {"detail": "ValueError: a mistake of our own"}
