"""What holds of goods and law for any text, any order of files, any value."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.goods.classification import Status
from engine.goods.embargo import Embargoes
from engine.goods.index import PhraseIndex
from engine.goods.law import Journey, LawBook
from engine.goods.limits import Against, Limit, Money, Per, measured
from engine.goods.text import plain, read_text, singular
from tests.unit.goods.builders import TODAY, a_line, classified, knowledge

TITLES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["vape pen", "gift", "充电宝", "T-shirt", "Laptop", "butterfly knife", "ワイン", "blue thing", "honey"]
    ),
)
CODES = st.one_of(st.none(), st.from_regex(r"[0-9]{4,10}", fullmatch=True))
DESTINATIONS = st.sampled_from(["AU", "US", "GB", "CA", "DE", "FR", "JP", "KR", "BR", "SG", "NL", "ZZ"])
MODES = st.sampled_from([None, "post", "courier", "air", "sea"])


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Reads the data before any deadline runs."""
    knowledge()


def _journey(destination: str, mode: str | None = None) -> Journey:
    return Journey(destination=destination, movement="import", mode=mode, decided_on=TODAY, placed_on=TODAY)


@given(TITLES, CODES)
def test_classify_when_asked_for_anything_then_certain_is_part_of_all(title: str, code: str | None) -> None:
    answer = classified(title, code)
    tree = knowledge().classifier.categories
    assert answer.certain <= answer.categories <= frozenset(tree)
    assert tree.with_ancestors(answer.categories) == answer.categories


@given(TITLES, CODES)
def test_classify_when_remembered_then_the_same_as_afresh(title: str, code: str | None) -> None:
    fresh = knowledge().classifier._classify(title, None, None, code, None)
    assert classified(title, code) == fresh


@given(TITLES, DESTINATIONS)
def test_screen_when_nothing_is_known_of_the_goods_then_never_passes_a_ban(title: str, destination: str) -> None:
    answer = classified(title)
    law = knowledge().law.screen(a_line(title), answer, _journey(destination))
    common = knowledge().classifier.categories
    banned = any(common[ban.category].common for ban in knowledge().law.of(destination).bans)
    unknown = answer.status in {Status.VAGUE, Status.UNCLASSIFIED}
    assert law.could_prohibit == (unknown and banned)


@given(TITLES, CODES, DESTINATIONS, MODES)
def test_screen_when_certain_then_prohibited_too(
    title: str, code: str | None, destination: str, mode: str | None
) -> None:
    line = a_line(title, code)
    law = knowledge().law.screen(line, classified(title, code), _journey(destination, mode))
    assert law.prohibited_certain <= law.prohibited
    assert law.prohibited <= frozenset(knowledge().classifier.categories)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), TITLES, CODES)
def test_screen_when_restrictions_stand_in_another_order_then_the_same(
    random: Random, title: str, code: str | None
) -> None:
    shuffled = list(knowledge().law.of("DE").restrictions)
    random.shuffle(shuffled)
    categories = knowledge().classifier.categories
    book = LawBook({"DE": shuffled}, frozenset(), categories, Embargoes([]))
    reference = LawBook({"DE": knowledge().law.of("DE").restrictions}, frozenset(), categories, Embargoes([]))
    line, answer = a_line(title, code), classified(title, code)
    assert book.screen(line, answer, _journey("DE")) == reference.screen(line, answer, _journey("DE"))


@given(st.floats(min_value=0, max_value=1e6), st.one_of(st.none(), st.floats(min_value=0, max_value=1e6)))
def test_limit_when_value_is_known_then_exceeded_or_within_and_else_unknown(most: float, value: float | None) -> None:
    limit = Limit("laser_mw", most, Per.PIECE)
    standing = measured(limit, [(replace(a_line("laser"), laser_mw=value), None)], 0, Money()).standing
    if value is None:
        assert standing is Against.UNKNOWN
    else:
        assert (standing is Against.EXCEEDED) == (value > most)


@given(st.integers(min_value=-800, max_value=800))
def test_restriction_when_days_pass_then_in_force_between_its_ends_only(offset: int) -> None:
    restriction = next(item for item in knowledge().restrictions if item.id == "AU-VAPE-001")
    ended = replace(restriction, valid_to=date(2025, 1, 1))
    day = date(2024, 6, 1) + timedelta(days=offset)
    assert ended.in_force(day, TODAY) == (date(2024, 1, 1) <= day <= date(2025, 1, 1))


@given(st.text(max_size=80))
def test_plain_when_applied_twice_then_nothing_more_changes(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=6), st.integers(0, 5))
def test_index_when_a_term_is_made_of_the_text_then_something_is_found(words: list[str], start: int) -> None:
    at = start % len(words)
    index = PhraseIndex([(" ".join(words[at:]), "it")])
    assert index.find(read_text(" ".join(words)))


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_singular_when_plural_is_made_with_s_then_one_spelling_or_no_plural(word: str) -> None:
    assert len(singular(word)) <= len(word)
