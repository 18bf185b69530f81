"""Every promise of docs/console-promises.md names a test that is there."""

import re
from functools import cache
from pathlib import Path

from tests.pages import page

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"`(tests/[a-z_/]+\.py)(?:::(test_\w+))?`")
ROW = re.compile(r"^\| (?!promise|---)(.+?) \| (.+?) \|$", re.MULTILINE)


@cache
def text_of(path: str) -> str:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def test_promises_when_read_then_each_names_a_test_that_is_there() -> None:
    rows = ROW.findall(page("console-promises.md"))
    assert len(rows) > 50
    missing = []
    for promise, held in rows:
        named = NAMED.findall(held)
        is_held = named and all(f"def {test or 'test_'}" in text_of(path) for path, test in named)
        if not is_held and "measured, not tested" not in held:
            missing.append((promise, held))
    assert missing == []
