"""Pictures of README and docs: each is one that `make pictures` makes, and none lies there that nobody looks at."""

import re

from tests.pictures.__main__ import NAMES
from tests.pictures.album import MOST_BYTES, PICTURES

ROOT = PICTURES.parents[1]
SHOWN = re.compile(r"!\[[^\]]+\]\((?:docs/|\.\./)?pictures/([a-z0-9_]+)\.png\)")
PAGES = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))


def test_pictures_when_shown_then_are_those_that_one_command_makes() -> None:
    shown = {name for page in PAGES for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert shown == NAMES == {each.stem for each in PICTURES.glob("*.png")}
    assert not any(each.stat().st_size > MOST_BYTES for each in PICTURES.glob("*.png"))


def test_command_when_named_by_help_then_is_that_which_draws_them() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    begins = makefile.index("\npictures: ")
    target = makefile[begins : makefile.index("\n\n", begins)]
    assert "## take all pictures of README and docs" in target
    assert target.endswith("python -m tests.pictures")
