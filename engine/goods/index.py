"""The phrase index: which terms of a vocabulary stand in a text, longest first, without overlaps.

A dictionary by first word keeps the cost proportional to the words of the text, not to the vocabulary.
"""

from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class _RunTerm(Generic[Tag]):
    """A term in CJK script; of a mixed one such as `tシャツ` the words must stand in the text too."""

    run: str
    words: frozenset[str]
    tags: tuple[Tag, ...]


class PhraseIndex(Generic[Tag]):
    """Terms and their tags; several tags may share one term. `shortest_in_run` counts characters of CJK script.

    A longer term hides the shorter ones inside it, unless they may be `overlapping`.
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
        runs: dict[tuple[str, frozenset[str]], list[Tag]] = {}
        for term, tag in terms:
            reading = read_text(term)
            if reading.runs:
                runs.setdefault(("".join(reading.runs), frozenset(reading.words)), []).append(tag)
            elif reading.words:
                words.setdefault(reading.words, []).append(tag)
        self._by_word = _by_first_word(words)
        self._by_character: dict[str, list[_RunTerm[Tag]]] = {}
        for (run, needed), tags in sorted(runs.items(), key=lambda item: (-len(item[0][0]), -len(item[0][1]))):
            self._by_character.setdefault(run[0], []).append(_RunTerm(run, needed, tuple(tags)))

    def find(self, reading: Reading) -> list[Hit[Tag]]:
        """Terms in the reading, in its order."""
        hits = self._in_words(reading)
        if reading.runs:
            offset = len(reading.words)
            for run in reading.runs:
                hits.extend(self._in_run(run, offset, reading.words))
                offset += len(run) + 1
        return hits

    def _in_words(self, reading: Reading) -> list[Hit[Tag]]:
        words, hits, at = reading.words, list[Hit[Tag]](), 0
        by_word, count = self._by_word, len(words)
        while at < count:
            for length, terms in by_word.get(words[at], ()):
                key = words[at : at + length]
                tags = terms.get(key)
                if tags is None and reading.cut and at + length == count:
                    key, tags = _of_stump(key, terms)
                if tags is not None:
                    hits.append(Hit(tags, " ".join(key), at, at + length))
                    if not self._overlapping:
                        at += length - 1
                        break
            at += 1
        return hits

    def _in_run(self, run: str, offset: int, words: tuple[str, ...]) -> list[Hit[Tag]]:
        hits, at = list[Hit[Tag]](), 0
        while at < len(run):
            for term in self._by_character.get(run[at], ()):
                end = at + len(term.run)
                if run.startswith(term.run, at) and self._stands(term, run, at, words):
                    hits.append(Hit(term.tags, term.run, offset + at, offset + end))
                    if not self._overlapping:
                        at = end - 1
                        break
            at += 1
        return hits

    def _stands(self, term: _RunTerm[Tag], run: str, at: int, words: tuple[str, ...]) -> bool:
        alone = term.words or len(term.run) >= self._shortest or term.run == run
        return bool(alone) and term.words.issubset(words) and not ends_inside_katakana(run, at, at + len(term.run))


_Terms = dict[tuple[str, ...], tuple[Tag, ...]]


def _by_first_word(terms: Mapping[tuple[str, ...], list[Tag]]) -> dict[str, list[tuple[int, _Terms[Tag]]]]:
    """Terms by their first word and then by their length, the longest first."""
    grouped: dict[str, dict[int, _Terms[Tag]]] = {}
    for key, tags in terms.items():
        grouped.setdefault(key[0], {}).setdefault(len(key), {})[key] = tuple(tags)
    return {word: sorted(by_length.items(), reverse=True) for word, by_length in grouped.items()}


def _of_stump(cut: tuple[str, ...], terms: _Terms[Tag]) -> tuple[tuple[str, ...], tuple[Tag, ...] | None]:
    """The text was cut inside the last word of a term: `gift car` for `gift card`. One or two letters say little."""
    if len(cut) > 1:
        for key, tags in terms.items():
            stump, last = cut[-1], key[-1]
            long_enough = len(stump) >= _LONG_STUMP or 2 * len(stump) > len(last)
            if long_enough and last.startswith(stump) and key[:-1] == cut[:-1]:
                return key, tags
    return cut, None
