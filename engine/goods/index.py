"""The phrase index: which terms of a vocabulary stand in a text, longest first, without overlaps.

A dictionary by first word keeps the cost proportional to the words of the text, not to the vocabulary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from engine.goods.text import Reading, ends_inside_katakana, read_text

Tag = TypeVar("Tag")
_LONG_STUMP = 3
_SHORTEST_RUN_TERM = 2  # a single character says too little inside a run; alone it may be the whole text


@dataclass(frozen=True, slots=True)
class Hit(Generic[Tag]):
    """A term found: what it is tagged with, its wording, and the words it covers (run hits count after the words)."""

    tags: tuple[Tag, ...]
    term: str
    start: int
    end: int


class PhraseIndex(Generic[Tag]):
    """Terms and their tags; several tags may share one term. `shortest_in_run` counts characters of CJK script.

    `overlapping` finds the shorter terms inside longer ones too.
    """

    __slots__ = ("_by_character", "_by_word", "_overlapping", "_shortest")

    def __init__(
        self,
        terms: Iterable[tuple[str, Tag]],
        *,
        shortest_in_run: int = _SHORTEST_RUN_TERM,
        overlapping: bool = False,
    ) -> None:
        self._shortest = shortest_in_run
        self._overlapping = overlapping
        words: dict[tuple[str, ...], list[Tag]] = {}
        runs: dict[str, list[Tag]] = {}
        for term, tag in terms:
            reading = read_text(term)
            if reading.runs:
                runs.setdefault("".join(reading.runs), []).append(tag)
            elif reading.words:
                words.setdefault(reading.words, []).append(tag)
        self._by_word: dict[str, list[tuple[tuple[str, ...], tuple[Tag, ...]]]] = {}
        for key, tags in words.items():
            self._by_word.setdefault(key[0], []).append((key, tuple(tags)))
        self._by_character: dict[str, list[tuple[str, tuple[Tag, ...]]]] = {}
        for run, tags in runs.items():
            self._by_character.setdefault(run[0], []).append((run, tuple(tags)))
        for entries in self._by_word.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        for found in self._by_character.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def find(self, reading: Reading) -> list[Hit[Tag]]:
        """Terms in the reading, in its order; a longer term hides the shorter ones inside it."""
        hits = self._in_words(reading)
        if reading.runs:
            offset = len(reading.words)
            for run in reading.runs:
                hits.extend(self._in_run(run, offset))
                offset += len(run) + 1
        return hits

    def _in_words(self, reading: Reading) -> list[Hit[Tag]]:
        words, hits, at = reading.words, list[Hit[Tag]](), 0
        by_word, count = self._by_word, len(words)
        while at < count:
            entries = by_word.get(words[at])
            if entries is not None:
                for key, tags in entries:
                    if words[at : at + len(key)] == key or (reading.cut and _stump(words, at, key)):
                        hits.append(Hit(tags, " ".join(key), at, min(at + len(key), count)))
                        if not self._overlapping:
                            at += len(key) - 1
                            break
            at += 1
        return hits

    def _in_run(self, run: str, offset: int) -> list[Hit[Tag]]:
        hits, at = list[Hit[Tag]](), 0
        while at < len(run):
            for term, tags in self._by_character.get(run[at], ()):
                end = at + len(term)
                alone = len(term) >= self._shortest or term == run
                if alone and run.startswith(term, at) and not ends_inside_katakana(run, at, end):
                    hits.append(Hit(tags, term, offset + at, offset + end))
                    if not self._overlapping:
                        at = end - 1
                        break
            at += 1
        return hits


def _stump(words: tuple[str, ...], at: int, key: tuple[str, ...]) -> bool:
    """The text was cut inside the last word of the term: `gift car` for `gift card`. One or two letters say little."""
    whole = len(key) - 1
    if whole == 0 or at + len(key) != len(words) or words[at:-1] != key[:whole]:
        return False
    stump, last = words[-1], key[whole]
    return last.startswith(stump) and (len(stump) >= _LONG_STUMP or 2 * len(stump) > len(last))
