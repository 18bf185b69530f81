"""The phrase index against a plain reading of what it promises."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.goods.index import PhraseIndex
from engine.goods.text import Reading

WORD = st.sampled_from(["aba", "bob", "coc", "dad"])
TERM = st.lists(WORD, min_size=1, max_size=3).map(tuple)
TERMS = st.lists(TERM, max_size=8, unique=True)
TEXT = st.lists(WORD, max_size=8).map(tuple)
RUN = st.text(alphabet="酒水刀", min_size=2, max_size=3)


def longest_first(terms: list[tuple[str, ...]], words: tuple[str, ...]) -> list[tuple[int, int]]:
    """From left to right, the longest term that begins at each place not yet covered."""
    found, at = list[tuple[int, int]](), 0
    while at < len(words):
        lengths = [len(term) for term in terms if words[at : at + len(term)] == term]
        if lengths:
            found.append((at, at + max(lengths)))
        at += max(lengths, default=1)
    return found


@given(TERMS, TEXT)
def test_find_when_any_terms_then_the_longest_from_the_left(
    terms: list[tuple[str, ...]], words: tuple[str, ...]
) -> None:
    index = PhraseIndex((" ".join(term), term) for term in terms)
    assert [(hit.start, hit.end) for hit in index.find(Reading(words))] == longest_first(terms, words)


@given(TERMS, TEXT)
def test_find_when_overlapping_then_every_place_of_every_term(
    terms: list[tuple[str, ...]], words: tuple[str, ...]
) -> None:
    index = PhraseIndex(((" ".join(term), term) for term in terms), overlapping=True)
    places = {(at, at + len(term)) for term in terms for at in range(len(words)) if words[at : at + len(term)] == term}
    assert {(hit.start, hit.end) for hit in index.find(Reading(words))} == places


@given(st.lists(RUN, max_size=5, unique=True), st.text(alphabet="酒水刀", min_size=1, max_size=8))
def test_find_when_the_text_is_chinese_then_hits_are_its_letters(terms: list[str], run: str) -> None:
    hits = PhraseIndex((term, term) for term in terms).find(Reading((), (run,)))
    assert all(run[hit.start : hit.end] == hit.term for hit in hits)
    assert all(before.end <= after.start for before, after in pairwise(hits))
