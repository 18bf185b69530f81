"""Labels are read line by line, and the first that is none is told by its line."""

import json

import pytest

from engine.training.label_file import labels_in
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
