"""Which names of lists are worth comparing with a name: an index by words, their sounds and their neighbours.

For every word of the asked name the list words that may be like it are found by keys: the word and its sound, and both
with one letter left out on either side, long sounds with two (deletion neighbourhood: T. Bocek, E. Hunt, B. Stiller,
"Fast Similarity Search in Large Dictionaries", University of Zurich, 2007). Two words may be written as one on either
side. The weights of words that are alike add up to a bound of both shares from above; names below what the matcher asks
are left out. Names that begin or end with the same letters are found too if they differ in a slip or two in all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from weakref import proxy

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from engine.parties.alignment import JOINED_SHORTEST
from engine.parties.matching import OVER, Flags, may_reach
from engine.parties.name import PartyName, Role, Word
from engine.parties.sound import sound
from engine.parties.word_likeness import INITIAL, MOST_EDITS, edits_allowed, likeness

TWICE_LONGEST = 10  # sounds of so many letters at most are also tried with two left out …
TWICE_SHORTEST = 5  # … and of so many at least
MOST_CANDIDATES = 32
MOST_SLIPS = 2
SHORT_EDGE, LONG_EDGE = 4, 6
WORDS_REMEMBERED = 20_000
LONGEST_WORD = 64
JOINED = 1.0  # at most so alike are two words to one
_ROUNDING = 1e-4
_ALLOWED = np.array([edits_allowed(longer) for longer in range(LONGEST_WORD + 1)], dtype=np.int32)

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Alike:
    """Names with a word like the asked one: how alike at best, that word's weight with its likeness and without."""

    names: Numbers
    likes: Weights
    weights: Weights
    taken: Weights


@dataclass(frozen=True, slots=True)
class _Posting:
    """Names that hold a word, and what the word weighs in each."""

    names: Numbers
    weights: Weights


