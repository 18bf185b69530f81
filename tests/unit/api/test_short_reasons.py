"""Reasons without their values, as tabs and cells tell them: no gaps, in both languages."""

import re

import pytest

from api.console.reasons import LONGEST, Reasons
from tests.unit.api.test_reason_names import texts

GAPS = re.compile(r"[\u4e00-\u9fff] [\u4e00-\u9fff]| ,|\(\s|\s\)|（\s*）|^\s|\s$|\{|\x00")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_short_when_any_reason_of_the_book_is_told_then_leaves_no_gap(language: str) -> None:
    told = texts(language)
    reasons = Reasons(told, {}, language)
    short = {code: reasons.short(code) for code in told}
    assert {code: text for code, text in short.items() if GAPS.search(text) or not 2 <= len(text) <= LONGEST} == {}


@pytest.mark.parametrize(
    ("language", "code", "wanted"),
    [
        ("en", "IMP_PROHIBITED", "The destination prohibits the article"),
        ("zh", "IMP_PROHIBITED", "目的国禁止该商品"),
        ("zh", "IMP_LICENCE_MISSING", "该商品进入目的国需要许可证"),
        ("zh", "FRD_CARD_BURST", "同一银行卡一天内有多笔订单"),
        ("en", "FRD_CARD_BURST", "Several orders on one card within a day"),
        ("zh", "PAY_UNDERPAID", "订单总额尚差…未付"),
        ("zh", "ADR_STATE", "缺少州或省，而目的国的邮件按州省分拣"),
        ("zh", "IMP_DUTY_DUE", "须缴关税"),
        ("en", "ADR_PHONE_KIND", "The phone number is of a kind that a driver…"),
        ("zh", "IMP_CODE_UNKNOWN", "海关编码不存在"),
    ],
)
def test_short_when_told_then_reads_as_a_sentence(language: str, code: str, wanted: str) -> None:
    assert Reasons(texts(language), {}, language).short(code) == wanted


def test_short_when_the_book_has_no_text_then_tells_the_code() -> None:
    assert Reasons({}, {}).short("X_1") == "X_1"
