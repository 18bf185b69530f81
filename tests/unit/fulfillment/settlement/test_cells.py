"""Amounts, moments, zones and letters as files write them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fulfillment.payments.settlement.errors import Faults
from fulfillment.payments.settlement.readers.amounts import (
    BadAmount,
    decimal_mark,
    hundredths,
    minor_units,
    read_amount,
)
from fulfillment.payments.settlement.readers.letters import text_of
from fulfillment.payments.settlement.readers.moments import BadMoment, read_moment, read_zone
from fulfillment.payments.settlement.reading import read_report
from tests.settlement_files import changed, failing


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1234.50", ".", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("1,23,456.50", ".", "123456.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234,50 €", ",", "1234.50"),
        ("$1,234.50", ".", "1234.50"),
        ("-$1,234.50", ".", "-1234.50"),
        ("($25.99)", ".", "-25.99"),
        ("−5.00", ".", "-5.00"),
        ("5.00-", ".", "-5.00"),
        ("+5", ".", "5"),
        (".5", ".", "0.5"),
        ("5.", ".", "5"),
        ("1'234.50", ".", "1234.50"),
    ],
)
def test_amount_when_people_write_it_so_then_is_read(text: str, mark: str, amount: str) -> None:
    assert read_amount(text, mark) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "-", ".", "1.2.3", "1,2,3", "12,34.5", "1e3", "NaN", "--5", "(5", "5)", "٣", "１２", "9" * 19, "abc", "1 2x"],
)
def test_amount_when_it_is_none_then_says_what_to_write(text: str) -> None:
    with pytest.raises(BadAmount):
        read_amount(text)


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.005", "EUR"), ("1.5", "JPY"), ("1.2345", "KWD"), ("9999999999999999", "EUR")]
)
def test_minor_units_when_finer_or_larger_than_can_be_then_refused(amount: str, currency: str) -> None:
    with pytest.raises(BadAmount):
        minor_units(Decimal(amount), currency)


@pytest.mark.parametrize(("text", "currency", "minor"), [("15000", "JPY", 150), ("1250", "EUR", 1250), ("0", "HUF", 0)])
def test_hundredths_when_of_any_currency_then_are_minor_units(text: str, currency: str, minor: int) -> None:
    assert hundredths(text, currency) == minor


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.000,50"], ","),
        (["1,000.50"], "."),
        (["1.234"], "."),
        (["1.234", "5,6"], ","),
        (["1,234", "5"], "."),
        (["1.234.567", "1,5"], ","),
        (["1.5", "1,5"], None),
        ([], "."),
        (["-9,90-", "(1,20)"], ","),
    ],
)
def test_decimal_mark_when_amounts_are_looked_at_then_is_told_or_not(texts: list[str], mark: str | None) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-02T10:00:00Z", 10),
        ("2026-11-02 10:00:00 +0100", 9),
        ("2026-11-02T10:00:00+08:00", 2),
        ("2026-11-02 10:00:00 PST", 18),
        ("2026/11/02 19:00:00 JST", 10),
        ("02.11.2026 10:00:00 UTC", 10),
    ],
)
def test_moment_when_it_names_its_zone_then_is_of_that_zone(text: str, hour: int) -> None:
    formats = ("%Y-%m-%d %H:%M:%S %z", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S")
    assert read_moment(text, formats, UTC) == datetime(2026, 11, 2, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z", "２０２６-01-01"]
)
def test_moment_when_it_is_none_then_says_what_to_write(text: str) -> None:
    with pytest.raises(BadMoment):
        read_moment(text, (), UTC)


@pytest.mark.parametrize(
    ("text", "hours"), [("CET", 1), ("GMT+8", 8), ("UTC-05:00", -5), ("+0530", 5.5), ("pdt", -7), ("Asia/Tokyo", 9)]
)
def test_zone_when_written_so_then_is_known(text: str, hours: float) -> None:
    offset = read_zone(text).utcoffset(datetime(2026, 11, 2))  # noqa: DTZ001 - a zone is asked about its own time
    assert offset is not None
    assert offset.total_seconds() == hours * 3600


@pytest.mark.parametrize("text", ["", "XYZ", "GMT+99", "Europe", "../../etc/passwd", "Europe/Nowhere", "+01:75"])
def test_zone_when_it_is_none_then_says_what_to_write(text: str) -> None:
    with pytest.raises(BadMoment):
        read_zone(text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Kontoführung, Münchner Straße, 5 €", "cp1252"),
        ("Crédit reçu — facture nº 5", "cp1252"),
        ("交易时间,金额,手续费\n收款,提现", "gb18030"),
        ("交易时间,金额", "utf-8"),
    ],
)
def test_letters_when_encoded_so_then_are_told_apart(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding), Faults("p", "n")) == text


def test_collection_account_when_its_headers_are_chinese_then_is_read() -> None:
    content = (
        "交易时间,交易类型,状态,币种,金额,手续费,余额,交易流水号\n"
        "2026/11/02 10:00:00,入账,成功,USD,100.00,0,100.00,T1\n2026/11/03 10:00:00,提现,成功,USD,-90.00,1.00,9.00,T2\n"
    )
    report = read_report(content.encode("gb18030"), "pingpong", "x.csv")
    assert [(each.kind, each.net) for each in report.lines] == [("bank_credit", 10000), ("payout", -9100)]
    assert report.lines[0].at == datetime(2026, 11, 2, 2, tzinfo=UTC)
    assert failing(report) == []


def test_dates_with_slashes_when_the_shop_is_american_then_put_the_month_first() -> None:
    report = changed("amazon_us.txt", "2026-11-17 00:00:00 UTC", "11/05/2026")
    assert report.lines[0].at == datetime(2026, 11, 5, tzinfo=UTC)


def test_dates_with_slashes_when_a_day_is_above_twelve_then_the_day_is_first() -> None:
    report = changed("amazon_eu.txt", "17.11.2026 00:00:00 UTC", "17/11/2026")
    assert report.lines[0].at == datetime(2026, 11, 17, tzinfo=UTC)


def test_total_when_it_is_owed_then_nothing_was_paid_out() -> None:
    report = changed("amazon_us.txt", "\t16.45\t", "\t-5.00\t")
    assert "payout" not in {str(line.kind) for line in report.lines}
    assert failing(report) == [("payout", -2145)]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("chargeback_won", "chargeback_reversal"),
        ("shop_cash_credit", "adjustment"),
        ("agentic_fee_tax_debit", "tax_withheld"),
        ("reserved_funds", "reserve"),
    ],
)
def test_word_when_a_gateway_names_it_after_its_family_then_is_known(word: str, kind: str) -> None:
    report = changed("shopify_transactions.csv", "2026-11-02 11:12:31 +0100,charge,", f"2026-11-02,{word},")
    assert report.lines[1].kind == kind
    assert [each.code for each in report.warnings] == ["not_settled_yet"]
