"""One order, sent from three countries: three answers of the law, each with its reasons and its trace."""

from datetime import UTC, datetime

import pytest

from api.cli import trace_tree
from engine.decision import Decision
from engine.facts.build import build_sheet
from engine.facts.context import Context
from engine.lexicon.sheet import Sheet
from engine.order.order import Order, ShipFrom
from tests.builders import a_line, an_order
from tests.desks import bundled

CONTEXT = Context(decided_at=datetime(2026, 11, 22, 12, tzinfo=UTC))
LINES = (
    a_line(sku="AD-1", title="Anti drone gun", hs_code=None),
    a_line(sku="OIL-1", title="PCB transformer oil", hs_code=None),
    a_line(sku="KN-1", title="Butterfly knife", hs_code=None),
)
FROM = {
    "Shenzhen": ShipFrom(country="CN", warehouse="SZX-1", postcode="518000"),
    "New Jersey": ShipFrom(country="US", warehouse="EWR-1", postcode="08831"),
    "Leipzig": ShipFrom(country="DE", warehouse="LEJ-1", postcode="04435"),
}


def _order(warehouse: str) -> Order:
    return an_order(lines=LINES, ship_from=FROM[warehouse])


def _decided(warehouse: str) -> Decision:
    return bundled().admission.decide(_order(warehouse), CONTEXT)


def _traced(decision: Decision) -> list[object]:
    """The trace as `clearway explain` shows it, of the import rules alone."""
    assert decision.evaluation is not None
    trees = trace_tree.trees(decision.evaluation, None)
    reading = trace_tree.Reading.of(bundled().admission.book, decision)
    return [trace_tree.document(tree, reading) for tree in trees if tree.rule.id.startswith("IMP-")]


def _sheet(warehouse: str) -> Sheet:
    return build_sheet(_order(warehouse), CONTEXT, bundled().admission.knowledge)


@pytest.mark.parametrize(
    ("warehouse", "speak", "movements"),
    [
        ("Shenzhen", ["CN-EXP-001", "EU-POP-001", "DE-AUTOKN-001"], ["export", "market", "import"]),
        ("New Jersey", [None, "EU-POP-001", "DE-AUTOKN-001"], [None, "market", "import"]),
        ("Leipzig", [None, "EU-POP-001", None], [None, "market", None]),
    ],
)
def test_order_when_sent_from_there_then_the_law_of_that_way_speaks(
    warehouse: str, speak: list[str | None], movements: list[str | None]
) -> None:
    parts = _sheet(warehouse).parts
    assert [part["line.law_restrictions"] for part in parts] == [{one} if one else frozenset() for one in speak]
    assert [part["line.law_movements"] for part in parts] == [{one} if one else frozenset() for one in movements]


def test_order_when_sent_from_three_countries_then_three_traces_and_sets_of_findings() -> None:
    decisions = {warehouse: _decided(warehouse) for warehouse in FROM}
    found = {
        warehouse: frozenset((one.rule, one.part) for one in decision.findings if one.set == "imports")
        for warehouse, decision in decisions.items()
    }
    traces = {str(_traced(decision)) for decision in decisions.values()}
    assert (len(set(found.values())), len(traces)) == (len(FROM), len(FROM))


def test_order_when_its_goods_need_an_export_licence_then_held_only_where_that_law_counts() -> None:
    held = {warehouse for warehouse in FROM if "IMP-122" in {one.rule for one in _decided(warehouse).findings}}
    assert held == {"Shenzhen"}
