"""Labels from files: good rows are taken, faulty ones are named by line and column."""

from datetime import UTC, datetime

import pytest

from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.label_file import Taken, take_labels
from engine.desk.row_fault import RowFault
from engine.store.labels import all_labels
from tests.desks import MAIN, an_honest_order, document

HEADER = "order_id,kind,source,reason_code,known_at"


def taken(desk: Desk, *rows: str, header: str = HEADER, strict: bool = False) -> Taken:
    return take_labels(desk, MAIN, [f"{each}\n" for each in (header, *rows)], strict=strict)


def kept(desk: Desk) -> list[tuple[str, str, str | None, datetime]]:
    with desk.database.read() as session:
        found = [each.label for each in all_labels(session, "main")]
    return [(each.kind, each.source, each.reason_code, each.known_at) for each in found]


@pytest.fixture
def order_id(desk: Desk) -> str:
    return submit(desk, MAIN, document(an_honest_order("A-1"))).row.order_id


def test_file_when_orders_are_named_by_either_id_then_both_are_taken(desk: Desk, order_id: str) -> None:
    found = taken(desk, "A-1,chargeback,chargeback,10.4,2026-11-21", f"{order_id},fraud,analyst,,")
    assert (dict(found.counted), found.faults) == ({"added": 2}, ())
    assert kept(desk)[0] == ("chargeback", "chargeback", "10.4", datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.usefixtures("order_id")
def test_file_when_taken_twice_then_the_earlier_moment_stays(desk: Desk) -> None:
    taken(desk, "A-1,chargeback,chargeback,,2026-11-21T09:35:00Z")
    assert dict(taken(desk, "A-1,chargeback,chargeback,,2026-11-21T09:38:00Z").counted) == {"stood": 1}
    assert dict(taken(desk, "A-1,chargeback,chargeback,,2026-11-21T09:31:00Z").counted) == {"moved": 1}
    assert [each[3] for each in kept(desk)] == [datetime(2026, 11, 21, 9, 31, tzinfo=UTC)]


FAULTS = [
    ("B-9,fraud,analyst,,", "order_id"),
    (",fraud,analyst,,", "order_id"),
    ("A-1,fishy,analyst,,", "kind"),
    ("A-1,fraud,,,", "source"),
    (f"A-1,fraud,{'s' * 65},,", "source"),
    ("A-1,fraud,analyst,,soon", "known_at"),
    ("A-1,fraud,analyst,,2026-11-21T09:31:00", "known_at"),
    ("A-1,fraud,analyst,,2027-01-01", "known_at"),
    ("A-1,fraud,analyst,,2026-11-01", "known_at"),
    (f"A-1,fraud,analyst,{'9' * 65},", "reason_code"),
    ("A-1,fraud,analyst,,,,", ""),
]


@pytest.mark.usefixtures("order_id")
@pytest.mark.parametrize(("row", "column"), FAULTS)
def test_file_when_a_row_is_faulty_then_it_is_named_and_the_others_are_taken(desk: Desk, row: str, column: str) -> None:
    found = taken(desk, "A-1,legitimate,refund,,", row, "A-1,fraud,analyst,,")
    assert [(each.line, each.column) for each in found.faults] == [(3, column)]
    assert dict(found.counted) == {"added": 2}


@pytest.mark.usefixtures("order_id")
def test_file_when_strict_and_a_row_is_faulty_then_none_is_taken(desk: Desk) -> None:
    found = taken(desk, "A-1,fraud,analyst,,", "B-9,fraud,analyst,,", strict=True)
    assert (len(found.faults), kept(desk)) == (1, [])


@pytest.mark.parametrize("header", ["order_id,kind", f"{HEADER},colour", f"{HEADER},kind", ""])
def test_file_when_its_header_is_another_then_it_is_said_of_line_one(desk: Desk, header: str) -> None:
    found = taken(desk, "A-1,fraud,analyst,,", header=header)
    assert [each.line for each in found.faults] == [1]


def test_fault_when_put_into_words_then_line_and_column_come_first() -> None:
    assert str(RowFault(3, "kind", "`x` is none")) == "3: kind: `x` is none"


@pytest.mark.usefixtures("order_id")
def test_file_when_it_was_simulated_then_what_nobody_learns_is_passed_over(desk: Desk) -> None:
    header = "order_id,kind,scheme,source,reason_code,known_at"
    found = taken(desk, "A-1,fraud,ring,,,", "A-1,chargeback,ring,chargeback,10.4,2026-11-21", header=header)
    assert (dict(found.counted), found.faults) == ({"added": 1}, ())