class _Spellings:
    """Words in one spelling each, with their sounds: which are near another word."""

    def __init__(self, texts: list[str], sounds: list[str]) -> None:
        self._ids: dict[str, int] = {}
        for each in sounds:
            self._ids.setdefault(each, len(self._ids))
        self._texts = np.array(texts, dtype=np.object_)
        self._lengths = np.array([len(each) for each in texts], dtype=np.int32)
        self._sounds = np.array([self._ids[each] for each in sounds], dtype=np.int32)

    def near(self, text: str, heard: str, places: Numbers) -> Flags:
        """Of the words at these places."""
        lengths = self._lengths[places]
        same: Flags = self._sounds[places] == self._ids.get(heard, -1)
        allowed = _ALLOWED[np.minimum(np.maximum(lengths, len(text)), LONGEST_WORD)]
        short = np.flatnonzero(np.abs(lengths - len(text)) <= allowed)
        if len(short):
            written = self._texts[places[short]].tolist()
            edits = cdist([text], written, scorer=OSA.distance, score_cutoff=MOST_EDITS)[0]
            same[short] |= edits <= allowed[short]
        return same


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
        self._letters = np.array([each.letters for each in names], dtype=np.object_)
        self._letter_counts = np.array([len(each.letters) for each in names], dtype=np.int32)
        self._edges = _edges_of(names)
        self._build(names)
        self._remember()

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "_alike"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _remember(self) -> None:
        me = proxy(self)  # a cycle would keep an old list in memory until a long collection
        self._alike: Callable[[Word], _Alike | None] = lru_cache(WORDS_REMEMBERED)(partial(NameIndex._alike_words, me))

    def _build(self, names: Sequence[PartyName]) -> None:
        holders: dict[Word, list[tuple[int, float]]] = {}
        for at, name in enumerate(names):
            for word, weight in _with_joined(name.words):
                holders.setdefault(word, []).append((at, weight))
        keys: dict[str, list[int]] = {}
        for word, held in holders.items():
            for key in _keys(word):
                keys.setdefault(key, []).append(len(self._words))
            self._words.append(word)
            where, weights = zip(*held, strict=True)
            self._postings.append(_Posting(np.array(where, dtype=np.int32), np.array(weights, dtype=np.float32)))
        self._keys = {key: np.array(found, dtype=np.int32) for key, found in keys.items()}
        self._heads = _Spellings([each.head for each in self._words], [each.sound for each in self._words])
        self._texts = _Spellings([each.text for each in self._words], [each.text_sound for each in self._words])
        self._varied = np.array([each.text != each.head for each in self._words], dtype=np.bool_)

    def candidates(self, name: PartyName, least: float) -> list[int]:
        """Positions of names whose score when screened may reach `least`; of very many the likeliest."""
        if not name.words or not self._count:
            return []
        sums = np.zeros((4, self._count), dtype=np.float32)
        for word, weight in _with_joined(name.words):
            self._add(word, weight, sums)
        touched = np.flatnonzero(sums[2] > 0)
        enough, worth = self._bounds(name, touched, sums[:, touched], least)
        found = touched[enough]
        written = sorted(set(self._written_alike(name.letters)) - set(found.tolist()))
        if len(found) > MOST_CANDIDATES:
            found = found[np.argsort(-worth[enough], kind="stable")[:MOST_CANDIDATES]]
        return [*found.tolist(), *written]

    def _bounds(self, name: PartyName, names: NDArray[np.intp], sums: Weights, least: float) -> tuple[Flags, Weights]:
        """Which of the names may reach a score, and how near they are to it. Initials and particles are granted."""
        mine, theirs, taken, their_taken = sums
        particles, initials = _particles(name.words), _initials(name.words)
        their_initials, their_particles, weights = self._initials[names], self._particles[names], self._weights[names]
        lower = (mine + their_initials * INITIAL + particles) / max(name.weight, _ROUNDING)
        higher = (theirs + initials * INITIAL + their_particles) / weights
        lower, higher = np.minimum(lower, higher), np.maximum(lower, higher)
        granted = their_initials + initials
        taken = taken + granted + particles
        their_taken = their_taken + granted + their_particles
        left, their_left = name.weight - taken, weights - their_taken
        whole = np.maximum(left, their_left) < OVER + _ROUNDING
        part = np.minimum(left, their_left) < OVER + _ROUNDING
        shared = np.minimum(taken, their_taken) + _ROUNDING
        may = may_reach(least, lower + _ROUNDING, higher, shared, whole, part)
        return may, 6 * lower * higher + np.minimum(shared, 2.5) + 2 * whole  # nearly as the matcher weighs

    def _written_alike(self, letters: str) -> list[int]:
        """Names that begin or end with the same letters and differ in a slip or two in all."""
        near = [self._edges[edge] for edge in _edges(letters) if edge in self._edges]
        if not near:
            return []
        places = np.unique(np.concatenate(near))
        places = places[np.abs(self._letter_counts[places] - len(letters)) <= MOST_SLIPS]
        edits = cdist([letters], self._letters[places].tolist(), scorer=OSA.distance, score_cutoff=MOST_SLIPS)[0]
        found: list[int] = places[edits <= MOST_SLIPS].tolist()
        return found

    def _add(self, word: Word, weight: float, sums: Weights) -> None:
        """Adds what this word can contribute to each name; of several words of a name that are like it, the best."""
        alike = self._alike(word)
        if alike is not None:
            sums[0][alike.names] += weight * alike.likes
            sums[1][alike.names] += alike.weights
            sums[2][alike.names] += weight
            sums[3][alike.names] += alike.taken

    def _alike_words(self, word: Word) -> _Alike | None:
        """Names by their words that are like this one."""
        found = self._joined_likes(word) if _is_joined(word) else self._likes(word)
        if not found:
            return None
        names = np.concatenate([self._postings[at].names for _, at in found])
        likes = np.concatenate([np.full(len(self._postings[at].names), like, np.float32) for like, at in found])
        taken = np.concatenate([self._postings[at].weights for _, at in found])
        weights = taken * likes
        order = np.argsort(names, kind="stable")
        names, likes, weights, taken = names[order], likes[order], weights[order], taken[order]
        first = np.flatnonzero(np.diff(names, prepend=-1))
        best = (np.maximum.reduceat(each, first) for each in (likes, weights, taken))
        return _Alike(names[first], *best)

    def _joined_likes(self, word: Word) -> list[tuple[float, int]]:
        """Two neighbours as one are like a word that sounds so."""
        return [
            (JOINED, int(at)) for at in self._keys.get(f"~{word.sound}", ()) if not _is_joined(self._words[int(at)])
        ]

    def _likes(self, word: Word) -> list[tuple[float, int]]:
        near = [self._keys[key] for key in _keys(word) if key in self._keys]
        if not near:
            return []
        places = np.unique(np.concatenate(near))
        places = places[self._written_near(word, places)]
        found = []
        for at in places.tolist():
            other = self._words[at]
            like = JOINED if _is_joined(other) else likeness(word, other, asked_known=True)[0]
            if like > 0 and (not _is_joined(other) or other.sound == word.sound):
                found.append((like, at))
        return found

    def _written_near(self, word: Word, places: Numbers) -> Flags:
        """Which words sound like this one or are few edits from it, by their heads or as written."""
        near = self._heads.near(word.head, word.sound, places)
        varied = np.flatnonzero(~near & (self._varied[places] | (word.text != word.head)))
        if len(varied):
            near[varied] = self._texts.near(word.text, word.text_sound, places[varied])
        return near

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
            yield Word(text, text, sound(text), Role.WORD, 0.0, text_sound=sound(text)), first.weight + second.weight


def _edges(letters: str) -> tuple[str, ...]:
    """The first and the last letters: of two slips, one of them is mostly free."""
    size = LONG_EDGE if len(letters) >= 2 * LONG_EDGE else SHORT_EDGE
    return ("^" + letters[:size], letters[-size:] + "$") if len(letters) >= 2 * SHORT_EDGE else ()


def _edges_of(names: Sequence[PartyName]) -> dict[str, Numbers]:
    edges: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        for edge in _edges(name.letters):
            edges.setdefault(edge, []).append(at)
    return {edge: np.array(found, dtype=np.int32) for edge, found in edges.items()}


def _is_joined(word: Word) -> bool:
    return word.weight == 0.0


def _keys(word: Word) -> set[str]:
    """The word, its sound, both with a letter left out, the sound also with two; of joined words the sound alone."""
    if _is_joined(word):
        return {"~" + word.sound}
    keys = {word.head, word.text}
    keys |= {word.text[:at] + word.text[at + 1 :] for at in range(len(word.text))}
    for heard in {word.sound, word.text_sound}:
        keys |= _sound_keys(heard)
    return keys


def _sound_keys(heard: str) -> set[str]:
    keys = {"~" + heard}
    if len(heard) >= 2:
        keys |= {"~" + heard[:at] + heard[at + 1 :] for at in range(len(heard))}
    if TWICE_SHORTEST <= len(heard) <= TWICE_LONGEST:
        keys |= {
            "~" + heard[:first] + heard[first + 1 : second] + heard[second + 1 :]
            for first, second in combinations(range(len(heard)), 2)
        }
    return keys
