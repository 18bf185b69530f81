"""Draws the pictures of the front page from what `clearway demo` prints; reads it on standard input."""

import re
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
SHOWN = {"listing": ("D-11", "D-15"), "cancelled": ("D-27", "D-28")}
COLUMNS = 120
# The typefaces that rich names would be fetched from the network by whoever looks at the picture.
FETCHED_TYPEFACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
COLOURS = {
    r"(?m)^D-\d+ +admit\b": "green",
    r"\bask customer\b": "yellow",
    r"\bhold\b(?=;|  )": "dark_orange",
    r"\bcancel\b(?=;|  )": "red",
    r"\[[A-Z_]+,\s+[A-Z]+-\d+\]": "cyan",
    r"(?m)^ +(next|the buyer reads):": "bold",
}


def main() -> None:
    """Writes one picture for each range of orders in `SHOWN`."""
    printed = sys.stdin.read().splitlines()
    for name, (first, behind) in SHOWN.items():
        picture = drawn([printed[0], *between(printed, first, behind)], name)
        (HERE / f"{name}.svg").write_text(picture, encoding="utf-8")


def between(printed: Sequence[str], first: str, behind: str) -> Sequence[str]:
    """The rows of the orders from `first` up to, without, `behind`."""
    starts = {line.split(" ", 1)[0]: at for at, line in reversed(list(enumerate(printed)))}
    return printed[starts[first] : starts[behind]]


def drawn(lines: Sequence[str], name: str) -> str:
    """The lines as an SVG that fetches nothing."""
    text = Text("\n".join(lines), no_wrap=True)
    for pattern, style in COLOURS.items():
        text.highlight_regex(pattern, style)
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(text)
    picture = console.export_svg(title="clearway demo", unique_id=f"clearway-{name}")
    return FETCHED_TYPEFACE.sub("", picture).replace("Fira Code", "DejaVu Sans Mono")


if __name__ == "__main__":
    main()
