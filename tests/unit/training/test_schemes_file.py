"""Labels as CSV or JSON lines, with the scheme of planted orders."""

import pytest

from engine.training.label_file import labels_in
from engine.training.refusals import LabelsUnreadable
from engine.training.schemes_file import label_lines, label_rows, schemes_of

SHEET = """order_id,kind,scheme,source,reason_code,known_at
A-1,chargeback,card_testing,chargeback,10.4,2026-08-20T10:00:00+00:00
A-2,fraud,reshipping,,,
A-3,legitimate,,analyst,,2026-08-21T10:00:00+00:00
"""
LINES = """{"order_id": "A-1", "kind": "fraud", "source": "desk", "known_at": "2026-08-20T10:00:00Z", "scheme": "ring"}

{"order_id": "A-2", "kind": "fraud", "source": "analyst", "known_at": "2026-08-20T10:00:00Z", "scheme": null}
"""


def test_labels_when_written_as_csv_then_what_nobody_learned_is_no_label() -> None:
    rows = list(label_rows(SHEET.splitlines(keepends=True)))
    assert [(each.order_id, each.kind, each.reason) for each in labels_in(label_lines(rows))] == [
        ("A-1", "chargeback", "10.4"),
        ("A-3", "legitimate", ""),
    ]
    assert schemes_of(rows) == {"A-1": "card_testing", "A-2": "reshipping"}


def test_labels_when_written_as_lines_then_are_read_alike() -> None:
    rows = list(label_rows(LINES.splitlines(keepends=True)))
    assert [each.order_id for each in labels_in(label_lines(rows))] == ["A-1", "A-2"]
    assert schemes_of(rows) == {"A-1": "ring"}


@pytest.mark.parametrize("wrong", ['{"order_id": ', "[1]"])
def test_labels_when_a_line_is_no_object_then_it_is_refused(wrong: str) -> None:
    with pytest.raises(LabelsUnreadable):
        list(label_rows(['{"order_id": "A-1"}\n', wrong]))


def test_labels_when_there_are_none_then_none_are_read() -> None:
    assert list(label_rows([])) == []
