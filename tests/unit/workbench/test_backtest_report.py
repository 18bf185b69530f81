"""The page of a backtest stands alone, and its pictures come out the same."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from engine.workbench.charts import CHARTS, charts
from engine.workbench.comparing.comparison import Comparison, compare
from engine.workbench.comparing.order import Compared
from engine.workbench.report import page
from tests.compared_orders import ABOUT, a_compared, some_history

VOID = {"meta", "br", "path", "use", "rect", "line", "circle"}


class Checking(HTMLParser):
    """Notes what a page would load, and elements that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [str(value) for name, value in attrs if name in {"src", "href", "xlink:href", "action", "data"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def made(orders: list[Compared]) -> str:
    found = compare(orders)
    return page(ABOUT, found, charts(found), [each for each in orders if each.is_flipped])


def checked(text: str) -> Checking:
    checking = Checking()
    checking.feed(text)
    return checking


def test_page_when_written_then_asks_for_nothing_and_runs_nothing() -> None:
    text = made(list(some_history()))
    found = checked(text)
    assert not [each for each in found.loads if not each.startswith("#")]
    assert not re.search(r"https?:|url\((?!#)|@import|javascript:", text)
    assert "script" not in found.tags


def test_page_when_written_then_every_element_ends_and_every_picture_is_told_in_words() -> None:
    text = made(list(some_history()))
    assert checked(text).open == []
    assert text.count("<svg") == text.count('<figure role="img" aria-label="') > 3


def test_page_when_a_name_holds_markup_then_shows_it_as_text() -> None:
    orders = [a_compared("admit", "hold", ref="<b>1</b>", shop="<script>"), a_compared(shop="other")]
    text = made(orders)
    assert "<script>" not in text
    assert "&lt;b&gt;1&lt;/b&gt;" in text


def test_page_when_nothing_was_compared_then_says_so() -> None:
    text = page(replace(ABOUT, left_out={"erased": 3}), Comparison(), (), [])
    assert "nothing was compared" in text
    assert "3 orders are left out" in text


def test_page_when_old_rules_hid_what_orders_were_then_says_so_in_words() -> None:
    text = made([a_compared("hold", "admit"), a_compared()])
    assert "What is known speaks for the old rules" in text
    assert "1 order without a label was stopped when it came" in text


def test_charts_when_drawn_twice_then_are_the_same_bytes() -> None:
    first, second = (charts(compare(some_history())) for _ in range(2))
    assert [each.svg() for each in first] == [each.svg() for each in second]
    assert [each.name for each in first] == ["outcomes", "rules", "by_country", "workload"]
    assert {each.name for each in first} < set(CHARTS)


def test_charts_when_written_as_png_then_are_pictures() -> None:
    assert all(each.png().startswith(b"\x89PNG") for each in charts(compare(some_history())))


@pytest.mark.parametrize("name", ["旗舰店", "$5 & <more>", "a" * 60])
def test_charts_when_names_are_odd_then_are_drawn(name: str) -> None:
    orders = [a_compared("admit", "hold", shop=name), a_compared(shop="plain")]
    drawn = next(each for each in charts(compare(orders)) if each.name == "by_shop")
    assert drawn.png()
    assert "<svg" in drawn.inline()


def test_charts_when_there_are_no_orders_then_there_are_none() -> None:
    assert charts(Comparison()) == ()
