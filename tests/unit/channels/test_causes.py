"""Why an order ends, in the words of the trade."""

import pytest

from fulfillment.channels.causes import SETS, cause_of
from fulfillment.reason import Reason
from tests.desks import bundled


def a_reason(rule: str, code: str = "CODE") -> Reason:
    return Reason(rule=rule, code=code, verdict="cancel")


@pytest.mark.parametrize(
    ("rule", "code", "cause"),
    [
        ("IMP-010", "IMP_BAN", "not_deliverable"),
        ("ADR-003", "ADDR_POSTCODE", "address"),
        ("PAY-012", "PAY_FAILED", "payment"),
        ("PAY-081", "ORD_CANCEL_REQUESTED", "buyer"),
        ("FRD-151", "FRD_BLOCKED", "risk"),
        ("", "BY_HAND", "other"),
    ],
)
def test_cause_when_a_decision_ends_an_order_then_its_worst_reason_says_why(rule: str, code: str, cause: str) -> None:
    assert cause_of([a_reason(rule, code), a_reason("ADR-001")]) == (cause if rule else "address")


def test_cause_when_nobody_says_why_then_is_another() -> None:
    assert cause_of([]) == "other"


def test_sets_when_a_rule_is_in_the_book_then_its_letters_are_known() -> None:
    assert {rule.id.partition("-")[0] for rule in bundled().admission.book.rules if rule.id[:3].isalpha()} <= set(SETS)
