"""Rows of the command line."""

import pytest

from engine.address.report import address_report, phone_report
from engine.address.sources import own_rows
from engine.errors import DataRejected, RowRejected


def test_address_report_when_row_is_good_then_it_comes_back_mended() -> None:
    row = {"country_code": "de", "city": "Berlin", "postcode": "D-10999", "street": "Musterweg 5", "state": None}
    report = address_report(row)
    assert report["result"] == "ok"
    assert report["normalised"] == {
        "country_code": "DE",
        "state": "BE",
        "city": "Berlin",
        "postcode": "10999",
        "street": "Musterweg 5",
    }


def test_address_report_when_phone_is_given_then_it_is_judged_with_the_rest() -> None:
    row = {"country_code": "DE", "city": "Berlin", "postcode": "10999", "street": "Musterweg 5", "phone": "12"}
    report = address_report(row)
    assert report["result"] == "error"
    assert report["findings"] == [{"field": "phone", "code": "phone_wrong_length", "level": "error"}]


def test_address_report_when_a_column_is_no_text_then_the_error_names_it() -> None:
    with pytest.raises(RowRejected, match="`postcode` is int") as caught:
        address_report({"country_code": "DE", "postcode": 10999})
    assert caught.value.field == "postcode"


def test_phone_report_when_number_is_good_then_form_region_and_type_are_told() -> None:
    assert phone_report({"phone": "030 1239887", "country_code": "de"}) == {
        "result": "ok",
        "findings": [],
        "e164": "+49301239887",
        "region": "DE",
        "type": "fixed_line",
    }


def test_phone_report_when_phone_is_missing_then_the_error_names_it() -> None:
    with pytest.raises(RowRejected) as caught:
        phone_report({"country_code": "DE"})
    assert caught.value.field == "phone"


def test_own_rows_when_a_table_is_missing_then_the_error_names_the_file() -> None:
    with pytest.raises(DataRejected, match="the file is missing"):
        own_rows("no_such")
