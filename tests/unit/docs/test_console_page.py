"""The page on the console, in both languages: its keys are those of the script and the pages, its table of screens is
that of the menu, and what it calls by name is called so."""

import os
import re
from pathlib import Path

import pytest

import api.console
from api.console.menu import MENU
from api.console.wording import Words, of_file
from tests.pages import DOCS, page

CONSOLE = Path(api.console.__file__).parent
PAGES = {"en": "how-to-use-the-console.md", "zh": "how-to-use-the-console.zh-CN.md"}
HEADS = {"en": "| key | screen |\n|---|---|\n", "zh": "| 按键 | 页面 |\n|---|---|\n"}
TABLE = re.compile(r"(<!-- screens: .* -->\n)(.*?)(<!-- end -->)", re.DOTALL)
SCRIPT = (CONSOLE / "static" / "console.js").read_text(encoding="utf-8")
TEMPLATES = "".join(each.read_text(encoding="utf-8") for each in sorted((CONSOLE / "templates").glob("*.html")))
DISPOSITIONS = ("release", "legitimate", "fraud", "keep")
PLAIN_KEYS = {"Enter"}  # the browser's own: the row's link has the focus
RENEW = "CLEARWAY_UPDATE_GOLDEN=1 pytest tests/unit/docs/test_console_page.py"


def screens(language: str) -> str:
    """The table of screens that have a key, in the order of the navigation."""
    words = Words("frame", language)
    entries = [entry for section in MENU for entry in section.entries if entry.key]
    rows = "".join(f"| `g` `{entry.key}` | {words[entry.word]} |\n" for entry in entries)
    return f"\n{HEADS[language]}{rows}\n"


def keys_of_the_page(language: str) -> set[str]:
    """Keys of the table of keys, without the screens."""
    text = TABLE.sub("", page(PAGES[language])).rpartition("\n## ")[2]
    return set(re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE))))


def keys_of_the_script() -> set[str]:
    """What the script listens to on every page, but for the `g` before the letter of a screen."""
    return set(re.findall(r'case "(.)":', SCRIPT)) - {"g"}


def keys_of_the_templates() -> set[str]:
    """What single pages listen to, and the choices of a review."""
    literal = re.findall(r'data-key="(\w)"|parts\.button\([^)]*key="(\w)"', TEMPLATES)
    return {one or other for one, other in literal} | {"w" if each == "keep" else each[0] for each in DISPOSITIONS}


@pytest.mark.parametrize("language", PAGES)
def test_screens_when_the_menu_has_them_then_the_page_lists_them(language: str) -> None:
    text = page(PAGES[language])
    wanted = TABLE.sub(lambda found: found[1] + screens(language) + found[3], text)
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        (DOCS / PAGES[language]).write_text(wanted, encoding="utf-8")
        return
    assert text == wanted, RENEW


@pytest.mark.parametrize("language", PAGES)
def test_keys_when_the_page_names_them_then_something_listens(language: str) -> None:
    named = keys_of_the_page(language)
    assert keys_of_the_script() <= named
    assert named - PLAIN_KEYS <= keys_of_the_script() | keys_of_the_templates()


def test_keys_when_a_page_has_its_own_then_they_are_none_of_every_page() -> None:
    assert keys_of_the_templates() & (keys_of_the_script() | {"g"}) == set()


@pytest.mark.parametrize("language", PAGES)
def test_names_when_the_page_sets_them_apart_then_a_screen_says_them(language: str) -> None:
    said = {text for file in (CONSOLE / "words").glob("*.yaml") for text in of_file(file.stem, language).values()}
    text = re.sub(r"```.*?```|`[^`]*`", "", page(PAGES[language]), flags=re.DOTALL)
    assert set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)) - said == set()


def test_pages_when_compared_then_have_the_same_parts() -> None:
    for part in (r"^#+ ", r"^\| `", r"^\d\. ", r"\]\([^)]*how-to-(?!use)[^)]+\)"):
        english, chinese = (re.findall(part, page(name), re.MULTILINE) for name in PAGES.values())
        assert english == chinese, part


@pytest.mark.parametrize("name", PAGES.values())
def test_links_and_pictures_when_named_then_are_there(name: str) -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", page(name))
    assert not [each for each in linked if not (DOCS / each).exists()]
