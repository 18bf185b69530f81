"""Which names of lists are worth comparing with a name: an index by words, their sounds and their neighbours.

For every word of the asked name the list words that may be like it are found by keys: the sound of a word, and that
with one or two letters left out on either side (deletion neighbourhood: T. Bocek, E. Hunt, B. Stiller, "Fast Similarity
Search in Large Dictionaries", University of Zurich, 2007). Two words may be written as one on either side. The weights
of words that are alike add up to a bound of both shares from above; names below what the matcher asks are left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from engine.parties.alignment import JOINED_SHORTEST
from engine.parties.name import PartyName, Role, Word
from engine.parties.sound import sound
from engine.parties.word_likeness import INITIAL, MOST_EDITS, edits_allowed, likeness

TWICE_LONGEST = 10  # sounds of so many letters at most are also tried with two left out …
TWICE_SHORTEST = 5  # … and of so many at least
MOST_CANDIDATES = 400
WORDS_REMEMBERED = 20_000
_ROUNDING = 1e-4

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]
Alike = tuple[tuple[float, Numbers, Weights], ...]


@dataclass(frozen=True, slots=True)
class _Posting:
    """Names that hold a word, and what the word weighs in each."""

    names: Numbers
    weights: Weights


class NameIndex:
    """Built once over names in the order given; answers their positions. Holds no reference to lists; pickles."""

    def __init__(self, names: Sequence[PartyName]) -> None:
        self._count = len(names)
        self._weights = np.array([max(each.weight, _ROUNDING) for each in names], dtype=np.float32)
        self._initials = np.array([_initials(each.words) for each in names], dtype=np.float32)
        self._particles = np.array([_particles(each.words) for each in names], dtype=np.float32)
        self._words: list[Word] = []
        self._postings: list[_Posting] = []
        self._keys: dict[str, Numbers] = {}
        self._sound_ids: dict[str, int] = {}
        self._build(names)
        self._remember()

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "_alike"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _remember(self) -> None:
        self._alike: Callable[[Word], Alike] = lru_cache(WORDS_REMEMBERED)(self._alike_words)

    def _build(self, names: Sequence[PartyName]) -> None:
        holders: dict[Word, list[tuple[int, float]]] = {}
        for at, name in enumerate(names):
            for word, weight in _with_joined(name.words):
                holders.setdefault(word, []).append((at, weight))
        keys: dict[str, list[int]] = {}
        for word, held in holders.items():
            for key in set(_keys(word)):
                keys.setdefault(key, []).append(len(self._words))
            self._words.append(word)
            where, weights = zip(*held, strict=True)
            self._postings.append(_Posting(np.array(where, dtype=np.int32), np.array(weights, dtype=np.float32)))
        self._keys = {key: np.array(found, dtype=np.int32) for key, found in keys.items()}
        self._heads = [each.head for each in self._words]
        self._lengths = np.array([len(each) for each in self._heads], dtype=np.int32)
        self._varied = np.array([each.text != each.head for each in self._words], dtype=np.bool_)
        for each in self._words:
            self._sound_ids.setdefault(each.sound, len(self._sound_ids))
        self._sounds = np.array([self._sound_ids[each.sound] for each in self._words], dtype=np.int32)

    def candidates(self, name: PartyName, least_lower: float, least_higher: float) -> list[int]:
        """Positions of names whose lower and higher share may reach these, most promising first."""
        if not name.words or not self._count:
            return []
        mine = np.zeros(self._count, dtype=np.float32)
        theirs = np.zeros(self._count, dtype=np.float32)
        for word, weight in _with_joined(name.words):
            self._add(word, weight, mine, theirs)
        mine += self._initials * INITIAL + _particles(name.words)
        theirs += _initials(name.words) * INITIAL + self._particles
        mine /= max(name.weight, _ROUNDING)
        theirs /= self._weights
        lower, higher = np.minimum(mine, theirs), np.maximum(mine, theirs)
        found = np.flatnonzero((lower >= least_lower - _ROUNDING) & (higher >= least_higher - _ROUNDING))
        if len(found) > MOST_CANDIDATES:
            worth = lower[found] + 0.01 * higher[found]
            found = found[np.argsort(-worth, kind="stable")[:MOST_CANDIDATES]]
        return [int(at) for at in found]

    def _add(self, word: Word, weight: float, mine: Weights, theirs: Weights) -> None:
        """Adds what this word can contribute to each name; of several words of a name that are like it, the best."""
        best: Weights | None = None
        alike = self._alike(word)
        if len(alike) == 1:
            ((like, names, weights),) = alike
            mine[names] += weight * like
            theirs[names] += weights * like
            return
        for like, names, weights in alike:  # rising, so that the best stays
            if best is None:
                best, other = np.zeros_like(mine), np.zeros_like(mine)
            best[names] = weight * like
            other[names] = np.maximum(other[names], weights * like)
        if best is not None:
            mine += best
            theirs += other

    def _alike_words(self, word: Word) -> Alike:
        """Words of the index that are like this one, the least alike first."""
        near = [self._keys[key] for key in set(_keys(word)) if key in self._keys]
        if not near:
            return ()
        places = np.unique(np.concatenate(near))
        long = len(word.head)
        most = edits_allowed(long + MOST_EDITS)
        gap = np.abs(self._lengths[places] - long)
        heard = self._sounds[places] == self._sound_ids.get(word.sound, -1)
        # A variant may be nearer to one of its spellings than to their head, so its length says nothing.
        varied = self._varied[places] | (word.text != word.head)
        places, heard, varied = (each[(gap <= most) | heard | varied] for each in (places, heard, varied))
        edits = cdist([word.head], [self._heads[at] for at in places], scorer=OSA.distance, score_cutoff=most)[0]
        worth = places[(edits <= most) | heard | varied].tolist()
        rising = sorted((like, at) for at in worth if (like := likeness(word, self._words[at])[0]) > 0)
        return tuple((like, self._postings[at].names, self._postings[at].weights) for like, at in rising)

    def bytes(self) -> int:
        """Memory of the arrays and texts, roughly."""
        arrays = sum(each.names.nbytes + each.weights.nbytes for each in self._postings)
        arrays += sum(each.nbytes + len(key) + 150 for key, each in self._keys.items())
        return arrays + self._weights.nbytes * 2 + 300 * len(self._words)


def _initials(words: Iterable[Word]) -> float:
    return float(sum(1 for word in words if word.role is Role.INITIAL))


def _particles(words: Iterable[Word]) -> float:
    return sum(word.weight for word in words if word.role is Role.PARTICLE)


def _with_joined(words: tuple[Word, ...]) -> Iterator[tuple[Word, float]]:
    """The words, and neighbours written as one. Initials and particles are granted to every name."""
    for word in words:
        if word.role in (Role.WORD, Role.NUMBER):
            yield word, word.weight
    for at in range(len(words) - 1):
        first, second = words[at], words[at + 1]
        text = first.text + second.text
        if Role.NUMBER not in (first.role, second.role) and len(text) >= JOINED_SHORTEST:
            yield Word(text, text, sound(text), Role.WORD, 0.0), first.weight + second.weight


def _keys(word: Word) -> Iterator[str]:
    yield word.head
    heard = word.sound
    yield "~" + heard
    if len(heard) >= 2:
        for at in range(len(heard)):
            yield "~" + heard[:at] + heard[at + 1 :]
    if TWICE_SHORTEST <= len(heard) <= TWICE_LONGEST:
        for first, second in combinations(range(len(heard)), 2):
            yield "~" + heard[:first] + heard[first + 1 : second] + heard[second + 1 :]
