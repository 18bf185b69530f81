"""Whether two names may be one party's: a score from 0 to 1, a verdict at a stated threshold, and why.

Words are aligned whatever their order. What aligned speaks for, by weight and likeness; what is left over on one side
speaks a little against (a patronymic, a place), on both sides much (another person of the family). Numbers that differ,
too little that is rare, and births or countries that differ hold the score down.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from engine.parties.alignment import Pair, align
from engine.parties.explaining import explain
from engine.parties.name import PartyName, Role, read_name
from engine.parties.word_likeness import Way

THRESHOLD = 0.5  # two names with this score or more may be one party's: for pairs that are suspected already
SCREENING = 0.9  # of a name against a whole list: few honest names reach it
LEAST_LOWER, LEAST_HIGHER = 0.3, 0.5  # below these shares the score is 0 …
SCREENED_LOWER, SCREENED_PRODUCT = 0.45, 0.42  # … and when screening below this share or product of both
# Logistic weights, fitted on pairs of names of public lists (OFAC 2021-07, UN 2026-02: names of one entry against the
# most similar names of others), on misspellings of listed names and on honest names; rounded by hand.
BASE, BOTH_SHARES, SHARED, WHOLE = -3.6, 6.0, 1.0, 1.9
NUMBERS_DIFFER, NUMBER_MISSING, LITTLE_SHARED = -4.0, -0.5, -1.2
MOST_SHARED, LITTLE = 2.5, 1.2
OVER = 0.2  # weight that may be left over while a name still counts as whole: particles
LIKE_ENOUGH = 0.78
NOT_QUITE = 0.88  # names that are alike in every word but by too many slips, when screening
SAME_NAME, OTHER_FORM, SLIP = 0.97, 0.9, 0.02
LEAST_SLIP_LIKE = 0.59
SHORT_WORD_LIKE, LONG_NAME = 0.75, 15  # two slips in one short word are too much but in a long name
LONG_FOR_A_SLIP = 15
# Letters from which on a slip leaves a name the same: in one word, and in a name that is written in other words.
LONG_IN_ONE, LONG_IN_OTHER_WORDS = 8, 11
# When screening: the weight of a rare word, of any word that is more than a particle, of one word and a particle, and
# of what must agree beside an initial; and the score of a name that is a part of a listed one, or has one for its part.
RARE, A_WORD, ONE_WORD, MUCH, PART_OF_A_NAME = 0.95, 0.4, 1.6, 1.5, 0.91
SLIPS = ((11, 2), (6, 1))  # names of so many letters may have so many slips and still be the same in writing


Shares = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was found when two names were laid side by side; weights of words, 0 and more."""

    pairs: tuple[Pair, ...]
    left_share: float
    right_share: float
    left_over: float
    right_over: float
    shared: float
    quality: float
    edits: int
    two_names: bool
    numbers_differ: bool
    number_missing: bool


def weigh(left: PartyName, right: PartyName, *, asked_known: bool = False) -> Weighing:
    """Lays two names side by side. `asked_known` as in `word_likeness.likeness`, for names against whole lists."""
    pairs = _real(align(left.words, right.words, asked_known=asked_known))
    edits = sum(_edits(pair, left, right) for pair in pairs)
    left_sum = right_sum = shared = like_sum = 0.0
    for pair in pairs:
        one = sum(left.words[at].weight for at in pair.left)
        other = sum(right.words[at].weight for at in pair.right)
        left_sum += one * pair.like
        right_sum += other * pair.like
        if pair.way is Way.INITIAL:
            one = other = min(one, other)
        shared += min(one, other)
        like_sum += min(one, other) * pair.like
    left_taken = sum(left.words[at].weight for pair in pairs for at in pair.left)
    right_taken = sum(right.words[at].weight for pair in pairs for at in pair.right)
    return Weighing(
        tuple(pairs),
        left_sum / left.weight if left.weight else 0.0,
        right_sum / right.weight if right.weight else 0.0,
        left.weight - left_taken,
        right.weight - right_taken,
        shared,
        like_sum / shared if shared else 0.0,
        edits,
        _two_names(pairs, left, right, asked_known=asked_known),
        bool(left.numbers and right.numbers and left.numbers != right.numbers),
        bool(left.numbers) != bool(right.numbers),
    )


def _two_names(pairs: list[Pair], left: PartyName, right: PartyName, *, asked_known: bool) -> bool:
    """A word that exists stands alone, or for one that is only like it, where were it a slip its like would be."""
    taken = {at for pair in pairs for at in pair.left}
    opposite = {at for pair in pairs for at in pair.right}
    free = [word for at, word in enumerate(left.words) if at not in taken and word.known]
    other = [word for at, word in enumerate(right.words) if at not in opposite and word.role is Role.WORD]
    if free and any(word.known or asked_known for word in other):
        return True
    return any(
        pair.way in (Way.SOUND, Way.EDITED)
        and left.words[pair.left[0]].known
        and (asked_known or right.words[pair.right[0]].known)
        for pair in pairs
    )


