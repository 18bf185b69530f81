"""Where an order stands in a file says nothing about it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli.screening import Memory, screen
from api.decision_document import decision_document
from engine.admission import Admission
from engine.bundled import data_folder
from engine.facts.context import Context
from engine.facts.knowledge import load_knowledge
from engine.order.formats.files import Record
from engine.order.order import Order
from engine.store.sightings import SightingFile
from tests.builders import PLACED_AT, a_payment, an_order
from tests.tiny_rule_book import tiny_rule_book

ADMISSION = Admission(tiny_rule_book(), load_knowledge(data_folder()))
CONTEXT = Context(decided_at=datetime(2026, 11, 22, 8, 0, tzinfo=UTC))


@contextmanager
def memory() -> Iterator[Memory]:
    with SightingFile() as seen:
        yield seen


def decisions(orders: list[Order]) -> dict[str, str]:
    """Each order's decision, as it would be printed."""
    records = [Record(1, order, (), {}) for order in orders]
    screened = screen(lambda: iter(records), memory, ADMISSION, CONTEXT)
    decided = (each.decision for each in screened if each.decision is not None)
    return {
        each.receipt.order_id: json.dumps(decision_document(each, ADMISSION.book, "en", None, 1)) for each in decided
    }


@st.composite
def bursts(draw: st.DrawFn) -> list[Order]:
    """A few orders from few addresses of the network, within a few days, some of them at one moment."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 2)), min_size=2, max_size=6))
    return [
        replace(
            an_order(id=f"P-{place}", ip=f"192.0.2.{host}", payment=a_payment()),
            placed_at=PLACED_AT - timedelta(hours=hours),
        )
        for place, (hours, host) in enumerate(drawn)
    ]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_screen_when_lines_are_shuffled_then_every_decision_stays(data: st.DataObject) -> None:
    orders = data.draw(bursts())
    shuffled = data.draw(st.permutations(orders))
    assert decisions(shuffled) == decisions(orders)
