"""Which types a pattern means."""

import pytest

from engine.webhooks.subscription import is_pattern, wants


@pytest.mark.parametrize(
    ("pattern", "type_", "meant"),
    [
        ("*", "order.admitted", True),
        ("order.*", "order.admitted", True),
        ("order.admitted", "order.admitted", True),
        ("order.*", "order_line.admitted", False),
        ("order.admitted", "order.admitted_late", False),
        ("order.cancelled", "order.admitted", False),
    ],
)
def test_wants_when_asked_for_a_type_then_a_pattern_means_its_own(pattern: str, type_: str, meant: bool) -> None:
    assert wants(["review.opened", pattern], type_) is meant


@pytest.mark.parametrize(
    "text", ["", "order", "order.", "*.admitted", "order.*.x", "Order.admitted", "order.ad*", "**"]
)
def test_pattern_when_of_no_form_then_is_refused(text: str) -> None:
    assert not is_pattern(text)


def test_wants_when_nothing_is_wanted_then_nothing_is() -> None:
    assert not wants([], "order.admitted")
