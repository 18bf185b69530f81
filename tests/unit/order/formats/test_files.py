"""Files of every kind, told by their content, read one order at a time, with bad orders among good ones."""

import json
import re
import tracemalloc
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from engine.errors import UnknownFormat
from engine.order.formats.containers import Container, container_of, documents
from engine.order.formats.files import Record, detect, records, unread_headers
from engine.order.formats.settings import ImportSettings
from engine.order.order import ShipFrom
from engine.order.reading import to_document
from tests.builders import an_order

SAMPLES = Path(__file__).parents[3] / "samples"
ORDER = to_document(an_order())
BAD = ORDER | {"currency": "zz"}


def read(path: Path, format_name: str | None = None) -> list[Record]:
    return list(records(path, format_name, ImportSettings()))


def written(folder: Path, content: object) -> Path:
    path = folder / "orders.dat"  # the name tells nothing
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def outcome(record: Record) -> tuple[int, bool, tuple[str, ...]]:
    return record.number, record.order is not None, tuple(fault.code for fault in record.faults)


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (ORDER, Container.DOCUMENT),
        (json.dumps(ORDER, indent=2).encode(), Container.DOCUMENT),
        ([ORDER], Container.LIST),
        ({"orders": [ORDER]}, Container.LIST),
        ({"payload": {"Orders": [ORDER], "NextToken": "x"}}, Container.LIST),
        (b"\n".join([json.dumps(ORDER).encode()] * 2), Container.LINES),
        (b"\xef\xbb\xbf" + b"\n".join([b"{bad}", json.dumps(ORDER).encode()]), Container.LINES),
        (b"order id,qty\n1,2\n", Container.DELIMITED),
    ],
)
def test_file_when_named_badly_is_told_by_its_content(tmp_path: Path, content: object, container: Container) -> None:
    assert container_of(written(tmp_path, content)) is container


@pytest.mark.parametrize("envelope", ["orders", "Orders", "data"])
def test_list_when_one_order_is_bad_reads_the_others(tmp_path: Path, envelope: str) -> None:
    path = written(tmp_path, {envelope: [ORDER, BAD, 5, ORDER]})
    assert [outcome(record) for record in read(path)] == [
        (1, True, ()),
        (2, False, ("wrong_form",)),
        (3, False, ("not_an_object",)),
        (4, True, ()),
    ]


def test_list_when_it_breaks_off_keeps_what_was_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"[" + json.dumps(ORDER).encode() + b', {"id": ')
    assert [outcome(record) for record in read(path)] == [(1, True, ()), (2, False, ("not_json",))]


def test_lines_when_one_is_no_json_reads_the_others() -> None:
    found = read(SAMPLES / "clearway" / "orders.jsonl")
    assert [outcome(record) for record in found] == [
        (1, True, ()),
        (2, False, ("no_timezone", "too_few")),
        (4, False, ("not_json",)),
        (5, True, ()),
    ]


def test_record_when_an_order_is_refused_keeps_what_stood_there(tmp_path: Path) -> None:
    assert [record.raw for record in read(written(tmp_path, [BAD]))] == [BAD]


def test_sheet_when_in_gb18030_with_chinese_headers_is_read() -> None:
    first, second, third = read(SAMPLES / "sheet" / "erp_gb18030.csv")
    assert first.order is not None
    assert [(line.quantity, line.unit_price, line.hs_code, line.weight_g) for line in first.order.lines] == [
        (2, 1999, "61091000", 180),
        (1, 950, "65050030", 100),
    ]
    assert (first.order.shipping_address.country, first.order.placed_at.isoformat()) == (
        "DE",
        "2026-11-20T18:30:00+08:00",
    )
    assert second.order is not None
    assert (second.number, second.order.channel, second.order.totals.total) == (4, "amazon", 2900)
    assert {(fault.pointer, fault.code) for fault in third.faults} == {
        ("/5/数量", "wrong_form"),
        ("/5/下单时间", "wrong_form"),
    }


def test_sheet_when_it_begins_with_a_title_finds_the_headers() -> None:
    found = read(SAMPLES / "sheet" / "generic_semicolon.csv")
    assert [(record.number, record.order.totals.total) for record in found if record.order] == [
        (3, 123_450),
        (4, 2_500),
    ]


