"""Reading and writing are inverse, and whatever is sent, the reader answers with an order or with faults."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import OrderRejected
from engine.order.order import Order
from engine.order.reading import faults_of, order_again, read_order, to_document
from engine.order.tidy import tidy_text
from tests.builders import an_order
from tests.strategies import orders

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=30, deadline=None)
@given(orders())
def test_reading_when_an_order_was_written_gives_the_same_order(order: Order) -> None:
    assert read_order(to_document(order)) == order


@settings(max_examples=30, deadline=None)
@given(orders())
def test_reading_again_when_an_order_was_kept_gives_what_the_strict_reader_gives(order: Order) -> None:
    assert order_again(to_document(order)) == read_order(to_document(order))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(to_document(an_order()))), JSON)
def test_reading_when_any_field_holds_anything_never_fails_otherwise(name: str, value: object) -> None:
    document = to_document(an_order()) | {name: value}
    faults = faults_of(document)
    assert all(fault.code and fault.detail for fault in faults)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_reading_when_bytes_are_no_order_says_so(body: bytes) -> None:
    with pytest.raises(OrderRejected) as rejected:
        read_order(body)
    assert rejected.value.faults


@given(st.text(max_size=30))
def test_tidying_when_done_twice_changes_nothing_more(text: str) -> None:
    assert tidy_text(tidy_text(text)) == tidy_text(text)
    assert tidy_text(tidy_text(text, note=True), note=True) == tidy_text(text, note=True)
