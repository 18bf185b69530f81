"""Sheets of products: headers in two languages, cells as people write them, faults by row and column."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from engine.errors import UnknownFormat
from engine.products.columns import COLUMNS, bundled_headers
from engine.products.sheets import MOST_ROWS
from engine.products.table import Draft, read_documents, read_table


def patches(sheet: str) -> list[dict[str, object]]:
    return [dict(each.patch) for each in read_table(sheet.encode()).drafts]


def faults(sheet: str) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in read_table(sheet.encode()).faults]


def test_headers_when_loaded_then_each_means_one_column() -> None:
    known = bundled_headers().known
    assert {each.name for each in known.values()} == {each.name for each in COLUMNS}


def test_sheet_when_headers_are_chinese_then_cells_are_read_by_them() -> None:
    found = patches("商品编码;海关编码;原产国;是否带电;电池类型;申报价值;申报币种\nPB;8507.60;cn;是;锂离子;12,50;usd\n")
    assert found == [
        {
            "sku": "PB",
            "hs6": "850760",
            "origin": "CN",
            "has_battery": True,
            "battery": {"kind": "lithium_ion"},
            "declared_value": {"minor": 1250, "currency": "USD"},
        }
    ]


def test_sheet_when_it_is_gb18030_then_is_read() -> None:
    table = read_table("sku,品牌\nPB,小熊\n".encode("gb18030"))
    assert [each.patch for each in table.drafts] == [{"sku": "PB", "brand": "小熊"}]


def test_workbook_when_read_then_has_the_same_rows() -> None:
    book = Workbook()
    book.active.append(["SKU", "HS code", "Weight g"])  # type: ignore[union-attr]
    book.active.append(["PB", 850760, 350.0])  # type: ignore[union-attr]
    out = BytesIO()
    book.save(out)
    assert [dict(each.patch) for each in read_table(out.getvalue()).drafts] == [
        {"sku": "PB", "hs6": "850760", "weight_g": 350}
    ]


def test_cells_when_they_list_then_are_lists() -> None:
    headers = "sku,national codes by country,kit,asin,certificates"
    found = patches(f"{headers}\nA,us:8507.60.0020; DE:85076000,B*2; C,amazon:B0X,CE; a\\;b\n")[0]
    assert found["national_codes"] == [{"country": "US", "code": "8507600020"}, {"country": "DE", "code": "85076000"}]
    assert found["components"] == [{"sku": "B", "quantity": 2}, {"sku": "C", "quantity": 1}]
    assert found["channel_skus"] == [{"channel": "amazon", "sku": "B0X"}]
    assert found["certificates"] == ["CE", "a;b"]


@pytest.mark.parametrize(("sheet", "fault"), [
    ("sku,magnet\nA,maybe\n", (2, "magnet", "wrong_form")),
    ("sku,Weight g\nA,heavy\n", (2, "Weight g", "wrong_form")),
    ("sku,declared value\nA,12\n", (2, "declared value", "missing")),
    ("sku,declared value,currency\nA,12.345,EUR\n", (2, "declared value", "wrong_form")),
    ("sku,declared value,currency\nA,12,XYZ\n", (2, "declared value", "wrong_form")),
    ("sku,kit\nA,B*many\n", (2, "kit", "wrong_form")),
    ("sku,asin\nA,B0X\n", (2, "asin", "wrong_form")),
    ("sku,hs6\n\n,850760\n", (3, "sku", "missing")),
    ("sku,hs6\nA,850760\nA,610910\n", (3, "sku", "sku_twice")),
    ("sku,colour\nA,red\n", (1, "colour", "unknown_column")),
    ("sku,hs6,HS code\nA,850760,850760\n", (1, "HS code", "column_twice")),
    ("sku,hs6\nA,850760,more\n", (2, "", "no_header")),
])  # fmt: skip
def test_sheet_when_a_cell_is_wrong_then_row_and_column_are_told(sheet: str, fault: tuple[int, str, str]) -> None:
    assert faults(sheet) == [fault]


def test_draft_when_the_document_has_a_fault_then_it_is_found_under_the_files_own_header() -> None:
    from engine.errors import Fault  # noqa: PLC0415

    draft: Draft = read_table(b"sku,Watt hours\nA,20\n").drafts[0]
    found = [draft.fault(Fault(pointer, "x", "y")).column for pointer in ("/battery/watt_hours", "/battery/kind")]
    assert found == ["Watt hours", "battery_kind"]


@pytest.mark.parametrize("content", [b"", b"name,hs6\nA,1\n", b"PK\x03\x04 no workbook", b"\xff\xff\xff\x80"])
def test_sheet_when_it_is_none_then_says_so(content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        read_table(content)


def test_sheet_when_it_has_too_many_rows_then_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        read_table(b"sku\n" + b"A\n" * (MOST_ROWS + 1))


def test_documents_when_read_then_faults_name_their_place() -> None:
    table = read_documents(b'{"products": [{"sku": "A", "hs6": "850760"}, 7, {"hs6": "1"}]}')
    assert [(each.row, each.sku, each.is_whole) for each in table.drafts] == [(1, "A", True)]
    assert [(each.row, each.column, each.code) for each in table.faults] == [
        (2, "", "wrong_type"), (3, "/sku", "missing"),
    ]  # fmt: skip


def test_landed_costs_when_written_and_read_then_are_the_same() -> None:
    (found,) = patches("sku,landed_costs\nTEA,HAM-1:5.93:usd; SZX-1:700:JPY\n")
    assert found["landed_costs"] == [
        {"warehouse": "HAM-1", "minor": 593, "currency": "USD"},
        {"warehouse": "SZX-1", "minor": 700, "currency": "JPY"},
    ]
    column = next(each for each in COLUMNS if each.name == "landed_costs")
    assert column.write(found["landed_costs"]) == "HAM-1:5.93:USD; SZX-1:700:JPY"


@pytest.mark.parametrize("cell", ["HAM-1:5.93", "HAM-1:x:USD", "HAM-1:5.93:XXQ", "HAM-1:5.931:USD"])
def test_landed_costs_when_a_cell_says_something_else_then_is_told(cell: str) -> None:
    assert len(faults(f"sku,landed_costs\nTEA,{cell}\n")) == 1
