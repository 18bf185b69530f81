"""What holds of every decision, whatever the order: it is one of four, it is repeatable, and nothing softens law."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.admission import Admission
from engine.decision import Decision, Finding
from engine.domains import ADMISSION
from engine.errors import EngineFault
from engine.facts.context import Context
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.rulebook.folder import read_rulebook
from engine.runtime.program import Program
from engine.runtime.projection import Projection
from engine.waiver import Waiver
from tests.builders import a_line, a_payment, an_address, an_order
from tests.strategies import orders
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import planted_orders

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLEARWAY = Admission.load(ROOT / "rules", ROOT / "data")
PLANTED = [each.order for each in planted_orders(60, seed=5)]


def decide(order: Order, *waivers: Waiver) -> Decision:
    return CLEARWAY.decide(order, Context(decided_at=NOW, rates=CLEARWAY.knowledge.rates, waivers=waivers))


def rank(outcome: str) -> int:
    """0 is the worst."""
    return ADMISSION.precedence.index(outcome)


def reasons(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    return sorted((each.rule, each.reason, each.part or 0) for each in findings)


def released(decision: Decision) -> list[Waiver]:
    """A release of everything that was found."""
    return [
        Waiver(rule=each.rule, fingerprint=each.fingerprint, by="ana", why="looked at it") for each in decision.findings
    ]


@given(orders())
@settings(max_examples=40)
def test_decision_when_the_order_is_any_then_is_one_of_four_and_repeats(order: Order) -> None:
    first, second = decide(order), decide(order)
    assert first.outcome in ADMISSION.precedence
    assert "ENGINE_FAULT" not in {each.reason for each in first.findings}
    assert replace(first, evaluation=None) == replace(second, evaluation=None)


@pytest.mark.parametrize("order", PLANTED, ids=lambda order: order.id)
def test_release_of_everything_when_law_was_broken_then_leaves_law_as_it_was(order: Order) -> None:
    before = decide(order)
    law = [each.verdict for each in before.findings if each.set == "imports" or each.verdict == "cancel"]
    after = decide(order, *released(before))
    assert rank(after.outcome) <= rank(ADMISSION.worst(*law))
    assert all(each.waived_by is None for each in after.findings if each.set == "imports")


CARD_CODE = an_order(payment=a_payment(status=PaymentStatus.PENDING))


def test_release_when_nothing_it_read_has_changed_then_admits_and_ends_when_it_has() -> None:
    before = decide(CARD_CODE)
    waivers = released(before)
    changed = replace(CARD_CODE, payment=a_payment(status=PaymentStatus.FAILED))
    assert before.outcome == "hold"
    assert decide(CARD_CODE, *waivers).outcome == "admit"
    assert decide(changed, *waivers).outcome == "hold"


VAPE = a_line(title="Disposable vape, nicotine 20 mg", hs_code="85434000", description=None, sku="VAPE-1")
FORBIDDEN = {
    "vapes to Singapore": (VAPE, "SG"),
    "vapes to Brazil": (VAPE, "BR"),
    "vapes to Australia": (VAPE, "AU"),
}


@pytest.mark.parametrize("goods", FORBIDDEN)
@pytest.mark.parametrize("unsaid", ["hs_code", "title", "both"])
def test_prohibition_when_facts_are_taken_away_then_is_not_passed(goods: str, unsaid: str) -> None:
    line, country = FORBIDDEN[goods]
    vague = {"hs_code": {"hs_code": None}, "title": {"title": None}, "both": {"hs_code": None, "title": None}}
    order = an_order(
        lines=(replace(line, **vague[unsaid]),),  # type: ignore[arg-type]
        shipping_address=an_address(country=country),
    )
    assert decide(order).outcome in {"hold", "cancel"}


def test_files_when_read_in_another_order_then_decisions_are_the_same() -> None:
    texts = {
        path.relative_to(ROOT / "rules").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "rules").rglob("*"))
        if path.suffix in {".yaml", ".csv"}
    }
    book = read_rulebook(dict(reversed(texts.items())), ADMISSION)
    turned = Admission(replace(book, rules=tuple(reversed(book.rules))), CLEARWAY.knowledge)
    assert book.digest == CLEARWAY.book.digest
    for order in [*PLANTED[:30], *islice(honest_orders(30, seed=9), 30)]:
        context = Context(decided_at=NOW, rates=CLEARWAY.knowledge.rates)
        one, other = CLEARWAY.decide(order, context), turned.decide(order, context)
        assert (one.outcome, one.score, reasons(one.findings)) == (other.outcome, other.score, reasons(other.findings))


def test_engine_when_it_drops_a_firing_then_the_order_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    held = next(order for order in PLANTED if decide(order).outcome != "admit")
    monkeypatch.setattr(Projection, "read", lambda *_: iter(()))
    decision = decide(held)
    assert (decision.outcome, [each.reason for each in decision.findings]) == ("hold", ["ENGINE_FAULT"])


@pytest.mark.parametrize("failure", [EngineFault("the engine failed"), ValueError("our own mistake")])
def test_engine_when_it_fails_then_the_order_is_held_and_the_next_is_decided(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    order = next(honest_orders(1, seed=3))

    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(Program, "match", fail)
        assert [each.reason for each in decide(order).findings] == ["ENGINE_FAULT"]
        assert decide(order).outcome == "hold"
    assert "ENGINE_FAULT" not in {each.reason for each in decide(order).findings}


def test_receipt_when_decided_later_then_keeps_the_first_time_and_renews_the_second() -> None:
    order, later = an_order(), NOW + timedelta(days=30)
    receipt = CLEARWAY.decide(order, Context(decided_at=later, rates=CLEARWAY.knowledge.rates)).receipt
    assert (receipt.placed_at, receipt.decided_at) == (order.placed_at, later)
