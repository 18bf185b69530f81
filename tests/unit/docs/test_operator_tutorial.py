"""The tutorial for operators: screens say the names that it sets apart, its pictures and links are there, and both
languages have the same parts."""

import re

import pytest

from api.console.wording import names, pairs
from api.entrance.words import ENGLISH
from tests.pages import DOCS, blocks, page

PAGES = {"en": "tutorial-operator.md", "zh": "tutorial-operator.zh-CN.md"}
APART = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")


@pytest.mark.parametrize("language", PAGES)
def test_names_when_the_page_sets_them_apart_then_a_screen_says_them(language: str) -> None:
    place = list(PAGES).index(language)
    said = {pair[place] for name in names() for pair in pairs(name).values()}
    text = re.sub(r"```.*?```|`[^`]*`", "", page(PAGES[language]), flags=re.DOTALL)
    door = ENGLISH["demo_as"].format(name="Omar", role=ENGLISH["demo_operator"])
    assert set(APART.findall(text)) - said <= {door}


@pytest.mark.parametrize("name", PAGES.values())
def test_links_and_pictures_when_named_then_are_there(name: str) -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", page(name))
    assert len(linked) > 8
    assert not [each for each in linked if not (DOCS / each).exists()]


def test_pages_when_compared_then_have_the_same_parts() -> None:
    assert blocks(PAGES["en"]) == blocks(PAGES["zh"])
    english, chinese = (re.findall(r"^## (\d)|`g` `(.)`", page(name), re.MULTILINE) for name in PAGES.values())
    assert english == chinese
