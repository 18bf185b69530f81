"""Twelve orders, three of each outcome, and why; set CLEARWAY_UPDATE_GOLDEN=1 to write the file again."""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.order.formats.files import records
from engine.order.formats.settings import ImportSettings
from engine.order.order import Order
from tests.builders import a_line, an_address, an_order

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "decisions.json"
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
CHOSEN = ("D-01", "D-09", "D-22", "D-11", "D-12", "D-13", "D-15", "D-17", "D-29", "D-27", "D-28")
# The samples hold two orders that are cancelled; this is the third.
CANNABIS = an_order(
    id="T-01",
    lines=(a_line(sku="CBD-20", title="Cannabis flower 10 g", hs_code="12119080"),),
    shipping_address=an_address(country="SG"),
)


@pytest.fixture(scope="module")
def decisions() -> list[Decision]:
    clearway = Admission.load(ROOT / "rules", ROOT / "data")
    samples = records(ROOT / "data" / "demo" / "orders.jsonl", None, ImportSettings())
    by_id: dict[str, Order] = {record.order.id: record.order for record in samples if record.order is not None}
    chosen = [by_id[id_] for id_ in CHOSEN]
    return [clearway.decide(order, Context(decided_at=NOW)) for order in (*chosen, CANNABIS)]


def told(decision: Decision) -> dict[str, object]:
    reasons = sorted({each.reason for each in decision.findings})
    return {"id": decision.receipt.order_id, "outcome": decision.outcome, "reasons": reasons}


def test_decisions_when_made_then_are_as_the_golden_file_says(decisions: list[Decision]) -> None:
    shown = [told(each) for each in decisions]
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        lines = ",\n".join(f"  {json.dumps(each)}" for each in shown)
        GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    assert shown == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_decisions_when_counted_then_are_three_of_each_outcome(decisions: list[Decision]) -> None:
    assert Counter(each.outcome for each in decisions) == dict.fromkeys(("admit", "ask_customer", "hold", "cancel"), 3)
