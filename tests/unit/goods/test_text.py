"""Tokens, scripts and the phrase index."""

import pytest

from engine.goods.index import PhraseIndex
from engine.goods.text import read_text


def _found(terms: list[str], text: str) -> list[str]:
    index = PhraseIndex((term, term) for term in terms)
    return [tag for hit in index.find(read_text(text)) for tag in hit.tags]


def test_read_text_when_accented_and_plural_then_one_spelling() -> None:
    assert read_text("Crèmes BATTERIES knives").words == ("creme", "battery", "knife")


def test_read_text_when_kana_then_voiced_marks_stay() -> None:
    assert read_text("ガラス").runs == ("ガラス",)


def test_index_when_terms_nest_then_the_longer_hides_the_shorter() -> None:
    assert _found(["wine", "wine glass"], "wine glass, set of 2") == ["wine glass"]


def test_index_when_word_is_inside_another_then_not_found() -> None:
    assert _found(["fur"], "furblet") == []


def test_index_when_chinese_term_stands_inside_a_run_then_found() -> None:
    assert _found(["充电宝"], "大容量充电宝两万毫安") == ["充电宝"]


@pytest.mark.parametrize(("text", "expected"), [("赤ワイン", ["ワイン"]), ("ワインレッド", [])])
def test_index_when_katakana_compound_then_its_last_part_names_it(text: str, expected: list[str]) -> None:
    assert _found(["ワイン"], text) == expected


def test_index_when_text_is_cut_inside_a_phrase_then_the_stump_counts() -> None:
    assert _found(["shower gel"], "peaceful flower garden shower ge") == ["shower gel"]


def test_index_when_the_stump_is_a_letter_of_many_then_no_evidence() -> None:
    assert _found(["thermal scope"], "12 pairs of socks, mens thermal s") == []


@pytest.mark.parametrize(("text", "expected"), [("夏のtシャツ", ["tシャツ"]), ("夏のシャツ", [])])
def test_index_when_a_term_mixes_scripts_then_both_parts_must_stand(text: str, expected: list[str]) -> None:
    assert _found(["tシャツ"], text) == expected


def test_index_when_terms_may_overlap_then_the_inner_one_is_found_too() -> None:
    index = PhraseIndex([("wine glass", "glass"), ("wine", "wine")], overlapping=True)
    assert [hit.tags for hit in index.find(read_text("wine glass"))] == [("glass",), ("wine",)]


def test_index_when_text_is_short_then_a_stump_is_no_evidence() -> None:
    assert _found(["shower gel"], "shower g") == []