def test_workbook_when_cells_are_numbers_and_dates_reads_codes_as_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["订单号", "下单时间", "国家", "邮编", "SKU", "数量", "单价", "币种"])
    sheet.append([1001, datetime(2026, 11, 20, 18, 30), "DE", 10115, 77, 2.0, 19.99, "EUR"])  # noqa: DTZ001 - as Excel has it
    path = tmp_path / "orders.dat"
    book.save(path)
    book.close()
    (record,) = read(path)
    assert record.order is not None
    order = record.order
    assert (order.id, order.shipping_address.postcode, order.lines[0].sku) == ("1001", "10115", "77")
    assert (detect(path), order.placed_at.isoformat(), order.totals.total) == (
        "sheet",
        "2026-11-20T18:30:00+08:00",
        3998,
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"a letter",
        b'{"a": 1}',
        b"[]",
        b"PK\x03\x04 none",
        b"a,b\n1,2\n",
        b'"' + b"x" * 1_100_000,
    ],
)
def test_file_when_it_is_nothing_known_says_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        detect(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[]", "holds no orders"),
        (b"%PDF-1.7", "export them as CSV"),
        (b"<html>", "web page or XML"),
        (b'{"id": "A", "id": "B"}', "no order can be read; 1: /: an object names the same field twice"),
        (b'{"total": NaN}', "no order can be read; 1: /: a number"),
        (json.dumps(ORDER).encode("utf-16"), "save the file as UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it again as .xlsx without"),
    ],
)
def test_file_when_nothing_in_it_can_be_read_says_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UnknownFormat, match=message):
        records(written(tmp_path, content), None, ImportSettings())


def test_file_when_its_first_record_is_of_no_format_reads_the_next(tmp_path: Path) -> None:
    path = written(tmp_path, b"\n".join([b'{"a": 1}', json.dumps(ORDER).encode()]))
    assert [record.order is not None for record in read(path)] == [False, True]


@pytest.mark.parametrize("before", [b"", b'[{"a":', json.dumps([ORDER]).encode()[:-1] + b","])
def test_list_when_it_nests_without_end_is_refused_at_once(tmp_path: Path, before: bytes) -> None:
    path = written(tmp_path, before + b"[" * 200_000)
    started = process_time()
    with suppress(UnknownFormat):
        assert [fault.code for record in read(path) for fault in record.faults] == ["too_deep"]
    assert process_time() - started < 5


HEADERS = "order id,order date,country,city,sku,title,quantity,unit price,currency,note"


