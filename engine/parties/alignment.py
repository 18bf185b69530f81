"""Which words of one name stand for which of the other: best pairs first, also one word for two written apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.parties.name import Role, Word
from engine.parties.pinyin import is_pinyin
from engine.parties.sound import sound
from engine.parties.word_likeness import Way, likeness, written_likeness

JOINED_SHORTEST = 5  # letters of a word that may be two words of the other name
JOINED_LEAST = 0.92


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions in the two names, one or two on each side, how alike (0 to 1) and in what way."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    like: float
    way: Way


def align(left: tuple[Word, ...], right: tuple[Word, ...], *, asked_known: bool = False) -> list[Pair]:
    """Pairs that share no word, the most alike first, then the heaviest. Order of words does not matter.

    `asked_known`: words of `left` that exist were not meant to be others.
    """
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    made: list[Pair] = []
    for pair in sorted(_possible(left, right, asked_known=asked_known), key=lambda each: _rank(each, left, right)):
        if not taken_left.isdisjoint(pair.left) or not taken_right.isdisjoint(pair.right):
            continue
        taken_left.update(pair.left)
        taken_right.update(pair.right)
        made.append(pair)
    return made


def _rank(pair: Pair, left: tuple[Word, ...], right: tuple[Word, ...]) -> tuple[float, float, float]:
    weight = sum(left[at].weight for at in pair.left) + sum(right[at].weight for at in pair.right)
    return (-pair.like, -weight, abs(pair.left[0] - pair.right[0]))


def _possible(left: tuple[Word, ...], right: tuple[Word, ...], *, asked_known: bool) -> Iterator[Pair]:
    for at, one in enumerate(left):
        for opposite, other in enumerate(right):
            like, way = likeness(one, other, asked_known=asked_known)
            if like:
                yield Pair((at,), (opposite,), like, way)
    for pair in _joined(left, right):
        yield pair
    for pair in _joined(right, left):
        yield Pair(pair.right, pair.left, pair.like, pair.way)


def _joined(apart: tuple[Word, ...], whole: tuple[Word, ...]) -> Iterator[Pair]:
    """One word of `whole` that sounds like two neighbours of `apart` without the blank."""
    for at in range(len(apart) - 1):
        first, second = apart[at], apart[at + 1]
        begins = first.text[0]
        for opposite, other in enumerate(whole):
            # Cheapest first: this is asked of every two names.
            if other.text[0] != begins or other.role is not Role.WORD or len(other.text) < JOINED_SHORTEST:
                continue
            if first.role is Role.NUMBER or second.role is Role.NUMBER:
                break
            text = first.text + second.text
            heard = sound(text)
            if heard != other.sound:
                continue
            like, _ = written_likeness(text, heard, other.text, other.sound)
            if like < 1 and other.pinyin and is_pinyin(text):
                like = 0.0
            if like >= JOINED_LEAST:
                yield Pair((at, at + 1), (opposite,), like * 0.99, Way.JOINED)
