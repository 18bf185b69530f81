"""The demonstration shop as `make serve` makes it, in both languages: its story before anybody has played it, the
change that its own figures suggest, and what an operator sees of it.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_server import Demo, a_demo, as_figure
from tests.databases import SqliteFiles
from tests.pictures.album import keep

SHOWN = {"Lin": {"first_look": "story", "suggested_change": "suggestions"}, "Omar": {"operations": "operations"}}
LANGUAGES = {"en": "", "zh": "_zh"}
RULE = "PAY-063"
NAMES = tuple(f"{name}{ending}" for screens in SHOWN.values() for name in screens for ending in LANGUAGES.values())


def draw(browser: Browser) -> None:
    """Makes all of the shop first, which takes half a minute."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SqliteFiles(Path(folder)).fresh() as database,
        a_demo(database, Path(folder), many=None) as demo,
    ):
        for figure, screens in SHOWN.items():
            with as_figure(browser, demo, figure) as page:
                _take_all(page, demo, screens)


def _take_all(page: Page, demo: Demo, screens: Mapping[str, str]) -> None:
    for language, ending in LANGUAGES.items():
        if language == "zh":
            page.get_by_role("button", name="中文").click()
        for name, screen in screens.items():
            _take(page, demo, f"{name}{ending}", screen)


def _take(page: Page, demo: Demo, name: str, screen: str) -> None:
    page.goto(f"{demo.origin}/console/{screen}")
    if screen == "suggestions":
        expect(page.locator("ol.reasons")).to_contain_text(RULE)
        page.set_viewport_size({"width": 1280, "height": 420})
    keep(page, name)
    page.set_viewport_size({"width": 1280, "height": 900})
