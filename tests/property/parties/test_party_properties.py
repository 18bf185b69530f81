"""What holds for any names: symmetry, bounds, misspelling, and that the index loses nothing the matcher would take."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataRejected
from engine.parties.explaining import explain
from engine.parties.formats.reader import read_list
from engine.parties.index import NameIndex
from engine.parties.matching import SCREENING, compare, screened
from engine.parties.name import Role, read_name
from engine.parties.sound import sound
from tests.benchmarks.party_names import clean_names, misspelt

NAMES = st.integers(0, 10_000).map(lambda seed: next(clean_names(seed, 1)))
TEXTS = st.one_of(NAMES, st.text(max_size=60))
LOST_AT_MOST = 0.01


@given(TEXTS, TEXTS)
def test_score_when_names_change_sides_then_stays(left: str, right: str) -> None:
    assert compare(left, right).score == pytest.approx(compare(right, left).score, abs=0.05)


@given(TEXTS, TEXTS)
def test_score_when_of_anything_then_is_between_0_and_1(left: str, right: str) -> None:
    assert 0 <= compare(left, right).score <= 1
    assert compare(left, right).explanation


@given(NAMES.filter(lambda name: not read_name(name).forms), st.randoms(use_true_random=False))
def test_name_when_its_words_are_shuffled_then_still_matches(name: str, random: Random) -> None:
    words = [word.text for word in read_name(name).words if word.role is Role.WORD]
    found = compare(" ".join(words), " ".join(random.sample(words, len(words))))
    # Words that many people share say a little less when they stand in another order.
    assert found.matched
    assert found.score >= 0.95


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_sound_when_taken_of_a_doubled_letter_then_is_the_same(word: str) -> None:
    assert sound(word[0] * 2 + word[1:]) == sound(word)


@given(st.binary(max_size=400))
def test_list_when_of_any_bytes_then_is_read_or_refused(data: bytes) -> None:
    with suppress(DataRejected):
        assert read_list([data]).list.entries


def test_index_when_searched_by_brute_force_then_has_lost_next_to_nothing() -> None:
    random = Random(7)
    listed = [read_name(name) for name in dict.fromkeys(clean_names(1, 1_500))]
    index = NameIndex(listed)
    taken = lost = 0
    for name in random.sample(listed, 60):
        asked = read_name(misspelt(name.text, random))
        found = set(index.candidates(asked, SCREENING))
        for at, other in enumerate(listed):
            if screened(asked, other)[0] >= SCREENING:
                taken += 1
                lost += at not in found
    assert taken > 40
    assert lost <= LOST_AT_MOST * taken


@given(NAMES, st.randoms(use_true_random=False))
def test_hit_when_explained_then_every_word_that_was_aligned_is_named(name: str, random: Random) -> None:
    asked, listed = read_name(misspelt(name, random)), read_name(name)
    _, found = screened(asked, listed)
    told = " ".join(explain(asked, listed, found))
    assert all(asked.words[at].text in told for pair in found.pairs for at in pair.left)
    assert all(listed.words[at].text in told for pair in found.pairs for at in pair.right)
