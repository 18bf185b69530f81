"""Words of returns, read as text: of today, of tomorrow, and of nobody."""

import pytest

from fulfillment.learning.reasons import load_reasons
from fulfillment.learning.terms import Change, load_terms
from fulfillment.learning.words import WORDS
from fulfillment.payments.disputes.category import Category
from fulfillment.tracking.vocabulary import Word


@pytest.mark.parametrize(
    ("written", "cause"),
    [("Too small", "changed_mind"), ("quality.defective", "defective"), ("logistics:late", "late"),
     ("damaged", "damaged_on_arrival"), ("not-as-described", "not_as_described"), ("empty box", "return_fraud"),
     ("whatever else", "other"), ("", "other")],
)  # fmt: skip
def test_reason_when_written_somehow_then_means_one_cause(written: str, cause: str) -> None:
    assert load_reasons().of_return(written) == cause


def test_disputes_and_parcels_when_read_then_every_word_is_ours() -> None:
    reasons = load_reasons()
    assert set(reasons.disputes) == set(Category)
    assert set(reasons.parcels) <= set(Word)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_when_read_then_no_cause_and_no_change_lacks_them(language: str) -> None:
    says = WORDS[language]
    assert set(says.causes) == set(load_reasons().families)
    assert set(says.changes) == set(Change)
    assert len({each.id for each in load_terms().terms}) == len(load_terms().terms)
