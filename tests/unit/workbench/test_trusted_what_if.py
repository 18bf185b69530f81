"""What if facts were otherwise, of an order that people trust: told as admission would decide it."""

from dataclasses import replace

import pytest

from engine.decision import Decision
from engine.domains import ADMISSION
from engine.facts.context import Context
from engine.findings import gather
from engine.lexicon.spec import Value
from engine.policy import OutcomeStage, total_score, trust_of, trusted
from engine.record import Recorded
from engine.workbench.what_if import WhatIf
from tests.builders import a_mark, an_order
from tests.desks import NOW, bundled

CLEARWAY = bundled().admission
TRUSTED = a_mark(verdict="trust", reason="verified")
STAGE = OutcomeStage(ADMISSION, CLEARWAY.book.policy)


def decided(**memory: Value) -> Decision:
    named = {name.replace("__", "."): value for name, value in memory.items()}
    return CLEARWAY.decide(an_order(), Context(decided_at=NOW, marks=(TRUSTED,), velocity=Recorded(named)))


def as_admission_says(decision: Decision, changes: dict[str, Value]) -> tuple[str, int]:
    """Reads all rules again on the changed sheet, with both executors."""
    assert decision.evaluation is not None
    sheet = decision.evaluation.sheet
    changed = replace(sheet, whole={**sheet.whole, **changes})
    evaluation = CLEARWAY.program(NOW, an_order().placed_at).match(changed)
    findings = trusted(gather(evaluation, ADMISSION).live, trust_of(changed.whole, ADMISSION), ADMISSION)
    score = total_score(findings, CLEARWAY.book.policy)
    return STAGE.settle(findings, score)[0], score


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"link.confirmed_frauds": 2},
        {"velocity.card_addresses_7d": 9, "velocity.ip_orders_1h": 9},
        {"mark.blocked": frozenset({"card"}), "mark.blocked_identities": 1, "mark.blocked_count": 1},
        {"payment.status": "pending"},
        {"shipment.embargoed": True},
    ],
)
def test_what_if_when_people_trust_the_buyer_then_agrees_with_admission(changes: dict[str, Value]) -> None:
    decision = decided(link__confirmed_frauds=1, velocity__card_addresses_7d=3, velocity__ip_orders_1h=1)
    assert decision.evaluation is not None
    asked = WhatIf(decision.evaluation, decision, ADMISSION, CLEARWAY.book.policy)
    judged = asked.judged({(None, name): value for name, value in changes.items()})
    assert (judged.outcome, judged.score) == as_admission_says(decision, changes)
