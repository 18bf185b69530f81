"""Whole orders of ordinary goods: none is cancelled, and import law stops few of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.decision import Finding
from engine.facts.context import Context
from engine.order.order import Order
from engine.order.terms import TransportMode
from tests.builders import a_payment, an_address, an_order
from tests.desks import bundled
from tests.unit.goods.catalogue import line_of, rows

CONTEXT = Context(decided_at=datetime(2026, 11, 22, 12, tzinfo=UTC))


def _order(row: dict[str, str], destination: str, mode: TransportMode, *, coded: bool) -> Order:
    line = line_of(row, coded=coded)
    order = an_order(lines=(line,), shipping_address=an_address(country=destination, state=None, postcode=None))
    assert order.shipping is not None
    return replace(
        order,
        totals=replace(order.totals, goods=line.unit_price, total=line.unit_price + 490),
        payment=a_payment(authorised=line.unit_price + 490, captured=line.unit_price + 490),
        shipping=replace(order.shipping, mode=mode, carrier=None),
    )


def _stopping(row: dict[str, str], destination: str, mode: TransportMode, *, coded: bool) -> list[Finding]:
    """What the import rules hold, ask or cancel a line for."""
    decision = bundled().admission.decide(_order(row, destination, mode, coded=coded), CONTEXT)
    return [
        finding
        for finding in decision.findings
        if finding.rule == "engine" or (finding.set == "imports" and finding.part and finding.verdict != "admit")
    ]


@pytest.mark.parametrize("coded", [True, False], ids=["coded", "by title"])
@pytest.mark.parametrize(
    ("destination", "mode"),
    [
        ("DE", TransportMode.COURIER),
        ("US", TransportMode.POST),
        ("GB", TransportMode.POST),
        ("JP", TransportMode.COURIER),
        ("BR", TransportMode.COURIER),
        ("SA", TransportMode.COURIER),
    ],
)
def test_ordinary_orders_when_decided_then_none_is_cancelled_and_few_are_stopped(
    destination: str, mode: TransportMode, *, coded: bool
) -> None:
    listed = list(rows("ordinary.tsv"))
    stopped = {row["title"]: found for row in listed if (found := _stopping(row, destination, mode, coded=coded))}
    assert not [title for title, found in stopped.items() if any(each.verdict == "cancel" for each in found)]
    assert len(stopped) <= 3
