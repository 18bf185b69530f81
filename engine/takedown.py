"""A notice that tells a seller to stop selling an article: what it is about. Who sent it is kept by the store."""

import re
from dataclasses import dataclass

_BETWEEN = re.compile(r"[^\w*]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """A notice in force. It names a SKU (the seller's or a channel's, such as an ASIN), a title, or both.

    In `title`, words stand in a row and `*` for anything between or inside; capital letters and signs say nothing. With
    both, a line must meet both.
    """

    id: str
    sku: str | None = None
    title: str | None = None
    reference: str = ""

    def concerns(self, sku: str | None, title: str | None) -> bool:
        """Whether a line with this SKU and title is what the notice is about."""
        if self.sku is not None and (sku is None or sku_key(sku) != sku_key(self.sku)):
            return False
        if self.title is not None and (title is None or not _holds(title, self.title)):
            return False
        return self.sku is not None or self.title is not None


def sku_key(sku: str) -> str:
    """SKUs are compared without regard to capital letters and outer blanks: notices are typed by hand."""
    return sku.strip().casefold()


def _holds(title: str, pattern: str) -> bool:
    """Whether the pattern's parts stand in the title one behind the other, at whole words unless a `*` says else."""
    text, at = _words(title.replace("*", " ")), 0
    for part in _words(pattern).split("*"):
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _words(text: str) -> str:
    return f" {_BETWEEN.sub(' ', text.casefold()).strip()} "
