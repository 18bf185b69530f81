"""All pages of the console at both widths, in both languages: pictures to look at, nothing wider than the screen, no
serious fault of accessibility, no English left on a Chinese page."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.console_pages import PAGES
from tests.browser.console_people import DESK, PHONE, at_the_console
from tests.http.conftest import Service

Served = tuple[Service, str]
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "console"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Text of pages without what is data: codes, names that people gave, and what was written in orders and by rules.
PLAIN_TEXT = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest("code, pre, kbd, time, script, style, td, dd, [data-plain], [lang=en]")) continue;
    if (node.textContent.trim()) found.push(node.textContent.trim());
  }
  return found;
}"""
# Words that people read: what must be typed or found in a file stands in `code`, what was written there in `pre`.
READ = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest("code, pre, kbd, script, style, textarea, .code, .CodeMirror")) continue;
    if (node.textContent.includes("_")) found.push(node.textContent.trim());
  }
  return found;
}"""
CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
# Facts by their dotted names, what a rule's text quotes, and ids of orders and of gateways.
NO_CODE = re.compile(
    r"\{[^}]*\}|`[^`]*`|\b[a-z]+\.[a-z0-9_.]+|\b[a-z]{2,4}_[0-9a-z]*[0-9][0-9a-z]*\b|restricted_goods/"
)
OF_RULES = ("rules-check", "rules-tests", "rules-editor")  # pages in the language of rule files
TOO_WIDE = """(most) => document.documentElement.scrollWidth <= most ? "" : [...document.querySelectorAll("main *")]
  .filter((each) => each.getBoundingClientRect().right > most && !each.closest(".scroll, pre"))
  .map((each) => each.outerHTML.slice(0, 90)).slice(-2).join(" | ") || "something is too wide"
"""
ONLY = tuple(os.environ.get("CLEARWAY_PAGES", "").split(","))  # names of pages begin with these; all, unless set
THEME: Literal["light", "dark"] = "dark" if os.environ.get("CLEARWAY_THEME") == "dark" else "light"
MARKED = "-dark" if THEME == "dark" else ""
LEFT = re.compile(r"[A-Za-z]{3,}")
MAY_STAND = re.compile(r"Clearway|Ana|JSON|CSV|PDF|API|3-D Secure|[A-Z]{2,}[-_ ]?[0-9]*|own_shop|[a-z]+-[a-z]+")


@cache
def axe() -> str:
    assert AXE.is_file(), "run `bin/console-assets`, or `make test`"
    return AXE.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical, each with where it is."""
    page.evaluate(axe())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']][:3])}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_when_looked_at_then_are_fit_for_people(
    browser: Browser, house: tuple[Served, Mapping[str, str]], language: str, caplog: pytest.LogCaptureFixture
) -> None:
    served, ids = house
    wrong: list[str] = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    locale = {"en": "en-GB", "zh": "zh-CN"}[language]
    with at_the_console(browser, served, locale=locale, name=f"Ana {language}") as page:
        page.emulate_media(color_scheme=THEME)
        for shown in (each for each in PAGES if each.name.startswith(ONLY)):
            for width, size in (("1280", DESK), ("390", PHONE)):
                page.set_viewport_size(size)
                page.goto(f"{served[1]}{shown.path.format_map(ids)}")
                page.screenshot(path=PICTURES / f"{shown.name}-{language}-{width}{MARKED}.png", full_page=True)
                wide = page.evaluate(TOO_WIDE, size["width"])
                wrong += [f"{shown.name} {language} at {width}: {wide}"] if wide else []
            wrong += [f"{shown.name} {language}: {each}" for each in faults(page)]
            if not shown.name.startswith(OF_RULES):
                codes = (CODE.findall(NO_CODE.sub("", each)) for each in page.evaluate(READ))
                wrong += [f"{shown.name} {language} shows the codes {each}" for each in codes if each]
            if language == "zh":
                texts = (MAY_STAND.sub("", each) for each in page.evaluate(PLAIN_TEXT))
                wrong += [f"{shown.name} has English: {each}" for each in texts if LEFT.search(each)]
    wrong += [each.getMessage() for each in caplog.records if each.name.endswith("console")]
    assert not wrong, "\n".join(wrong)
