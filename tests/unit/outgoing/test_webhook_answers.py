"""What a receiver's answer means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outgoing.webhooks import Outcome, outcome_of, retry_after

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@given(st.integers(100, 599))
def test_status_when_not_of_the_two_hundreds_then_is_no_success(status: int) -> None:
    assert (outcome_of(status) is Outcome.DELIVERED) == (200 <= status <= 299)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(410, "gone"), (429, "throttled"), (502, "throttled"), (504, "throttled"), (503, "failed"), (302, "failed")],
)
def test_status_when_it_has_a_meaning_of_its_own_then_that_counts(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("120", timedelta(seconds=120)),
        ("Sun, 22 Nov 2026 09:31:00 GMT", timedelta(minutes=1)),
        ("Sun, 22 Nov 2026 09:00:00 GMT", timedelta(0)),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
        ("²", None),
    ],
)
def test_retry_after_when_read_then_is_seconds_or_a_date(text: str, asked: timedelta | None) -> None:
    assert retry_after(text, NOW) == asked


@given(st.text(max_size=40))
def test_retry_after_when_it_is_anything_then_never_breaks(text: str) -> None:
    found = retry_after(text, NOW)
    assert found is None or found >= timedelta(0)
