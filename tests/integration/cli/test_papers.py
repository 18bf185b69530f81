"""`clearway papers`: senders, declarations, data sent ahead."""

from pathlib import Path

import orjson
import pytest

from fulfillment.documents.advance_data import from_json
from fulfillment.documents.advance_xml import from_xml
from tests.builders import an_order
from tests.desks import document
from tests.integration.cli.conftest import Clearway

SENDER = {"company": "Acme Trading Ltd", "lines": ["88 Bantian Road"], "city": "Shenzhen", "country": "CN"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


@pytest.fixture
def taken_in(clearway: Clearway, tmp_path: Path) -> None:
    """One order at the desk, and a sender."""
    clearway("rules", "publish")
    clearway("registrations", "add", "ioss", "EU", "IM2760000742")
    orders, sender = tmp_path / "orders.jsonl", tmp_path / "sender.json"
    orders.write_bytes(orjson.dumps(document(an_order())) + b"\n")
    sender.write_bytes(orjson.dumps(SENDER))
    clearway("order", "submit", str(orders), "--quiet")
    clearway("papers", "sender", "put", str(sender))


@pytest.mark.usefixtures("taken_in")
def test_order_when_declared_then_shown_with_what_is_wrong(clearway: Clearway) -> None:
    said = clearway("papers", "declare", "A-1001", "--gross", "420", "--material", "corrugated_board")
    assert said.code == 0
    assert "declared value: EUR 39.98  (ioss)" in said.out
    assert "IOSS (as data only)" in said.out
    assert "IM2760000742" not in said.out


@pytest.mark.usefixtures("taken_in")
def test_order_when_its_parcel_was_not_weighed_then_exit_code_says_so(clearway: Clearway) -> None:
    said = clearway("papers", "declare", "A-1001", "--lang", "zh")
    assert said.code == 1
    assert "缺少毛重" in said.out


@pytest.mark.usefixtures("taken_in")
def test_wish_when_below_the_due_then_one_clear_line(clearway: Clearway) -> None:
    said = clearway("papers", "declare", "A-1001", "--gross", "420", "--value", "100")
    assert said.code != 0
    refusal = "EUR 1.00 was wished, row `ioss` asks for EUR 39.98; declare at least that [declared_value_refused]"
    assert said.err == f"clearway: {refusal}\n"


@pytest.mark.usefixtures("taken_in")
def test_wish_when_granted_then_says_that_printed_papers_do_not_follow_it(clearway: Clearway) -> None:
    said = clearway("papers", "declare", "A-1001", "--gross", "420", "--value", "9000")
    assert said.out.splitlines()[-1].startswith("The wish counts for this answer")


@pytest.mark.usefixtures("taken_in")
def test_data_when_sent_ahead_then_both_forms_say_the_same(clearway: Clearway) -> None:
    told = clearway("papers", "advance", "A-1001", "--gross", "420").out.encode()
    as_xml = clearway("papers", "advance", "A-1001", "--gross", "420", "--form", "xml").out.encode()
    assert from_json(told) == from_xml(as_xml)
    assert from_json(told).consignee is not None


@pytest.mark.usefixtures("taken_in")
def test_sender_when_kept_then_listed_until_removed(clearway: Clearway) -> None:
    (line,) = clearway("papers", "sender", "list").out.splitlines()
    assert "Acme Trading Ltd" in line
    assert clearway("papers", "sender", "remove", line.split()[0]).code == 0
    assert clearway("papers", "sender", "list").out == ""


def test_sender_when_the_file_is_faulty_then_told_where(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "sender.json"
    file.write_text('{"company": "Acme", "lines": [], "city": "Town", "country": "CN"}', encoding="utf-8")
    said = clearway("papers", "sender", "put", str(file))
    assert said.code != 0
    assert "sender.json: lines" in said.err


def test_schema_when_shown_then_it_is_json(clearway: Clearway) -> None:
    assert orjson.loads(clearway("papers", "schema").out)["title"] == "Electronic advance data of a parcel"
