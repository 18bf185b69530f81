"""Why two names scored as they did: short lines for a person, what speaks for it before what speaks against it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.parties.alignment import Pair
from engine.parties.name import PartyName, Role, Word
from engine.parties.word_likeness import Way

if TYPE_CHECKING:
    from engine.parties.matching import Weighing

_WAYS = {
    Way.VARIANT: "`{0}` and `{1}` are spellings of one name",
    Way.SOUND: "`{0}` sounds like `{1}`",
    Way.EDITED: "`{0}` is nearly `{1}` ({2} % alike)",
    Way.INITIAL: "the initial `{0}` may stand for `{1}`",
    Way.JOINED: "`{0}` is `{1}` written apart or together",
}


def explain(left: PartyName, right: PartyName, found: "Weighing") -> tuple[str, ...]:
    """One line for each kind of finding; the names' words in quotes."""
    return tuple(_lines(left, right, found))


def _lines(left: PartyName, right: PartyName, found: "Weighing") -> Iterator[str]:
    same = [left.words[pair.left[0]].text for pair in found.pairs if pair.way is Way.SAME]
    if same:
        yield f"the same in both: {_quoted(same)}"
    for pair in found.pairs:
        if pair.way is not Way.SAME:
            yield _aligned(pair, left.words, right.words)
    yield from _forms(left, right)
    yield from _numbers(left, right, found)
    for side, words in (
        ("first", _left_alone(left.words, [at for pair in found.pairs for at in pair.left])),
        ("second", _left_alone(right.words, [at for pair in found.pairs for at in pair.right])),
    ):
        if words:
            yield f"against: only in the {side}: {_quoted(words)}"
    if found.pairs and found.shared < 1:
        yield "against: what they share is common to many names"
    if not found.pairs:
        yield "against: no word of one is like a word of the other"


def _forms(left: PartyName, right: PartyName) -> Iterator[str]:
    for side, forms in (("first", left.forms), ("second", right.forms)):
        if forms:
            yield f"ignored legal form of the {side}: {', '.join(sorted(forms))}"
    if left.forms and right.forms and not left.forms & right.forms:
        yield "against: the legal forms differ"


def _numbers(left: PartyName, right: PartyName, found: "Weighing") -> Iterator[str]:
    if found.numbers_differ:
        yield f"against: the numbers differ ({' '.join(left.numbers)} and {' '.join(right.numbers)})"
    if found.number_missing:
        yield "against: only one of them has a number"


def _aligned(pair: Pair, left: tuple[Word, ...], right: tuple[Word, ...]) -> str:
    one = " ".join(left[at].text for at in pair.left)
    other = " ".join(right[at].text for at in pair.right)
    if pair.way is Way.INITIAL and len(one) > len(other):
        one, other = other, one
    return _WAYS[pair.way].format(one, other, round(pair.like * 100))


def _left_alone(words: tuple[Word, ...], taken: list[int]) -> list[str]:
    return [word.text for at, word in enumerate(words) if at not in taken and word.role is not Role.PARTICLE]


def _quoted(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
