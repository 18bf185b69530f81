"""What holds of brands in any title."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.brands.brand import MentionKind
from engine.brands.confusable import skeleton
from engine.brands.near import NearNames, one_apart
from engine.brands.text import plain
from tests.brand_screen import brand_screen

HARMLESS = [
    "blue",
    "large",
    "new",
    "cotton",
    "2026",
    "with",
    "pack",
    "of",
    "two",
    "schwarz",
    "femme",
    "透明",
    "メンズ",
    "-",
    ",",
]
MARKERS = ["compatible with", "case for", "fits", "replacement for", "适用于", "Hülle für", "coque pour", "funda para"]
NAMES = sorted(name for brand in brand_screen().vocabulary.brands.values() for name in brand.names)
COPIES = ["replica", "knockoff", "高仿", "スーパーコピー", "Nachbau", "contrefaçon", "imitación"]
SURE = [name for name in NAMES if brand_screen().screen(f"replica {name}").brands(MentionKind.REPLICA)]
words = st.lists(st.sampled_from(HARMLESS), max_size=4)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Reads the data before any deadline runs."""
    brand_screen()


@given(st.text())
def test_skeleton_when_taken_twice_then_the_same(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@given(st.text(alphabet="il1|o0rnmvwаеорсⒶ𝐀ａÅ\u200b\u0301ß"))
def test_skeleton_when_the_text_is_all_tricks_then_stays_itself(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@given(st.text())
def test_plain_when_taken_twice_then_never_raises(text: str) -> None:
    assert isinstance(plain(plain(text)), str)


@settings(max_examples=300)
@given(st.sampled_from(SURE), st.sampled_from(COPIES), words, words, words)
def test_replica_when_harmless_words_are_added_then_stays(
    name: str, copy: str, before: list[str], between: list[str], behind: list[str]
) -> None:
    title = " ".join([*before, copy, *between, name, *behind])
    wanted = brand_screen().screen(f"{copy} {name}").brands(MentionKind.REPLICA)
    assert wanted <= brand_screen().screen(title).brands(MentionKind.REPLICA), title


@settings(max_examples=300)
@given(st.sampled_from(MARKERS), st.sampled_from(NAMES), words)
def test_compatible_when_the_name_stands_behind_the_marker_then_is_never_claimed(
    marker: str, name: str, before: list[str]
) -> None:
    title = " ".join([*before, marker, name])
    assert not brand_screen().screen(title).brands(MentionKind.OWN_NAME), title


@given(st.text(max_size=120), st.one_of(st.none(), st.text(max_size=60)))
def test_screen_when_given_anything_then_spans_are_what_is_written(title: str, description: str | None) -> None:
    texts = {"title": title, "description": description or ""}
    for each in brand_screen().screen(title, description).mentions:
        assert texts[each.field][each.start : each.end] == each.written


@given(st.text(alphabet="abc", min_size=5, max_size=8), st.text(alphabet="abc", min_size=5, max_size=8))
def test_one_apart_when_compared_both_ways_then_the_same(one: str, other: str) -> None:
    assert one_apart(one, other) == one_apart(other, one)


@given(st.text(alphabet="abc", min_size=6, max_size=8), st.text(alphabet="abc", min_size=5, max_size=9))
def test_near_names_when_a_word_is_one_apart_then_find_it(name: str, word: str) -> None:
    wanted = one_apart(word, name) and word[0] == name[0]
    assert (NearNames([name]).of(word) == name) == wanted
