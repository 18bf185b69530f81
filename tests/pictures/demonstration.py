"""The demonstration shop as `make serve` makes it, in both languages: its story before anybody has played it, and the
change that its own figures suggest.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_server import Demo, a_demo, as_figure
from tests.databases import SqliteFiles
from tests.pictures.album import keep

SHOWN = {"first_look": "story", "suggested_change": "suggestions"}
LANGUAGES = {"en": "", "zh": "_zh"}
RULE = "PAY-063"
NAMES = tuple(f"{name}{ending}" for name in SHOWN for ending in LANGUAGES.values())


def draw(browser: Browser) -> None:
    """Makes all of the shop first, which takes half a minute."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SqliteFiles(Path(folder)).fresh() as database,
        a_demo(database, Path(folder), many=None) as demo,
        as_figure(browser, demo, "Lin") as lin,
    ):
        for language, ending in LANGUAGES.items():
            if language == "zh":
                lin.get_by_role("button", name="中文").click()
            for name, screen in SHOWN.items():
                _take(lin, demo, f"{name}{ending}", screen)


def _take(lin: Page, demo: Demo, name: str, screen: str) -> None:
    lin.goto(f"{demo.origin}/console/{screen}")
    if screen == "suggestions":
        expect(lin.locator("ol.reasons")).to_contain_text(RULE)
        lin.set_viewport_size({"width": 1280, "height": 420})
    keep(lin, name)
    lin.set_viewport_size({"width": 1280, "height": 900})
