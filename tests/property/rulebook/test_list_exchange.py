"""Lists go out to spreadsheets and come back: no cell is a formula, and nothing is lost."""

import csv
from datetime import date
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from engine.rulebook.book import ListEntry
from engine.rulebook.faults import Faults
from engine.rulebook.list_exchange import FORMULA, incoming, outgoing
from engine.rulebook.list_kinds import ListKind, has_kind, normal_value
from engine.rulebook.lists import list_text, read_list

TEXTS = st.text(st.sampled_from("=+-@'\"ab ,;1é"), max_size=12)
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))


@st.composite
def entries(draw: st.DrawFn) -> tuple[ListEntry, ...]:
    """Entries of different values, as a file may have them."""
    found = draw(st.dictionaries(TEXTS.map(str.strip).filter(bool), st.tuples(DAYS, DAYS, TEXTS, TEXTS), max_size=8))
    rows = []
    for value, (one, other, reference, reason) in found.items():
        first, last = (one, other) if one is None or other is None else sorted((one, other))
        rows.append(ListEntry(value, first, last, reference.strip(), "decided_at", reason.strip()))
    return tuple(sorted(rows, key=lambda each: each.value))


@given(entries())
def test_list_when_written_and_read_then_is_the_same(rows: tuple[ListEntry, ...]) -> None:
    faults = Faults()
    assert read_list("lists/any.csv", list_text(rows), faults) == rows
    assert faults.found == ()


@given(entries())
def test_list_when_sent_out_and_taken_in_then_is_the_same(rows: tuple[ListEntry, ...]) -> None:
    faults = Faults()
    assert read_list("lists/any.csv", incoming(outgoing(list_text(rows))), faults) == rows


@given(entries())
def test_list_when_sent_out_then_no_cell_is_a_formula(rows: tuple[ListEntry, ...]) -> None:
    cells = [cell for row in csv.reader(StringIO(outgoing(list_text(rows)))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in FORMULA]


@given(st.sampled_from(ListKind), st.text(max_size=40))
def test_value_when_normal_then_stays_so(kind: ListKind, text: str) -> None:
    once = normal_value(kind, text)
    assert normal_value(kind, once) == once or not has_kind(kind, once)
