"""Whatever is written into the feed is in the catalogue, or receivers would be told no more than its name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.event_types import EVENT_TYPES
from engine.desk.guarding import TRIPPED
from engine.desk.model_promoting import TOLD
from engine.desk.telling import ASSIGNED, RESOLVED, TYPES
from engine.desk.webhook_sending import PING
from engine.desk.webhooks import DISABLED_EVENT, ENABLED_EVENT
from engine.paper import PaperState
from engine.store.customer_requests import ANSWERED, CANCELLED, EXPIRED
from fulfillment.payments.settlement.daily import DUE

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"(order|decision|review|rules|model|customer_request|rescreen|guard)\.[a-z_]+")
# Names of facts, audit entries and fields, which look alike.
TOLD_SOMEWHERE = {
    "rules.proposed", "order.hold_placed", "order.hold_escalated", "decision.created", "model.registered",
    "rescreen.finished",
}  # fmt: skip
OTHERS = {
    "model.status", "order.schema", "review.changed",
    "model.override_asked", "model.override_agreed", "model.override_withdrawn",
}  # fmt: skip


def written() -> Iterator[str]:
    """Texts of the desk that look like a type of events and are handed to something that tells."""
    for file in sorted((ROOT / "engine" / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in {
                "tell",
                "_tell",
                "_event",
            }:
                yield from (
                    str(each.value)
                    for part in node.args
                    for each in ast.walk(part)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and NAMED.fullmatch(each.value)
                )


def test_types_when_told_anywhere_in_the_desk_then_are_listed() -> None:
    found = set(written())
    assert found >= TOLD_SOMEWHERE
    assert found - OTHERS <= set(EVENT_TYPES)


@pytest.mark.parametrize(
    "type_",
    [
        *TOLD.values(), *TYPES.values(), TRIPPED, PING, DISABLED_EVENT, ENABLED_EVENT, DUE, ASSIGNED, RESOLVED,
        *(f"paper.{each}" for each in PaperState),
        *(f"customer_request.{each}" for each in ("created", "reminded", ANSWERED, EXPIRED, CANCELLED)),
        *(f"rescreen.{each}" for each in ("paused", "cancelled", "started", "finished")),
        *(f"mark.{each}" for each in ("added", "extended", "revoked")),
        *(f"registration.{each}" for each in ("added", "changed", "ended", "expiring", "expired")),
        *(f"rules.{each}" for each in ("emergency", "rolled_back", "published")),
    ],
)  # fmt: skip
def test_type_when_told_by_another_name_then_is_listed(type_: str) -> None:
    assert type_ in EVENT_TYPES
