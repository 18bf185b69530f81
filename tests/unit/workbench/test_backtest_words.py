"""The page of a backtest and its charts in Chinese."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from string import Formatter

import pytest

from engine.workbench import charts as drawing
from engine.workbench.backtest_words import CHINESE, ENGLISH
from engine.workbench.charts import charts
from engine.workbench.comparing.comparison import Comparison, compare
from engine.workbench.report import page
from tests.compared_orders import ABOUT, some_history

NOT_TRANSLATED = {"EUR", "JSON", "UTC", "Wilson", "E", "B", "R", "J", "Efron", "Tibshirani", "An", "Introduction", "to",
                  "the", "Bootstrap", "br", "DE", "FR", "US", "A"}  # fmt: skip


def chinese_page() -> str:
    found = compare(some_history())
    drawn = charts(found, CHINESE.charts)
    return page(ABOUT, found, drawn, [each for each in some_history() if each.is_flipped], CHINESE)


def english_words(text: str) -> set[str]:
    plain = re.sub(r"<title>.*?</title>|<style>.*?</style>|<svg.*?</svg>|<code>.*?</code>", " ", text, flags=re.DOTALL)
    plain = re.sub(r"<[^>]*>", " ", plain)
    return set(re.findall(r"[A-Za-z]+", plain))


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from texts(each, f"{path}/{name}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from texts(each, f"{path}/{number}")
    else:
        yield path, str(value)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_page_when_chinese_then_says_so_and_has_no_english_words_left() -> None:
    text = chinese_page()
    assert '<html lang="zh-Hans">' in text
    assert english_words(text) <= NOT_TRANSLATED
    assert "15.0%（7.1% 至 29.1%）" in text


def test_page_when_chinese_then_pictures_are_told_and_labelled_in_chinese() -> None:
    drawn = charts(compare(some_history()), CHINESE.charts)
    assert all(re.search("[\u4e00-\u9fff]", each.says) for each in drawn)
    assert all(re.search(">[^<]*[\u4e00-\u9fff]", each.svg()) for each in drawn)
    assert not any("before" in each.svg() for each in drawn)


def test_words_when_translated_then_take_the_same_figures() -> None:
    english, chinese = dict(texts(asdict(ENGLISH))), dict(texts(asdict(CHINESE)))
    assert english.keys() == chinese.keys()
    assert {path for path in english if fields(english[path]) != fields(chinese[path])} == set()


def test_page_when_nothing_was_compared_then_says_so_in_chinese() -> None:
    assert "未作比较" in page(ABOUT, Comparison(), (), [], CHINESE)


def test_page_when_orders_flip_then_names_the_command_that_explains_one() -> None:
    found = compare(some_history())
    flips = [each for each in some_history() if each.is_flipped]
    assert f"<code>clearway explain {flips[0].decision}</code>" in page(ABOUT, found, (), flips)


@pytest.mark.parametrize(("font", "words"), [("", ENGLISH), ("DejaVu Sans", CHINESE)])
def test_png_when_no_font_has_the_letters_then_is_in_english(
    monkeypatch: pytest.MonkeyPatch, font: str, words: object
) -> None:
    monkeypatch.setattr(drawing, "_asian", lambda _: font)
    chart = charts(compare(some_history()), CHINESE.charts)[0]
    drawn: list[object] = []
    object.__setattr__(chart, "draw", lambda _, says: drawn.append(says))
    assert chart.png()
    assert drawn == [words.charts]  # type: ignore[attr-defined]


def test_font_when_it_has_boxes_only_then_is_not_taken() -> None:
    nobodys = frozenset("\ue123\uf123店\ue456")
    assert drawing._asian(nobodys) == ""
