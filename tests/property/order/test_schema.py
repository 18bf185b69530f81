"""The published schema and the reader accept the same documents, as far as the form of single fields goes."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.order.reading import faults_of, to_document
from engine.order.schema import order_schema
from engine.order.terms import OrderKind
from tests.builders import a_payment, an_order

VALIDATOR = Draft202012Validator(order_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
Document = dict[str, object]
Place = tuple[str | int, ...]


def places(value: object, path: Place = ()) -> Iterator[Place]:
    """Every field of a document."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in entries:
        yield (*path, name)
        yield from places(part, (*path, name))


WHOLE = to_document(an_order(payment=a_payment(), buyer_note="note", kind=OrderKind.GIFT, original_order_id="A-1"))
PLACES = sorted(places(WHOLE), key=str)

VALUES: tuple[object, ...] = (
    None, True, 0, -1, 7, 10**15, 1.5, 2.0, "zz", "ZZZ", "DE", "x" * 5000, [], {}, [1], {"a": 1}, "123456", "card",
)  # fmt: skip


def container(document: Document, place: Place) -> Document:
    part: object = document
    for name in place[:-1]:
        part = part[name]  # type: ignore[index]
    return part  # type: ignore[return-value]


def removed(document: Document, place: Place) -> None:
    del container(document, place)[place[-1]]  # type: ignore[arg-type]


def added(document: Document, place: Place) -> None:
    part = container(document, place)
    if isinstance(part, dict):
        part["unheard_of"] = 1


def agree(document: Document) -> bool:
    # What fields say of each other is the reader's alone.
    form = [fault for fault in faults_of(document) if not fault.code.startswith("impossible_")]
    return VALIDATOR.is_valid(document) == (not form)


def test_schema_when_checked_is_a_schema() -> None:
    Draft202012Validator.check_schema(order_schema())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(VALUES))
def test_schema_and_reader_when_a_field_is_replaced_agree(place: Place, value: object) -> None:
    document = deepcopy(WHOLE)
    container(document, place)[place[-1]] = value  # type: ignore[index]
    assert agree(document), faults_of(document)


@pytest.mark.parametrize("change", [removed, added])
@pytest.mark.parametrize("place", PLACES[::3], ids=str)
def test_schema_and_reader_when_fields_come_and_go_agree(
    change: Callable[[Document, Place], None], place: Place
) -> None:
    document = deepcopy(WHOLE)
    change(document, place)
    assert agree(document), faults_of(document)
