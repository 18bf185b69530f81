"""The time of holds in the policy: read, defaulted, and refused where time would release what nothing may."""

import pytest

from engine.domains import ADMISSION
from engine.rulebook.folder import read_rulebook, read_sound
from engine.rulebook.holds_block import Expiry, HoldTerms
from tests.tiny_rule_book import TEXTS


def texts(holds: str) -> dict[str, str]:
    return {**TEXTS, "policy.yaml": f"format: 1\nholds: {holds}\n"}


def faults(holds: str) -> list[tuple[str, str]]:
    found = read_sound(texts(holds), ADMISSION).faults
    return [(each.code, f"{each.span.path}:{each.span.line}") for each in found]


def test_holds_when_nothing_is_written_then_all_escalate() -> None:
    assert read_rulebook(TEXTS, ADMISSION).policy.holds == HoldTerms()


def test_holds_when_written_then_say_what_follows_by_reason() -> None:
    written = texts("{warn_hours: 12, give_up_days: 3, then: {usual: cancel, PAY_FAILED: release}}")
    terms = read_rulebook(written, ADMISSION).policy.holds
    assert (terms.warn_hours, terms.least_hours, terms.give_up_days) == (12, 4, 3)
    assert (terms.then("PAY_FAILED"), terms.then("ADR_POSTCODE")) == (Expiry.RELEASE, Expiry.CANCEL)


def test_holds_when_they_say_something_then_the_book_is_another_one() -> None:
    assert read_rulebook(TEXTS, ADMISSION).digest != read_rulebook(texts("{warn_hours: 1}"), ADMISSION).digest


@pytest.mark.parametrize(
    ("holds", "code"),
    [
        ("{then: {usual: release}}", "R074"),
        ("{then: {DATA_MISSING: release}}", "R074"),
        ("{then: {ENGINE_FAULT: release}}", "R074"),
        ("{then: {IMP_VAPE: release}}", "R074"),
        ("{then: {PAY_FIALED: cancel}}", "R092"),
        ("{then: {PAY_FAILED: wait}}", "R024"),
        ("{then: cancel}", "R006"),
        ("{give_up_days: 0}", "R008"),
        ("{until: 3}", "R004"),
    ],
)
def test_holds_when_they_cannot_be_then_says_where(holds: str, code: str) -> None:
    assert (code, "policy.yaml:2") in faults(holds)


@pytest.mark.parametrize(
    ("clocks", "code"),
    [
        ("{auto_cancel_days: $nothing.here}", "R022"),
        ("{auto_cancel_days: 7}", "R007"),
        ("{auto_cancel_days: seven}", "R008"),
        ("{cancel_days: $a.b}", "R004"),
    ],
)
def test_clocks_when_a_channel_names_no_days_then_says_where(clocks: str, code: str) -> None:
    found = read_sound({**TEXTS, "channels.yaml": f"own_shop:\n  clocks: {clocks}\n"}, ADMISSION).faults
    assert (code, 2) in [(each.code, each.span.line) for each in found]
