"""Decisions in words."""

from dataclasses import replace

import pytest

from engine.explanation import next_step, next_steps, reasons, single_reasons
from engine.lexicon.admission import LEXICON
from engine.lexicon.spec import Value
from engine.lexicon.wording import language_of, worded
from tests.tiny_rule_book import decided, tiny_rule_book

VAPE: dict[str, Value] = {"line.hs_code": "85434000", "line.sku": "V-1"}
BOOK = tiny_rule_book()


def test_reasons_when_values_are_quoted_then_text_holds_them() -> None:
    (reason,) = reasons(decided({"payment.status": "failed"}), BOOK, "en")
    assert (reason.text, reason.actor, reason.values) == (
        "The payment is failed.",
        "finance",
        {"payment.status": "failed"},
    )


def test_reasons_when_a_quoted_fact_is_unknown_then_says_so() -> None:
    decision = decided({"payment.status": "failed"})
    silent = replace(decision, findings=(replace(decision.findings[0], values={}),), evaluation=None)
    assert reasons(silent, BOOK, "en")[0].text == "The payment is not stated."


def test_reasons_when_several_then_worst_comes_first() -> None:
    found = reasons(decided({"payment.status": "failed"}, (VAPE,)), BOOK, "en")
    assert [each.rule for each in found] == ["IMP-001", "PAY-001"]


def test_reasons_when_lines_read_the_same_then_are_one() -> None:
    decision = decided(parts=(VAPE, {"line.hs_code": "61091000"}, VAPE))
    assert [each.lines for each in reasons(decision, BOOK, "en")] == [(1, 3)]
    assert [each.lines for each in single_reasons(decision, BOOK, "en")] == [(1,), (3,)]


def test_reasons_when_lines_read_differently_then_stay_apart() -> None:
    decision = decided(parts=(VAPE, VAPE | {"line.hs_code": "85437000"}))
    assert [each.text for each in reasons(decision, BOOK, "en")] == [
        "Heading 85434000 is not sent.",
        "Heading 85437000 is not sent.",
    ]


@pytest.mark.parametrize(
    ("buyer", "read"),
    [
        ("de-DE", "Bitte zahlen Sie noch einmal."),
        ("zh_CN", "请重新付款。"),
        ("pt-BR", "Please pay again."),
        (None, "请重新付款。"),
    ],
)
def test_reasons_when_the_buyer_has_a_language_then_is_told_in_it_or_in_english(buyer: str | None, read: str) -> None:
    (reason,) = reasons(decided({"payment.status": "failed"}), BOOK, "zh", buyer)
    assert reason.customer == read
    assert reason.text == "付款状态为 失败。"


def test_reasons_when_a_locale_has_only_the_buyers_text_then_staff_read_english() -> None:
    assert reasons(decided({"payment.status": "failed"}), BOOK, "de")[0].text == "The payment is failed."


@pytest.mark.parametrize(
    ("many", "read"), [(0, "No order in a day."), (1, "1 order in a day."), (4, "4 orders in a day.")]
)
def test_reasons_when_a_text_counts_then_says_none_one_or_many(many: int, read: str) -> None:
    decision = decided({"payment.status": "failed"})
    counted = replace(decision.findings[0], reason="FRD_BURST", values={"velocity.ip_orders_24h": many})
    assert reasons(replace(decision, findings=(counted,)), BOOK, "en")[0].text == read


def test_next_step_when_findings_differ_in_weight_then_names_only_what_decided() -> None:
    decision = decided({"payment.status": "failed"}, (VAPE,))
    assert next_step(decision, BOOK, "en") == "Take it off."
    assert [each.actor for each in next_steps(decision, BOOK, "en")] == ["product_data"]


def test_next_step_when_admitted_then_is_empty() -> None:
    assert next_step(decided(), BOOK, "en") == ""


def test_next_step_when_a_finding_is_released_then_leaves_it_out() -> None:
    decision = decided({"payment.status": "failed"})
    released = replace(decision, findings=tuple(replace(each, waived_by="ada") for each in decision.findings))
    assert next_step(released, BOOK, "en") == ""


@pytest.mark.parametrize(
    ("value", "fact", "language", "words"),
    [
        (True, "order.pending", "en", "yes"),
        (False, "order.pending", "zh", "否"),
        (12999, "order.value_eur_minor", "en", "EUR 129.99"),
        (1290, "order.total_minor", "en", "JPY 1,290"),
        (frozenset({"b", "a"}), "line.categories", "en", "a, b"),
        (frozenset(), "line.categories", "zh", "无"),
        (3, "order.lines_count", "ja", "3"),
    ],
)
def test_worded_when_a_value_has_a_type_then_reads_as_people_write_it(
    value: Value, fact: str, language: str, words: str
) -> None:
    assert worded(value, LEXICON[fact], language, "JPY") == words


def test_language_of_when_the_locale_names_a_region_then_is_its_language() -> None:
    assert [language_of(each) for each in ("de-DE", "zh_Hans_CN", "EN")] == ["de", "zh", "en"]
