"""Whether two names may be one party's: a score from 0 to 1, a verdict at a stated threshold, and why.

Words are aligned whatever their order. What aligned speaks for, by weight and likeness; what is left over on one side
speaks a little against (a patronymic, a place), on both sides much (another person of the family). Numbers that differ,
too little that is rare, and births or countries that differ hold the score down.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp

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
SHORT_WORD_LIKE, LONG_NAME = 0.7, 15  # two slips in one short word are too much but in a long name
LONG_FOR_A_SLIP = 15
SLIPS = ((11, 2), (6, 1))  # names of so many letters may have so many slips and still be the same in writing


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
    return SAME_NAME - SLIP * (1 + edits) if edits <= slips else 0.0


def _slips(letters: int) -> int:
    return next((slips for least, slips in SLIPS if letters >= least), 0)


def _whole_name(left: PartyName, right: PartyName, found: Weighing) -> float:
    """Every word of both names found its like: the same name, or one with a slip or two."""
    if found.edits == 0:
        if left.joined == right.joined and left.forms == right.forms:
            return 1.0
        return SAME_NAME if not (left.forms and right.forms) or left.forms & right.forms else OTHER_FORM
    letters = min(sum(len(word.text) for word in name.words) for name in (left, right))
    worst = min((pair.like for pair in found.pairs if pair.way is not Way.INITIAL), default=0.0)
    far = found.edits > 1 and worst < SHORT_WORD_LIKE and letters < LONG_NAME
    if found.edits > _slips(letters) or found.two_names or far:
        return 0.0
    return SAME_NAME - SLIP * (1 + found.edits)


def screened(asked: PartyName, listed: PartyName) -> tuple[float, Weighing]:
    """The score of a name against one of a list: stricter than for a pair, as so many are asked."""
    found = weigh(asked, listed, asked_known=True)
    lower, higher = sorted((found.left_share, found.right_share))
    score = score_of(asked, listed, found)
    if lower < SCREENED_LOWER or lower * higher < SCREENED_PRODUCT:
        score = min(score, _written(asked, listed, found)) if not found.numbers_differ else 0.0
    worst = min((pair.like for pair in found.pairs if pair.way is not Way.INITIAL), default=0.0)
    if (found.two_names or worst < LIKE_ENOUGH) and max(found.left_over, found.right_over) < OVER:
        # Alike in every word is not enough here: a slip or two are, more are another name.
        score = min(score, max(_whole_name(asked, listed, found), _written(asked, listed, found), NOT_QUITE))
    return score, found


@lru_cache(maxsize=32_768)
def compare(left: str, right: str, threshold: float = THRESHOLD) -> Match:
    """Two names, in either order, as `clearway parties match` judges them."""
    one, other = read_name(left), read_name(right)
    found = weigh(one, other)
    score = round(score_of(one, other, found), 4)
    return Match(score, score >= threshold, explain(one, other, found))
