"""Pages of `docs/`: their fenced blocks, and the commands in them."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[1] / "docs"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """What stands in one fence. `kind` is what follows the fence: `sh`, `json`, `python`, or blank for output."""

    kind: str
    text: str


def page(name: str) -> str:
    """The text of one page."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, kind: str | None = None) -> list[Block]:
    """The fenced blocks of a page in their order; all of them, or those of one kind."""
    found = [Block(*each) for each in _FENCE.findall(page(name))]
    return [each for each in found if kind in (None, each.kind)]


def commands(name: str) -> list[list[str]]:
    """The words of every command of a page's shell blocks, in their order; a backslash joins two lines."""
    lines = [line for each in blocks(name, "sh") for line in each.text.replace("\\\n", " ").splitlines()]
    return [shlex.split(line) for line in lines if line.strip()]
