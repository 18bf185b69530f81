"""Sheets become PDF, or pictures of pages; the only importer of typst.

One compiler serves a process: it keeps fonts and what it has set before. It must not be entered twice at once (the
library answers "already borrowed"), and two compilers in two threads were no faster than one behind a lock: 6.0 against
5.5 ms for a page of 60 lines in three scripts, two cores, 2026-11. The same sheets give the same bytes: the time that a
file says it was made is 1970.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Literal

import orjson
import typst

from fulfillment.documents.errors import FontMissing
from fulfillment.documents.fonts import BASE, font_folders, package_of
from fulfillment.documents.glyphs import drawn_by
from fulfillment.documents.sheet import Sheet

TEMPLATES = Path(str(files("fulfillment.documents"))) / "templates"
REGULAR = 400


class Typesetter:
    """Fonts and compiler of one process; safe for threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(each) for each in folders]
        )
        self._compiler = typst.Compiler(root=str(TEMPLATES), font_paths=fonts)
        self._lock = Lock()
        self._faces = {
            each.family: (Path(each.path), each.index)
            for each in fonts.fonts()
            if each.path is not None and each.weight == REGULAR and each.style == "normal"
        }

    def has(self, family: str) -> bool:
        """Whether the font is on this machine."""
        return family in self._faces

    def draws(self, family: str, letter: str) -> bool:
        """Whether a font draws a letter; false for a font that is not there."""
        face = self._faces.get(family)
        return face is not None and ord(letter) in drawn_by(*face)

    def pdf(self, *sheets: Sheet) -> bytes:
        """All sheets as one PDF. Raises FontMissing when not even the base font is there."""
        return self._set(sheets, "pdf", None)[0]

    def pictures(self, *sheets: Sheet, dots_per_inch: int = 96) -> tuple[bytes, ...]:
        """Each page as a PNG."""
        return self._set(sheets, "png", float(dots_per_inch))

    def _set(self, sheets: Sequence[Sheet], form: Literal["pdf", "png"], dots: float | None) -> tuple[bytes, ...]:
        if not self.has(BASE):
            raise FontMissing(BASE, package_of(BASE))
        told = orjson.dumps({"base": BASE, "sheets": [each.as_json() for each in sheets]}).decode()
        with self._lock:
            made = self._compiler.compile(
                input=str(TEMPLATES / "main.typ"), format=form, ppi=dots, sys_inputs={"told": told}, timestamp=0
            )
        pages = made if isinstance(made, list) else [made]
        return tuple(each for each in pages if each is not None)


@cache
def typesetter(own_folders: tuple[Path, ...] = ()) -> Typesetter:
    """The process's own, with the operator's folders of fonts before the usual ones."""
    return Typesetter(font_folders(own_folders))