def _real(pairs: list[Pair]) -> list[Pair]:
    """Initials count only beside as many words that are alike in full."""
    full = [pair for pair in pairs if pair.way is not Way.INITIAL]
    return full + [pair for pair in pairs if pair.way is Way.INITIAL][: len(full)]


def _edits(pair: Pair, left: PartyName, right: PartyName) -> int:
    if pair.way in (Way.SAME, Way.VARIANT, Way.INITIAL):
        return 0
    one = "".join(left.words[at].text for at in pair.left)
    other = "".join(right.words[at].text for at in pair.right)
    return OSA.distance(one, other)


@dataclass(frozen=True, slots=True)
class Match:
    """Score from 0 to 1, whether it reaches the threshold, and what speaks for and against, one short line each."""

    score: float
    matched: bool
    explanation: tuple[str, ...]


def score_of(left: PartyName, right: PartyName, found: Weighing) -> float:
    """0 to 1; 1 only for the same words, whatever their order."""
    lower, higher = sorted((found.left_share, found.right_share))
    if lower < LEAST_LOWER or higher < LEAST_HIGHER:
        return 0.0
    worst = min((pair.like for pair in found.pairs if pair.way is not Way.INITIAL), default=0.0)
    whole = max(found.left_over, found.right_over) < OVER and worst >= LEAST_SLIP_LIKE
    raised = (
        BASE
        + BOTH_SHARES * lower * higher
        + SHARED * min(found.shared, MOST_SHARED)
        + WHOLE * whole
        + NUMBERS_DIFFER * found.numbers_differ
        + NUMBER_MISSING * found.number_missing
        + LITTLE_SHARED * (found.shared < LITTLE)
    )
    score = 1 / (1 + exp(-raised))
    if not found.numbers_differ and not found.number_missing:
        score = max(score, _written(left, right, found))
        if whole:
            score = max(score, _whole_name(left, right, found))
    return min(score, 1.0)


def _written(left: PartyName, right: PartyName, found: Weighing) -> float:
    """The same letters in the same order but for a slip or two, legal forms and titles included."""
    letters = min(len(left.letters), len(right.letters))
    # In a long name even a word that exists may be a slip of another: all the rest agrees.
    slips = letters // LONG_FOR_A_SLIP if found.two_names else _slips(letters)
    slips = min(slips, 2)
    if not slips or abs(len(left.letters) - len(right.letters)) > slips:
        return 0.0
    edits = OSA.distance(left.letters, right.letters, score_cutoff=slips)
    if edits and letters < LONG_IN_OTHER_WORDS and left.written != right.written:
        return 0.0
    return SAME_NAME - SLIP * (1 + edits) if edits <= slips else 0.0


def _slips(letters: int) -> int:
    return next((slips for least, slips in SLIPS if letters >= least), 0)


def _whole_name(left: PartyName, right: PartyName, found: Weighing) -> float:
    """Every word of both names found its like: the same name, or one with a slip or two."""
    if found.edits == 0:
        if left.joined == right.joined and left.forms == right.forms:
            return 1.0
        return SAME_NAME if not (left.forms and right.forms) or left.forms & right.forms else OTHER_FORM
    letters = min(
        sum(len(left.words[at].text) for pair in found.pairs for at in pair.left),
        sum(len(right.words[at].text) for pair in found.pairs for at in pair.right),
    )
    worst = min((pair.like for pair in found.pairs if pair.way is not Way.INITIAL), default=0.0)
    far = found.edits > 1 and worst < SHORT_WORD_LIKE and letters < LONG_NAME
    if found.edits > _slips(letters) or found.two_names or far:
        return 0.0
    return SAME_NAME - SLIP * (1 + found.edits)


def screened(asked: PartyName, listed: PartyName) -> tuple[float, Weighing]:
    """The score of a name against one of a list: stricter than for a pair, as so many are asked."""
    found = weigh(asked, listed, asked_known=True)
    score = _held_back(asked, listed, found)
    if score < PART_OF_A_NAME and _is_part(asked, listed, found):
        score = PART_OF_A_NAME
    return score, found


