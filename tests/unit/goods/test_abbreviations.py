"""Short forms and compounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.goods.abbreviations import short_forms, skeleton
from engine.goods.spelling import Spelling

WORDS = st.lists(st.text(alphabet="abcdeorstn", min_size=3, max_size=9), min_size=1, max_size=6, unique=True)


@pytest.mark.parametrize(
    ("form", "word"),
    [("cndtnr", "conditioner"), ("cndtn", "conditioner"), ("shmp", "shampoo"), ("bttr", "butter"), ("btr", "butter")],
)
def test_short_forms_when_vowels_are_dropped_then_the_word(form: str, word: str) -> None:
    assert short_forms(["conditioner", "shampoo", "butter"])[form] == word


def test_short_forms_when_two_words_share_one_then_it_means_neither() -> None:
    assert "ltn" not in short_forms(["lotion", "latin"])


def test_short_forms_when_a_form_means_something_else_then_left_out() -> None:
    assert "crm" not in short_forms(["cream"], taken=["crm"])


@given(WORDS)
def test_short_forms_when_any_words_then_each_form_keeps_the_order_of_its_letters(words: list[str]) -> None:
    for form, word in short_forms(words).items():
        letters = iter(word)
        assert all(letter in letters for letter in form)


@given(WORDS)
def test_short_forms_when_any_words_then_no_listed_word_is_taken_for_another(words: list[str]) -> None:
    assert not set(words) & short_forms(words).keys()


@given(st.text(alphabet="abcdeorstn", max_size=9))
def test_skeleton_when_taken_twice_then_the_same(word: str) -> None:
    assert skeleton(skeleton(word)) == skeleton(word)


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("brotmesser", ("messer",)),
        ("crm", ("cream",)),
        ("messerblock", ("messerblock",)),  # known as it is
        ("messer", ("messer",)),
        ("kuchenmesser07", ("messer",)),
        ("hymn", ("hymn",)),
    ],
)
def test_spelling_when_a_word_is_written_out_then_the_words_it_stands_for(word: str, words: tuple[str, ...]) -> None:
    spelling = Spelling({"crm": ("cream",)}, ["messer", "block"], known=["messerblock"])
    assert spelling.words_of(word) == words
