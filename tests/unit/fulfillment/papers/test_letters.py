"""Every letter is drawn by a font, written in Latin letters, or refused; none becomes an empty box."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.documents.errors import FontMissing, LettersMissing
from fulfillment.documents.fonts import BASE
from fulfillment.documents.letters import JOINERS, Scribe, is_right_to_left, latin, needs_latin, visible
from fulfillment.documents.typesetting import Typesetter


@dataclass(frozen=True)
class LatinOnly:
    """A machine with the base font alone, which draws ASCII."""

    families: frozenset[str] = field(default=frozenset({BASE}))

    def has(self, family: str) -> bool:
        return family in self.families

    def draws(self, family: str, letter: str) -> bool:
        return family in self.families and letter.isascii()


@pytest.mark.parametrize(
    ("text", "country", "family"),
    [
        ("Москва Αθήνα", "RU", BASE),
        ("深圳市", "CN", "Noto Sans CJK SC"),
        ("臺北市", "TW", "Noto Sans CJK TC"),
        ("中環", "HK", "Noto Sans CJK HK"),
        ("東京都", "JP", "Noto Sans CJK JP"),
        ("ゆうびん", "US", "Noto Sans CJK JP"),
        ("서울", "US", "Noto Sans CJK KR"),
        ("الرياض", "SA", "Noto Sans Arabic"),
        ("תל אביב", "IL", "Noto Sans Hebrew"),
        ("กรุงเทพ", "TH", "Noto Sans Thai"),
        ("नई दिल्ली", "IN", "Noto Sans Devanagari"),
        ("བོད", "CN", "Noto Serif Tibetan"),
        ("→ ☎", "US", "Noto Sans Symbols"),
    ],
)
def test_text_when_of_a_script_then_its_own_font_draws_it(
    faces: Typesetter, text: str, country: str, family: str
) -> None:
    written = Scribe(faces, country).write(text)
    assert family in written.families
    assert written.text == text


def test_text_when_the_language_is_japanese_then_han_has_its_shapes(faces: Typesetter) -> None:
    assert Scribe(faces, "", "ja").write("骨").families == (BASE, "Noto Sans CJK JP")


def test_text_when_it_runs_from_the_right_then_says_so(faces: Typesetter) -> None:
    assert Scribe(faces, "SA").write("شارع 12").right_to_left


def test_text_when_no_font_draws_a_sign_then_it_is_written_in_latin_letters(faces: Typesetter) -> None:
    assert Scribe(faces, "US").write("nice \U0001f980").text == "nice :crab:"


def test_text_when_nothing_can_write_a_letter_then_is_refused_by_its_code_point(faces: Typesetter) -> None:
    with pytest.raises(LettersMissing, match=r"`U\+E123`"):
        Scribe(faces, "US").write("private \ue123")


def test_text_when_the_font_of_a_known_script_is_missing_then_names_the_package() -> None:
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        Scribe(LatinOnly(), "CN").write("深圳")


def test_text_when_a_script_without_any_font_is_asked_for_then_names_the_core_package() -> None:
    with pytest.raises(FontMissing, match="fonts-noto-core"):
        Scribe(LatinOnly(), "SA").write("الرياض")


def test_text_when_it_holds_marks_that_turn_it_round_then_they_are_left_out() -> None:
    assert visible("abc\u202e\u200fdef\n ghi\u200b") == "abcdef ghi"


@given(st.text(st.characters(exclude_categories=["Co", "Cn", "Cs"]), max_size=40))
def test_text_when_anything_is_written_then_fonts_draw_all_of_it(faces: Typesetter, text: str) -> None:
    try:
        written = Scribe(faces, "CN").write(text)
    except LettersMissing as refused:
        unwritten = refused.letters
        written = Scribe(faces, "CN").write("".join(each for each in visible(text) if each not in unwritten))
    boxes = [each for each in written.text if not any(faces.draws(family, each) for family in written.families)]
    assert not set(boxes) - {" ", *JOINERS}


def test_latin_when_of_a_russian_name_then_begins_with_capitals() -> None:
    assert latin("иванов пётр", "RU") == "Ivanov Petr"


def test_latin_when_han_stands_in_japan_then_is_not_read_as_chinese() -> None:
    assert latin("東京都", "JP") == ""


@pytest.mark.parametrize(
    ("text", "carrier", "needed"), [("深圳", "CN", False), ("深圳", "DE", True), ("Köln", "CN", False)]
)
def test_latin_when_carriers_read_the_script_then_is_not_needed(text: str, carrier: str, needed: bool) -> None:
    assert needs_latin(text, carrier) is needed


def test_direction_when_a_number_comes_first_then_the_first_letter_counts() -> None:
    assert is_right_to_left("12 שלום")
    assert not is_right_to_left("12 abc שלום")
