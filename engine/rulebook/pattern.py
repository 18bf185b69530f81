"""Patterns that run in linear time whatever the text; the only importer of `re2`."""

from functools import lru_cache
from typing import Protocol

import re2

LONGEST_PATTERN = 512
KEPT = 1024


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object | None:
        """Something when the pattern is found anywhere in the text, else None."""
        ...


class PatternRefused(ValueError):
    """the pattern is not one that the linear-time engine takes"""


@lru_cache(maxsize=KEPT)
def compiled(pattern: str) -> Pattern:
    """The pattern, ready to search. Raises PatternRefused for back-references, look-around and faulty syntax."""
    if len(pattern) > LONGEST_PATTERN:
        msg = f"it has {len(pattern)} characters; {LONGEST_PATTERN} is the most"
        raise PatternRefused(msg)
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    try:
        ready: Pattern = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it cannot be compiled"
        raise PatternRefused(reason.decode() if isinstance(reason, bytes) else str(reason)) from error
    return ready
