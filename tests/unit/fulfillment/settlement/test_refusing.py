"""What keeps a file from being read: every fault at once, with its row, its column and what to write."""

import pytest

from fulfillment.payments.settlement.errors import (
    MOST_FAULTS,
    SHOWN_FAULTS,
    MappingRejected,
    ReportFault,
    ReportRejected,
)
from fulfillment.payments.settlement.readers.mapping import read_mapping
from fulfillment.payments.settlement.reading import PROVIDERS, read_report
from tests.settlement_files import changed, sample

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>'


def faults_of(content: bytes, provider: str = "auto", name: str = "file.csv") -> list[tuple[int, str, str]]:
    with pytest.raises(ReportRejected) as refused:
        read_report(content, provider, name)
    return [(each.row, each.column, each.code) for each in refused.value.faults]


def faults_when(name: str, old: str, new: str, provider: str = "auto") -> list[tuple[int, str, str]]:
    with pytest.raises(ReportRejected) as refused:
        changed(name, old, new, provider)
    return [(each.row, each.column, each.code) for each in refused.value.faults]


def test_file_when_several_cells_are_bad_then_all_are_told_with_their_places() -> None:
    content = sample("stripe_payout.csv").decode()
    content = content.replace("eur,120.00,", "eur,12O.00,").replace("jpy,15000,540", "jpy,15000.5,540")
    content = content.replace("2026-11-02 09:00:00,", "2026-13-02 09:00:00,").replace(",usd,ch_2", ",dollar,ch_2")
    assert faults_of(content.encode()) == [
        (2, "gross", "bad_amount"),
        (3, "customer_facing_currency", "bad_currency"),
        (4, "created_utc", "bad_moment"),
        (8, "gross", "bad_amount"),
    ]


def test_fault_when_shown_then_says_where_and_what_to_write() -> None:
    with pytest.raises(
        ReportRejected, match=r"row 3, `Fee`: `1,2,3` is no amount; write it like 1234.50 \[bad_amount\]"
    ):
        changed("shopify_transactions.csv", "92.00,3.50,", '92.00,"1,2,3",')


def test_message_when_faults_are_many_then_is_short_and_keeps_them_all() -> None:
    faults = [ReportFault(at, "Amount", "bad_amount", "no") for at in range(1, 100)]
    rejected = ReportRejected("stripe", "x.csv", faults)
    assert str(rejected).count("[bad_amount]") == SHOWN_FAULTS
    assert len(rejected.faults) == 99


def test_reading_when_every_row_is_bad_then_ends_early() -> None:
    header, row = sample("shopify_transactions.csv").decode().splitlines()[:2]
    bad = row.replace("30.00,0.75", "x,y")
    faults = faults_of("\n".join([header, *[bad] * 2_000]).encode())
    assert faults[-1][2] == "too_many_faults"
    assert len(faults) == MOST_FAULTS + 1


def test_quoted_value_when_it_holds_control_characters_then_shows_none() -> None:
    with pytest.raises(ReportRejected) as refused:
        changed("shopify_transactions.csv", "92.00,3.50,", "\x1b[31m9,3.50,")
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "provider", "code"),
    [
        (b"", "auto", "empty"),
        (b" \r\n ", "stripe", "empty"),
        (b"a,b\n1,2\n", "auto", "unknown_file"),
        (b"a,b\n1,2\n", "stripe", "no_header"),
        (b"a,b\n1,2\n", "nobody", "unknown_provider"),
        (b"PK\x03\x04\x00\x00\x00", "adyen", "not_text"),
        (b"\x81\x8d\x8f", "adyen", "bad_encoding"),
        (b"<Document><BkToCstmrStmt>", "camt", "not_xml"),
        (b"<Document/>", "camt", "no_statement"),
        (BOMB, "camt", "unsafe_xml"),
        (b"<Document>" + b"<a>" * 100 + b"</a>" * 100 + b"</Document>", "camt", "too_deep"),
        (b"[" * 50, "ebay", "too_deep"),
        (b"[" * 100_000, "ebay", "too_deep"),
        (b'{"transactions": [', "ebay", "not_json"),
        (b'{"transactions": [{"amount": NaN}]}', "ebay", "not_json"),
        (b'{"orders": []}', "ebay", "no_list"),
        (b'{"transactions": [7]}', "ebay", "not_an_object"),
    ],
)
def test_file_when_it_is_none_of_these_then_is_refused_with_a_code(content: bytes, provider: str, code: str) -> None:
    assert faults_of(content, provider)[-1][2] == code


