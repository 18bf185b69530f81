"""`clearway screen --out`: the file again, with three columns or keys more and everything else in its place."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from engine.order.terms import PaymentStatus
from tests.builders import a_payment, an_order
from tests.integration.cli.conftest import Clearway, written

HEADERS = ("订单号", "下单时间", "收件人", "国家", "城市", "邮编", "地址1", "SKU", "商品名称", "数量", "单价", "币种")
PLACE = ("DE", "Berlin", "10115", "Chausseestr. 5")
SHIRT = ("T-1", "Shirt", "1", "9.90", "EUR")
ROWS = (
    ("S-1", "2026-11-21 09:30", "Erika Muster", *PLACE, *SHIRT),
    ("S-1", "", "", "", "", "", "", "V-1", "Kit", "1", "19.90", ""),
    ("S-2", "2026-11-21 10:30", "Max Beispiel", "DE", "Berlin", "", "Chausseestr. 6", *SHIRT),
    ("S-3", "soon", "Max Beispiel", *PLACE, "T-1", "Shirt", "many", "9.90", "EUR"),
)
HELD = an_order(id="A-2", ip=None, payment=a_payment(status=PaymentStatus.FAILED, captured=None))


def table(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text), delimiter=delimiter))


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", "\t")])
def test_out_when_the_input_is_csv_then_rows_keep_place_encoding_and_delimiter(
    screen: Clearway, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    source, target = tmp_path / "orders.csv", tmp_path / "decided.csv"
    body = StringIO()
    csv.writer(body, delimiter=delimiter, lineterminator="\r\n").writerows((HEADERS, ROWS[0], ROWS[1], (), *ROWS[2:]))
    source.write_bytes(body.getvalue().encode(encoding))
    ran = screen(source, "--out", target)
    assert ran.code == 1
    rows = table(target.read_bytes().decode(encoding), delimiter)
    assert [tuple(row[: len(HEADERS)]) for row in rows] == [HEADERS, ROWS[0], ROWS[1], (), *ROWS[2:]]
    assert rows[0][len(HEADERS) :] == ["outcome", "reasons", "next_step"]
    assert [row[-3] for row in rows if row][1:] == ["admit", "admit", "ask_customer", "not_decided"]
    assert rows[4][-2:] == ["ADR_POSTCODE: No postcode for DE.", "Ask the buyer."]


def test_out_when_screened_again_then_columns_are_renewed_not_doubled(screen: Clearway, tmp_path: Path) -> None:
    source, first, second = (tmp_path / name for name in ("orders.csv", "first.csv", "second.csv"))
    body = StringIO()
    csv.writer(body).writerows((HEADERS, *ROWS))
    source.write_text(body.getvalue(), encoding="utf-8", newline="")
    screen(source, "--out", first)
    screen(first, "--out", second)
    assert second.read_bytes() == first.read_bytes()


def test_out_when_the_input_is_a_workbook_then_every_sheet_is_kept(screen: Clearway, tmp_path: Path) -> None:
    source, target = tmp_path / "orders.xlsx", tmp_path / "decided.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("November",), HEADERS, *ROWS):
        sheet.append(row)
    sheet["C3"].value, sheet["C3"].data_type = "=Erika", "s"
    book.create_sheet("notes").append(["kept", 1.5])
    book.save(source)
    screen(source, "--out", target)
    decided = load_workbook(target)
    rows = list(decided.worksheets[0].iter_rows(values_only=True))
    assert rows[1][-3:] == ("outcome", "reasons", "next_step")
    assert [row[-3] for row in rows[2:]] == ["admit", "admit", "ask_customer", "not_decided"]
    assert decided.worksheets[0]["C3"].data_type == "s"
    assert list(decided["notes"].iter_rows(values_only=True)) == [("kept", 1.5)]


def test_out_when_the_input_is_json_lines_then_bad_lines_stay_in_place(screen: Clearway, tmp_path: Path) -> None:
    source = written(tmp_path / "orders.jsonl", an_order(id="A-1", ip=None), "{nonsense", HELD)
    target = tmp_path / "decided.jsonl"
    screen(source, "--out", target)
    documents = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [each["outcome"] for each in documents] == ["admit", "not_decided", "hold"]
    assert documents[1]["raw"] == "{nonsense"
    assert documents[2]["id"] == "A-2"


@pytest.mark.parametrize("envelope", ["[{0}]", '{{"orders": [{0}]}}', '{{"payload": {{"Orders": [{0}]}}}}'])
def test_out_when_the_input_is_a_list_then_comes_back_in_its_envelope(
    screen: Clearway, tmp_path: Path, envelope: str
) -> None:
    lines = written(tmp_path / "lines", an_order(id="A-1", ip=None), HELD).read_text(encoding="utf-8").splitlines()
    source, target = tmp_path / "orders.json", tmp_path / "decided.json"
    source.write_text(envelope.format(",".join(lines)), encoding="utf-8")
    screen(source, "--out", target)
    back = json.loads(target.read_text(encoding="utf-8"))
    given = json.loads(source.read_text(encoding="utf-8"))
    assert type(back) is type(given)
    assert '"outcome": "hold"' in target.read_text(encoding="utf-8")


def test_out_when_screening_breaks_then_leaves_nothing_behind(screen: Clearway, tmp_path: Path) -> None:
    source = tmp_path / "orders.json"
    source.write_text("[]")
    assert screen(source, "--out", tmp_path / "decided.json").code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["orders.json"]


def test_out_when_its_folder_is_not_there_then_is_refused(screen: Clearway, tmp_path: Path) -> None:
    ran = screen(written(tmp_path / "orders.jsonl", an_order()), "--out", tmp_path / "new" / "decided.jsonl")
    assert (ran.code, ran.err.count("there is no folder")) == (2, 1)
