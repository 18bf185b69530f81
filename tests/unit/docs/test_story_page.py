"""The page of the three-minute story names orders, buttons and numbers that there are."""

import re
from pathlib import Path

import pytest

from api.console.wording import of_file
from api.demo_shop import scene_orders as scene
from api.entrance.words import WORDS

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {"en": "the-three-minute-story.md", "zh": "the-three-minute-story.zh-CN.md"}
ORDERS = {scene.KOREA, scene.POWER, scene.BENCH, *scene.MERGED, *scene.CARDS, *(name for name, _ in scene.HOUSES)}
SCENES = ("sheet", "korea", "power", "merge", "cards", "houses", "lamp", "rule", "bench")


@pytest.mark.parametrize("language", PAGES)
def test_page_when_read_then_names_orders_that_the_scenes_have(language: str) -> None:
    text = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    assert set(re.findall(r"DEMO-[A-Z0-9-]+[A-Z0-9]", text)) <= ORDERS
    assert scene.PCCC in text
    assert str(scene.LAMPS) in text


@pytest.mark.parametrize("language", PAGES)
def test_page_when_read_then_has_a_row_for_each_scene_with_its_buttons(language: str) -> None:
    text = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    words = of_file("story", language)
    assert re.findall(r"^\| (\d) \|", text, re.MULTILINE) == [str(number) for number in range(1, len(SCENES) + 1)]
    assert [each for each in ("korea_form", "lamp_fill", "bench_do") if words[each] not in text] == []
    assert of_file("order_files", language)["send"] in text


def test_page_when_it_says_as_whom_to_look_around_then_the_sign_in_page_has_the_button() -> None:
    text = (DOCS / PAGES["en"]).read_text(encoding="utf-8")
    assert WORDS["en"]["demo_as"].format(name="Lin", role=WORDS["en"]["demo_analyst"]) in text
