"""Every step that the tables of an order's life know is said in both languages."""

import pytest

from api.cli.life_phrases import GUARDS, MACHINES, STEPS
from fulfillment.lifecycle import TRANSITIONS
from fulfillment.states import Guard, Machine
from fulfillment.tracking.vocabulary import Word

NOTED = (
    "decided", "refund_asked", "return_requested", "claim_opened", "scanned_while_blocked",
    "claim_evidence_wanted", "claim_proof", "claim_due", "claim_review", "claim_owed",
    "service_fallen_back", "claim_not_opened",
    "claim_refunded", "claim_reship",
    "capture_asked", "void_asked", "reauthorise_asked", "refund_failed", "fraud_warned", "evidence_submitted",
    "dispute_opened", "dispute_due", "dispute_expired", "dispute_accepted", "dispute_won", "dispute_lost",
    "allocated", "stock_kept", "stock_lapsed", "price_dropped", "shortage_choice", "substitute_answered",
    "return_judged", "return_overdue", "return_photo", "vat_correction", "goodwill_given",
    "capture_refused", "reauthorise_refused", "unmerged", "dispute_joined", "refund_waits", "refund_resumed",
)  # fmt: skip
KNOWN = (
    {(str(each.machine), str(each.event)) for each in TRANSITIONS}
    | {("tracking", str(word)) for word in Word}
    | {("order", event) for event in NOTED}
)


def test_steps_when_compared_with_the_tables_then_all_are_said_and_no_others() -> None:
    assert set(STEPS) == KNOWN
    assert {*Machine, "tracking"} == set(MACHINES)
    assert set(Guard) == set(GUARDS)


@pytest.mark.parametrize("key", sorted(STEPS))
def test_step_when_said_then_is_short_and_chinese_where_it_should_be(key: tuple[str, str]) -> None:
    english, chinese = STEPS[key]
    assert english.isascii()
    assert len(english) <= 60
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
