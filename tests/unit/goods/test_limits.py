"""Limits: over what they count, in which currency, and what an unknown value means."""

from dataclasses import replace

import pytest

from engine.goods.limits import Against, Limit, Money, Per, measured
from engine.goods.screening import Goods
from tests.unit.goods.builders import a_line, knowledge
from tests.unit.goods.laws import a_ban, a_book, a_journey, applied

CIGARS = replace(a_line("Cigars", "24021000"), weight_g=10)
TWO_PER_EURO = Money("USD", lambda minor, currency: minor if currency == "EUR" else minor // 2)


def _standings(limit: Limit, *quantities: int | None) -> list[Against]:
    book = a_book({"DE": [a_ban(limits=(limit,))]})
    lines = [replace(CIGARS, weight_g=None) if n is None else replace(CIGARS, quantity=n) for n in quantities]
    return [found[0].standing for found in applied(book, a_journey(), *lines)]


def test_limit_when_counted_over_the_consignment_then_splitting_does_not_help() -> None:
    limit = Limit("quantity", 10, Per.CONSIGNMENT)
    assert _standings(limit, 6, 6) == [Against.EXCEEDED, Against.EXCEEDED]


def test_limit_when_counted_by_line_then_each_stands_alone() -> None:
    assert _standings(Limit("quantity", 10, Per.LINE), 6, 12) == [Against.WITHIN, Against.EXCEEDED]


def test_limit_when_one_weight_is_unknown_then_unknown_for_all() -> None:
    assert _standings(Limit("weight_g", 100, Per.CONSIGNMENT), 5, None) == [Against.UNKNOWN, Against.UNKNOWN]


def test_limit_when_the_known_part_is_too_much_then_exceeded_all_the_same() -> None:
    assert _standings(Limit("weight_g", 100, Per.CONSIGNMENT), 11, None) == [Against.EXCEEDED, Against.EXCEEDED]


def test_limit_when_one_measure_is_unknown_and_another_exceeded_then_exceeded() -> None:
    limits = (Limit("blade_mm", 80, Per.PIECE), Limit("quantity", 1, Per.CONSIGNMENT))
    (found,) = applied(a_book({"DE": [a_ban(limits=limits)]}), a_journey(), replace(CIGARS, quantity=2))
    assert found[0].standing is Against.EXCEEDED


@pytest.mark.parametrize(
    ("value", "currency", "money", "standing"),
    [
        (4500, "EUR", Money("EUR"), Against.WITHIN),
        (4501, "EUR", Money("EUR"), Against.EXCEEDED),
        (9000, "EUR", TWO_PER_EURO, Against.WITHIN),
        (9002, "EUR", TWO_PER_EURO, Against.EXCEEDED),
        (4501, "USD", TWO_PER_EURO, Against.EXCEEDED),
        (1, "GBP", Money("JPY"), Against.UNKNOWN),
        (None, "EUR", Money("EUR"), Against.UNKNOWN),
    ],
)
def test_value_limit_when_compared_then_in_one_currency(
    value: int | None, currency: str, money: Money, standing: Against
) -> None:
    found = measured(Limit("value", 4500, Per.CONSIGNMENT, currency), [(CIGARS, value)], 0, money)
    assert found.standing is standing


def test_screen_when_other_lines_are_other_goods_then_they_do_not_count() -> None:
    book = a_book({"DE": [a_ban(limits=(Limit("quantity", 1, Per.CONSIGNMENT),))]})
    cigars, shirts = applied(book, a_journey(), CIGARS, a_line("Cotton T-shirt", quantity=50))
    assert (cigars[0].standing, shirts) == (Against.WITHIN, ())


def test_measured_when_asked_why_then_tells_stated_value_and_limit() -> None:
    book = a_book({"DE": [a_ban(limits=(Limit("quantity", 10, Per.CONSIGNMENT),))]})
    line = replace(CIGARS, quantity=12)
    (one,) = book.screen_line(Goods(line, knowledge().classifier.classify(line)), a_journey())
    assert [(item.limit.measure, item.stated, item.most) for item in one.measured] == [("quantity", 12, 10)]
