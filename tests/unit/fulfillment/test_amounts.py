"""Days and amounts as buyers read them: each language in its own way, in notices and in drafts of answers alike."""

from datetime import date

import pytest

from engine.order.money import Money
from fulfillment.inbox.draft_words import Sentence, written
from fulfillment.notify.amounts import BLANK, NARROW, amount_in
from fulfillment.notify.phrases import day_in

MUCH, LESS = Money(123_456_750, "EUR"), Money(123_450, "EUR")


@pytest.mark.parametrize(
    ("language", "much", "less", "yen"),
    [
        ("en", "EUR 1,234,567.50", "EUR 1,234.50", "JPY 1,200"),
        ("zh", "EUR 1,234,567.50", "EUR 1,234.50", "JPY 1,200"),
        ("ja", "EUR 1,234,567.50", "EUR 1,234.50", "JPY 1,200"),
        ("de", f"1.234.567,50{BLANK}EUR", f"1.234,50{BLANK}EUR", f"1.200{BLANK}JPY"),
        ("es", f"1.234.567,50{BLANK}EUR", f"1234,50{BLANK}EUR", f"1200{BLANK}JPY"),
        ("fr", f"1{NARROW}234{NARROW}567,50{BLANK}EUR", f"1{NARROW}234,50{BLANK}EUR", f"1{NARROW}200{BLANK}JPY"),
    ],
)
def test_amount_when_written_then_is_as_the_language_writes_it(language: str, much: str, less: str, yen: str) -> None:
    assert [amount_in(each, language) for each in (MUCH, LESS, Money(1200, "JPY"))] == [much, less, yen]
    assert amount_in(str(LESS), language) == less
    assert amount_in("-", language) == "-"


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "1 December 2026", "2 December 2026"),
        ("zh", "2026年12月1日", "2026年12月2日"),
        ("ja", "2026年12月1日", "2026年12月2日"),
        ("de", "1. Dezember 2026", "2. Dezember 2026"),
        ("es", "1 de diciembre de 2026", "2 de diciembre de 2026"),
        ("fr", "1er décembre 2026", "2 décembre 2026"),
    ],
)
def test_day_when_written_then_is_as_the_language_writes_it(language: str, first: str, second: str) -> None:
    assert [day_in(date(2026, 12, day), language) for day in (1, 2)] == [first, second]
    said = written(Sentence("refund_sent", {"amount": LESS, "day": date(2026, 12, 1)}), language)
    assert first in said
    assert amount_in(LESS, language) in said
