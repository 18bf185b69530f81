"""A sheet that becomes a workbook and text again is what it was."""

import csv
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook.faults import Faults
from engine.rulebook.table_sheet import read_sheet
from engine.rulebook.table_workbook import sheet_text, workbook_of

CELLS = st.text(
    st.sampled_from('abcXYZ019 ",;=<>[].-@$()' + "äß中文é"), max_size=12
).map(str.strip)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> list[list[str]]:
    """Rows of one width under a full header; a blank row would say nothing."""
    width = draw(st.integers(1, 4))
    header = [f"c{number}" for number in range(width)]
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width).filter(any), max_size=5))
    return [header, *rows]


def _text(rows: list[list[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@given(sheets())
@settings(max_examples=80, deadline=None)
def test_sheet_when_written_as_a_workbook_and_read_again_then_is_the_same(rows: list[list[str]]) -> None:
    text = _text(rows)
    read = [[cell.text for cell in record] for record in read_sheet("t.csv", text, Faults())]
    assert read == rows
    assert sheet_text(workbook_of(read)) == text


@given(sheets())
@settings(max_examples=80, deadline=None)
def test_cells_when_read_then_each_character_stands_where_it_was_written(rows: list[list[str]]) -> None:
    lines = _text(rows).splitlines()
    for record in read_sheet("t.csv", _text(rows), Faults()):
        for cell in record:
            assert "".join(lines[cell.line][column] for column in cell.columns[:-1]) == cell.text
