"""Labels are read line by line, and the first that is none is told by its line."""

import json

import pytest

from engine.training.label_file import labels_in, labels_of, rows_in, schemes_of
from engine.training.refusals import LabelsUnreadable

GOOD = {"order_id": "A-1", "kind": "fraud", "source": "analyst", "known_at": "2026-01-02T08:00:00Z"}


def line(**changes: object) -> str:
    return json.dumps({name: value for name, value in (GOOD | changes).items() if value is not None})


def test_labels_when_written_then_are_read() -> None:
    first, second = labels_in([line(), "", line(reason_code="10.4", scheme="card_testing")])
    assert (first.reason, second.reason) == ("", "10.4")
    assert first.known_at.isoformat() == "2026-01-02T08:00:00+00:00"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no object"),
        (line(order_id=None), "`order_id`"),
        (line(order_id=7), "`order_id`"),
        (line(kind="theft"), "`kind` is none of fraud"),
        (line(known_at="soon"), "no moment"),
        (line(known_at="2026-01-02T08:00:00"), "no zone"),
        (line(colour="red"), "`colour`"),
    ],
)
def test_labels_when_one_is_none_then_its_line_is_told(bad: str, said: str) -> None:
    with pytest.raises(LabelsUnreadable, match=said) as refused:
        list(labels_in([line(), bad]))
    assert refused.value.line == 2


def test_labels_when_in_a_sheet_then_are_the_same_as_in_json() -> None:
    header = ",".join([*GOOD, "reason_code"])
    sheet = [f"\ufeff{header}", ",".join([*GOOD.values(), "10.4"])]
    assert list(labels_in(sheet)) == list(labels_in([line(reason_code="10.4")]))


def test_labels_when_a_row_of_a_sheet_is_short_then_its_line_is_told() -> None:
    with pytest.raises(LabelsUnreadable, match="3 cells, the header 4"):
        list(labels_in([",".join(GOOD), "A-1,fraud,analyst"]))


def test_labels_when_there_are_none_then_there_are_none() -> None:
    assert list(labels_in(["", "  "])) == []


def test_labels_when_nobody_ever_learned_of_a_planted_order_then_it_has_none() -> None:
    sheet = ["order_id,kind,scheme,source,reason_code,known_at", "A-1,fraud,card_testing,,,"]
    assert list(labels_in(sheet)) == []


def test_schemes_when_orders_were_planted_then_are_told_though_nobody_ever_learned_of_them() -> None:
    sheet = [
        "order_id,kind,scheme,source,reason_code,known_at",
        "A-1,chargeback,card_testing,chargeback,10.4,2026-08-20T10:00:00Z",
        "A-2,fraud,reshipping,,,",
        "A-3,legitimate,,analyst,,2026-08-21T10:00:00Z",
    ]
    rows = list(rows_in(sheet))
    assert schemes_of(rows) == {"A-1": "card_testing", "A-2": "reshipping"}
    assert [(each.order_id, each.kind, each.reason) for each in labels_of(rows)] == [
        ("A-1", "chargeback", "10.4"),
        ("A-3", "legitimate", ""),
    ]


def test_schemes_when_written_as_json_then_are_read_alike() -> None:
    rows = list(rows_in([line(scheme="ring"), "", line(order_id="A-2")]))
    assert schemes_of(rows) == {"A-1": "ring"}
    assert [each.order_id for each in labels_of(rows)] == ["A-1", "A-2"]