def _held_back(asked: PartyName, listed: PartyName, found: Weighing) -> float:
    lower, higher = sorted((found.left_share, found.right_share))
    score = score_of(asked, listed, found)
    if lower < SCREENED_LOWER or lower * higher < SCREENED_PRODUCT:
        score = min(score, _written(asked, listed, found)) if not found.numbers_differ else 0.0
    worst = min((pair.like for pair in found.pairs if pair.way is not Way.INITIAL), default=0.0)
    if (found.two_names or worst < LIKE_ENOUGH) and max(found.left_over, found.right_over) < OVER:
        # Alike in every word is not enough here: a slip or two are, more are another name.
        score = min(score, max(_whole_name(asked, listed, found), _written(asked, listed, found), NOT_QUITE))
    if score > NOT_QUITE and _slips_badly(asked, listed, found):
        return NOT_QUITE
    if score > NOT_QUITE and not _tells(asked, listed, found):
        score = max(NOT_QUITE, min(score, _written(asked, listed, found)))
    return score


def _slips_badly(asked: PartyName, listed: PartyName, found: Weighing) -> bool:
    """In a name that is not long, two slips in one short word, or a word that is another: a name of its own."""
    if min(len(asked.letters), len(listed.letters)) >= LONG_NAME or min(asked.written, listed.written) < 2:
        return False
    short = [pair for pair in found.pairs if pair.way is Way.EDITED and pair.like < SHORT_WORD_LIKE]
    if any(pair not in short and pair.like >= NOT_QUITE and _is_rare(pair, asked, listed) for pair in found.pairs):
        return False
    edits = OSA.distance(asked.letters, listed.letters)
    if min(found.left_over, found.right_over) >= A_WORD:
        return edits > 1
    if edits == 2 and max(found.left_over, found.right_over) >= A_WORD:
        return True  # the other word is a title, which a slip does not make of a name
    return any(_edits(pair, asked, listed) > 1 for pair in short)


def _tells(asked: PartyName, listed: PartyName, found: Weighing) -> bool:
    """What agrees in full outweighs that a word is left over, that an initial may stand for anything, or that a slip in
    so few letters makes another name."""
    full = [pair for pair in found.pairs if pair.way is not Way.INITIAL]
    if len(full) < len(found.pairs) and asked.joined != listed.joined:
        return sum(_weight(pair, asked, listed) for pair in full) >= MUCH
    letters = sum(len(asked.words[at].text) for pair in full for at in pair.left)
    joined = any(pair.way is Way.JOINED for pair in full)
    if letters < (LONG_IN_OTHER_WORDS if joined else LONG_IN_ONE) and found.edits > (0 if joined else _slips(letters)):
        return False
    if max(found.left_over, found.right_over) < A_WORD:
        return True
    return any(_is_rare(pair, asked, listed) for pair in full)


def _is_part(asked: PartyName, listed: PartyName, found: Weighing) -> bool:
    """A person's name without its middle: two words at least agree in full, a rare one among them, one is left over."""
    less, more = sorted((found.left_over, found.right_over))
    words = [pair for pair in found.pairs if _weight(pair, asked, listed) >= A_WORD]
    return (
        not asked.business
        and not listed.business
        and found.edits == 0
        and less < OVER
        and more <= ONE_WORD
        and len(words) >= 2
        and all(pair.way in (Way.SAME, Way.VARIANT) for pair in words)
        and any(_is_rare(pair, asked, listed) for pair in words)
        and not (found.numbers_differ or found.number_missing or found.two_names)
    )


def _is_rare(pair: Pair, asked: PartyName, listed: PartyName) -> bool:
    return pair.way is not Way.INITIAL and _weight(pair, asked, listed) >= RARE


def _weight(pair: Pair, asked: PartyName, listed: PartyName) -> float:
    one = sum(asked.words[at].weight for at in pair.left)
    return min(one, sum(listed.words[at].weight for at in pair.right))


def may_reach(least: float, lower: Shares, higher: Shares, shared: Shares, whole: Flags, part: Flags) -> Flags:
    """Which names may have this score or more, where these are bounds from above of what `weigh` would find.

    `whole`: every word may have its like. `part`: all words of the shorter name may have. Names alike as written are
    another matter.
    """
    raised = BASE + BOTH_SHARES * lower * higher + SHARED * np.minimum(shared, MOST_SHARED) + WHOLE * whole
    raised += LITTLE_SHARED * (shared < LITTLE)
    enough: Flags = (raised >= log(least / (1 - least))) & (lower >= SCREENED_LOWER)
    return (
        (enough & (lower * higher >= SCREENED_PRODUCT))
        | (whole & (lower >= LEAST_LOWER))
        | (part & (shared >= RARE + A_WORD))
    )


@lru_cache(maxsize=32_768)
def compare(left: str, right: str, threshold: float = THRESHOLD) -> Match:
    """Two names, in either order, as `clearway parties match` judges them."""
    one, other = read_name(left), read_name(right)
    found = weigh(one, other)
    score = round(score_of(one, other, found), 4)
    return Match(score, score >= threshold, explain(one, other, found))
