"""Gathers faults while reading goes on, so that the writer of a rule sees all of them at once."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from engine.rulebook.lints import Level
from engine.rulebook.source import RuleFault, Span

SHOWN_WORDS = 9
LIKE_ENOUGH = 0.7


class Faults:
    """The faults found so far, each once: what a file's defaults get wrong is not said again for every rule.

    `errors` counts those that keep a book from being used.
    """

    def __init__(self) -> None:
        self._found: dict[RuleFault, None] = {}
        self.errors = 0

    def __len__(self) -> int:
        return len(self._found)

    @property
    def found(self) -> tuple[RuleFault, ...]:
        """All of them, in the order in which they were found."""
        return tuple(self._found)

    def add(self, code: str, message: str, span: Span, hint: str = "") -> None:
        fault = RuleFault(code, message, span, hint)
        if fault not in self._found:
            self._found[fault] = None
            self.errors += fault.level is Level.ERROR

    def since(self, count: int) -> tuple[RuleFault, ...]:
        """The faults that came after the first so many."""
        return tuple(self._found)[count:]

    def name(self, count: int, rule: str) -> None:
        """Say of all faults that came after the first so many which rule they are about."""
        for fault in self.since(count):
            del self._found[fault]
            self._found[replace(fault, rule=rule)] = None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most likely meant, if one is like enough."""
    near = get_close_matches(word, sorted(set(known)), n=1, cutoff=LIKE_ENOUGH)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or with all of them when they are few."""
    words = sorted(set(known))
    near = nearest(word, words)
    if near is not None:
        return f"did you mean `{near}`?"
    if len(words) > SHOWN_WORDS:
        words = get_close_matches(word, words, n=3, cutoff=0)
        return f"the nearest are: {', '.join(words)}"
    return f"use one of: {', '.join(words)}" if words else "there are none yet"