@pytest.mark.parametrize("provider", PROVIDERS)
def test_message_when_refused_then_names_the_provider(provider: str) -> None:
    with pytest.raises(ReportRejected, match=f"^{provider} file `x` cannot be read"):
        read_report(b"nothing,of,use\n", provider, "x")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("STL-20261102.01.009.CSV", '"SC",8', '"SC",9', (15, "SC", "count_differs")),
        ("STL-20261102.01.009.CSV", '"FF",8', '"FF",7', (19, "FF", "count_differs")),
        ("STL-20261102.01.009.CSV", '"CR",15000,"JPY"', '"CR",15050,"JPY"',
         (6, "Gross Transaction Amount", "bad_amount")),
        ("STL-20261102.01.009.CSV", '"CR",15000,"JPY"', '"XX",15000,"JPY"',
         (6, "Transaction Debit or Credit", "bad_direction")),
        ("STL-20261102.01.009.CSV", '"CR",5200,"USD"', '"CR",52.00,"USD"',
         (5, "Gross Transaction Amount", "bad_amount")),
        ("STL-20261102.01.009.CSV", '"FH",01', '"QQ",01', (2, "", "unknown_row")),
        ("STL-20261102.01.009.CSV", '"Invoice ID",', '"Invoice",', (4, "Invoice ID", "no_column")),
        ("adyen_settlement.csv", "2026-11-02 11:26:49,CET", "2026-11-02 11:26:49,XYZ", (2, "TimeZone", "bad_zone")),
        ("camt053_v08.xml", "<NbOfNtries>6", "<NbOfNtries>7", (6, "TtlNtries/NbOfNtries", "count_differs")),
        ("camt053_v08.xml", '"EUR">4.90', '"EUR">-4.90', (3, "Ntry/Amt", "bad_amount")),
        ("camt053_v08.xml", '"EUR">4.90', '"EURO">4.90', (3, "Ntry/Amt/@Ccy", "bad_currency")),
        ("ebay_finances.json", '"value": "2.36"', '"value": "2.365"', (3, "amount/value", "bad_amount")),
        ("generic.csv", "2026-11-02T11:00:00Z;penalty", "2026-11-02T11:00:00Z;penalty;x;y;z;1;2;3;4;5;6;7;8",
         (3, "", "too_many_cells")),
        ("payoneer.csv", ",,29.95,", ",,,", (3, "Credit Amount", "missing")),
        ("amazon_eu.txt", "\t25,00\t", "\t25.00\t", (1, "amount", "mixed_marks")),
    ],
)  # fmt: skip
def test_sample_when_one_cell_is_bad_then_its_place_is_told(
    name: str, old: str, new: str, fault: tuple[int, str, str]
) -> None:
    assert fault in faults_when(name, old, new)


def test_column_when_doubled_then_is_a_fault() -> None:
    content = sample("shopify_transactions.csv").decode().replace("VAT", "Amount")
    assert (1, "Amount", "double_column") in faults_of(content.encode())


def test_quotation_when_it_never_ends_then_the_row_is_told() -> None:
    content = sample("shopify_transactions.csv").decode().replace("2026-11-03 09:00:00", '"2026-11-03 09:00:00')
    assert faults_of(content.encode(), "shopify")[-1] == (4, "", "not_csv")


def test_mapping_when_faulty_then_every_fault_names_its_place() -> None:
    text = "columns: {at: Date, amonut: Sum}\ncurrency: Euro\ndecimal: dot\nzone: Nowhere/City\nkinds: {Order: sail}\n"
    with pytest.raises(MappingRejected) as refused:
        read_mapping("mine.yaml", text)
    told = "\n".join(refused.value.faults)
    for part in ("mine.yaml:1:21", "amonut", "no column has the amount", "`Euro`", "`dot`", "Nowhere/City", "`Order`"):
        assert part in told
