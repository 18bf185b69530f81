"""Advance data: what is written is read back, in both forms, and fits its schema."""

from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fulfillment.documents.advance_data import AdvanceData, from_json, to_json
from fulfillment.documents.advance_schema import advance_schema
from fulfillment.documents.advance_xml import from_xml, to_xml
from fulfillment.documents.declaration import (
    Carriage,
    Category,
    Charges,
    Consignee,
    DangerousLine,
    Declaration,
    DeclaredLine,
    Holder,
    Invoice,
    Licence,
    Number,
    Sender,
    Shown,
    Undelivered,
    ValueBasis,
)
from fulfillment.documents.declaration_errors import AdvanceDataRejected

# Everything that XML 1.0 can hold, signs of its syntax and line ends among them.
PLAIN = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
SIGNS = PLAIN | st.sampled_from("&<>'\"\n\r\t")
TEXT = st.text(SIGNS, max_size=12)
WHOLE = st.integers(min_value=-(10**12), max_value=10**12)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
SOME = st.text(SIGNS, min_size=1, max_size=8)


def of(kind: type[Any], **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object whose text fields hold any text."""
    hints = {name: hint for name, hint in kind.__annotations__.items() if name not in others}
    plain = {name: TEXT if hint is str else WHOLE if hint is int else st.booleans() for name, hint in hints.items()}
    return st.builds(kind, **plain, **others)


NUMBERS = st.lists(
    of(Number, holder=st.sampled_from(Holder), country=st.none() | SOME, shown=st.sampled_from(Shown)), max_size=3
).map(tuple)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
LINES = st.lists(of(DeclaredLine, licences=st.lists(of(Licence), max_size=2).map(tuple)), max_size=3).map(tuple)
DECLARATIONS = of(
    Declaration,
    category=st.sampled_from(Category),
    invoice=of(Invoice, day=DAYS),
    lines=LINES,
    sender=of(Sender, lines=TEXTS),
    carriage=of(Carriage, undelivered=st.sampled_from(Undelivered)),
    basis=of(ValueBasis, rate_day=st.none() | DAYS),
    charges=of(Charges, in_value=st.frozensets(st.sampled_from(["freight", "insurance", "other"]))),
    numbers=NUMBERS,
    references=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    dangerous=st.lists(of(DangerousLine, marks=TEXTS, papers=TEXTS), max_size=2).map(tuple),
    packaging_marks=TEXTS,
    remarks=TEXTS,
)
MESSAGES = st.builds(
    AdvanceData, declaration=DECLARATIONS, consignee=st.none() | of(Consignee, lines=TEXTS, numbers=NUMBERS)
)
VALIDATOR = Draft202012Validator(advance_schema())


@settings(max_examples=40)
@given(MESSAGES)
def test_message_when_written_as_json_then_reads_back_and_fits_the_schema(message: AdvanceData) -> None:
    content = to_json(message)
    assert from_json(content) == message
    assert list(VALIDATOR.iter_errors(orjson.loads(content))) == []


@settings(max_examples=40)
@given(MESSAGES)
def test_message_when_written_as_xml_then_reads_back(message: AdvanceData) -> None:
    content = to_xml(message)
    assert from_xml(content) == message
    assert to_xml(from_xml(content)) == content


@given(st.binary(max_size=200))
def test_bytes_when_they_are_no_message_then_refused(content: bytes) -> None:
    for read in (from_json, from_xml):
        with pytest.raises(AdvanceDataRejected):
            read(content)


@settings(max_examples=40)
@given(MESSAGES, st.data())
def test_message_when_one_part_is_broken_then_refused(message: AdvanceData, data: st.DataObject) -> None:
    tree = orjson.loads(to_json(message))
    part = data.draw(st.sampled_from(["postal_item", "totals"]))
    key = data.draw(st.sampled_from(sorted(tree[part])))
    tree[part][key] = data.draw(st.sampled_from([{"a": 1}, [[1]], 1.5, True if tree[part][key] is not True else "x"]))
    with pytest.raises(AdvanceDataRejected):
        from_json(orjson.dumps(tree))
