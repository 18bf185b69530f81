"""What the holds of an order come to if nobody acts."""

from datetime import UTC, datetime, timedelta

import pytest

from api.composition.site import wait_of
from engine.store.holds import Hold
from fulfillment.desk_view import Wait

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def a_hold(then: str, days: int | None) -> Hold:
    return Hold(
        id="hld_1", merchant="main", order_id="ord_1", decision_id=None, source="rule", rule="PAY-001", reason="PAY_X",
        verdict="hold", part=None, fingerprint="f", actor="rules", waivable=True, placed_at=NOW, placed_by="rules",
        on_expiry=then, expires_at=None if days is None else NOW + days * DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("holds", "waits"),
    [
        ([("release", 1), ("release", 2)], Wait(NOW + 2 * DAY, cancels=False)),
        ([("release", 1), ("escalate", 2)], Wait(None, cancels=False)),
        ([("release", None)], Wait(None, cancels=False)),
        ([("cancel", 3), ("cancel", 2), ("escalate", 1)], Wait(NOW + 2 * DAY, cancels=True)),
    ],
)
def test_wait_when_holds_end_by_themselves_then_only_the_last_lets_go_and_the_first_cancels(
    holds: list[tuple[str, int | None]], waits: Wait
) -> None:
    assert wait_of([a_hold(then, days) for then, days in holds]) == waits