def sheet_of(folder: Path, *rows: str) -> Path:
    path = folder / "orders.csv"
    path.write_text("\n".join((HEADERS, *rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("second", "pointers"),
    [
        ("S-1,,,,T-2,Cap,1,5.00,,", set()),
        ("S-1,,de,BERLIN,T-2,Cap,1,5.00,EUR,", set()),
        ("S-1,,RU,Moscow,T-2,Cap,1,5.00,EUR,", {"/3/country", "/3/city"}),
        ("S-1,,DE,Berlin,T-2,Cap,1,5.00,USD,", {"/3/currency"}),
    ],
)
def test_sheet_when_rows_of_one_order_differ_then_no_row_is_believed(
    tmp_path: Path, second: str, pointers: set[str]
) -> None:
    (record,) = read(sheet_of(tmp_path, "S-1,2026-11-20,DE,Berlin,T-1,Shirt,1,9.90,EUR,", second))
    assert {fault.pointer for fault in record.faults} == pointers
    assert (record.order is None) is bool(pointers)


@pytest.mark.parametrize(("again", "codes"), [("", ()), ("DE", ()), ("RU", ("columns_differ",))])
def test_sheet_when_two_columns_bear_one_header_then_they_must_agree_on_the_place(
    tmp_path: Path, again: str, codes: tuple[str, ...]
) -> None:
    path = tmp_path / "orders.csv"
    row = f"S-1,2026-11-20,DE,Berlin,T-1,Shirt,1,9.90,EUR,,{again}"
    path.write_text(f"{HEADERS},country\n{row}\n", encoding="utf-8")
    assert [outcome(record) for record in read(path)] == [(2, not codes, codes)]


def test_sheet_when_rows_bear_several_notes_then_all_are_kept(tmp_path: Path) -> None:
    rows = ("S-1,2026-11-20,DE,Berlin,T-1,Shirt,1,9.90,EUR,thanks", "S-1,,,,T-2,Cap,1,5.00,,declare a lower value")
    (record,) = read(sheet_of(tmp_path, *rows))
    assert record.order is not None
    assert record.order.buyer_note == "thanks\ndeclare a lower value"


def test_sheet_when_one_id_stands_in_every_row_then_is_refused_and_not_held(tmp_path: Path) -> None:
    rows = ["S-1,2026-11-20,DE,Berlin,T-1,Shirt,1,9.90,EUR,"] * 20_000
    path = sheet_of(tmp_path, *rows, "S-2,2026-11-20,DE,Berlin,T-1,Shirt,1,9.90,EUR,")
    tracemalloc.start()
    found = [outcome(record) for record in read(path)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [(2, False, ("too_many",)), (20_002, True, ())]
    assert peak < 3_000_000


def test_sheet_when_a_column_is_wanting_then_its_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("订单号,国家,SKU,数量,单价,币种\nS-1,DE,T-1,1,9.90,EUR\n", encoding="utf-8")
    (record,) = read(path)
    assert [(fault.pointer, fault.code) for fault in record.faults] == [("/2/下单时间", "missing")]


def test_file_when_the_format_is_named_wrongly_says_so_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, [ORDER])
    with pytest.raises(UnknownFormat, match="use one of clearway, shopify"):
        records(path, "magento", ImportSettings())
    with pytest.raises(UnknownFormat, match="the file is a sheet"):
        records(SAMPLES / "sheet" / "erp_gb18030.csv", "shopify", ImportSettings())


def test_settings_when_the_document_leaves_something_open_fill_it(tmp_path: Path) -> None:
    place = ShipFrom(country="HK")
    settings = ImportSettings(merchant="acme", shop="s-2", ship_from=place)
    path = written(
        tmp_path, {name: value for name, value in ORDER.items() if name not in ("merchant", "shop", "ship_from")}
    )
    (record,) = records(path, "clearway", settings)
    assert record.order is not None
    assert (record.order.merchant, record.order.shop, record.order.ship_from) == ("acme", "s-2", place)


def test_list_when_it_is_long_is_read_in_constant_memory(tmp_path: Path) -> None:
    path = written(tmp_path, [ORDER] * 1_500)
    tracemalloc.start()
    count = sum(1 for found in documents(path, Container.LIST) if found.document is not None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1_500
    assert peak < path.stat().st_size / 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'\n\xd6\xd0{"id": "A"}', "the file is not UTF-8: byte 2, in line 2, is 0xd6; save the file as UTF-8"),
        ('{"id": "A"}'.encode("utf-16"), "the file is UTF-16; save the file as UTF-8"),
        ('\n {"id": "A"}'.encode("utf-16-le"), "the file is UTF-16; save the file as UTF-8"),
        (b"", "the file is empty; choose a file with orders"),
        (b"hello", "the file is named JSON but begins with neither { nor [; check what was saved in it"),
        (b'{"id": "\xff"}', "1: /: the document is not UTF-8: byte 9 is 0xff; save or send it as UTF-8 [not_utf8]"),
    ],
)  # fmt: skip
def test_json_when_its_encoding_is_another_then_says_which_byte_and_what_to_do(
    tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "orders.json"
    file.write_bytes(content)
    with pytest.raises(UnknownFormat, match=re.escape(told)):
        detect(file)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ('order id,qty,street\n1,2,"Ring 8\n2,3,x\n', "row 2 opens a quotation mark that nothing closes"),
        ('order id,qty,street\n1,2,Ring 7\n2,2,"Ring 8\n3,3,x\n', "row 3 opens a quotation mark that nothing closes"),
    ],
)
def test_sheet_when_a_quotation_mark_is_never_closed_then_says_where_and_swallows_no_order(
    tmp_path: Path, text: str, detail: str
) -> None:
    (found,) = read(written(tmp_path, text.encode()))
    assert (found.order, found.faults[0].code) == (None, "not_csv")
    assert found.faults[0].detail.startswith(detail)


def test_sheet_when_its_last_cell_is_quoted_then_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, b'order id,qty\n1,"2"')
    assert [fault.code for record in read(path) for fault in record.faults if fault.code == "not_csv"] == []


def test_sheet_when_written_by_a_western_excel_then_is_refused_before_names_are_spoilt(tmp_path: Path) -> None:
    path = written(tmp_path, "order id,qty,name\n1,2,Léa Sømmer\n".encode("cp1252"))
    with pytest.raises(UnknownFormat, match="save the file as `CSV UTF-8`"):
        read(path)


def test_sheet_when_no_profile_knows_a_header_then_that_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, b"order id,qty,Line1,colour\n1,2,Ring 8,red\n")
    assert unread_headers(path) == ("colour",)
