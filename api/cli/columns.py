"""Aligned columns on a terminal, where a Chinese character is as wide as two Latin ones."""

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

GAP = "  "
_WIDE = frozenset({"W", "F"})


def width_of(text: str) -> int:
    """Columns that the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(each) else 2 if east_asian_width(each) in _WIDE else 1 for each in text)


def padded(text: str, width: int) -> str:
    """The text, filled with spaces on its right."""
    return text + " " * max(0, width - width_of(text))


def table(rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Aligned rows of as many cells each: the first column to the left, the others to the right."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        rest = (" " * (width - width_of(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        yield (indent + GAP.join((padded(row[0], widths[0]), *rest))).rstrip()


def wrapped(text: str, width: int, indent: str) -> str:
    """The text in lines of at most `width` columns, broken at spaces and between Chinese characters."""
    lines, line = list[str](), ""
    for piece in _pieces(text):
        if line.strip() and width_of(indent) + width_of(line) + width_of(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join(indent + each for each in (*lines, line.rstrip()) if each)


def _pieces(text: str) -> list[str]:
    """What must not be broken: words with the space behind them, and single wide characters."""
    pieces, word = list[str](), ""
    for each in text:
        word += each
        if each == " " or east_asian_width(each) in _WIDE:
            pieces.append(word)
            word = ""
    return [*pieces, word]
