"""How alike two words are, 0 to 1, and in what way."""

from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from engine.parties.name import Role, Word


class Way(StrEnum):
    """In what way two words are alike."""

    SAME = "same"
    VARIANT = "variant"
    SOUND = "sound"
    EDITED = "edited"
    INITIAL = "initial"
    JOINED = "joined"
    NOT = "not"


Likeness = tuple[float, Way]
UNLIKE: Likeness = (0.0, Way.NOT)
BOTH_KNOWN, ONE_KNOWN = 0.6, 0.95  # of the likeness of two words that sound the same and exist, both or one of them
LONG_SOUND = 3
VARIANT, SOUND, WEAK_SOUND, INITIAL = 0.97, 0.93, 0.86, 0.75
# Likeness after so many edits, by the letters of the longer word: (shortest length, likeness), first that applies.
_EDITED = {
    1: ((8, 0.94), (6, 0.92), (5, 0.88), (4, 0.8), (3, 0.6)),
    2: ((10, 0.9), (8, 0.85), (6, 0.74), (5, 0.6)),
    3: ((12, 0.84), (10, 0.76)),
}
MOST_EDITS = max(_EDITED)


def edits_allowed(longer: int) -> int:
    """How many edits two words may be apart of which the longer has so many letters."""
    return max((edits for edits, likes in _EDITED.items() if longer >= likes[-1][0]), default=0)


def likeness(asked: Word, other: Word, *, asked_known: bool = False) -> Likeness:
    """Of two words of names. `asked_known`: a word of ours that exists was not meant to be another one."""
    if asked.head == other.head:
        return (1.0, Way.SAME) if asked.text == other.text else (VARIANT, Way.VARIANT)
    if asked.role is not Role.WORD or other.role is not Role.WORD:
        return _beside_words(asked, other)
    two_names = asked.known and (other.known or asked_known)
    if asked.sound != other.sound and asked.text_sound != other.text_sound:
        if two_names:
            return UNLIKE
        if abs(len(asked.text) - len(other.text)) > MOST_EDITS and abs(len(asked.head) - len(other.head)) > MOST_EDITS:
            return UNLIKE
    if asked.pinyin and other.pinyin:
        return UNLIKE
    best = written_likeness(asked.head, asked.sound, other.head, other.sound)
    if asked.text != asked.head or other.text != other.head:
        # A misspelt variant is nearer to one of the variants than to their head.
        best = max(best, written_likeness(asked.text, asked.text_sound, other.text, other.text_sound))
    return _two_names(best, len(asked.sound), both=other.known) if two_names else best


def _beside_words(asked: Word, other: Word) -> Likeness:
    """Where one of the two is an initial, a number or a particle and they are not the same."""
    if asked.role is Role.INITIAL or other.role is Role.INITIAL:
        short, long = (asked, other) if asked.role is Role.INITIAL else (other, asked)
        return (INITIAL, Way.INITIAL) if long.role is Role.WORD and long.text.startswith(short.text) else UNLIKE
    if asked.role is Role.NUMBER or other.role is Role.NUMBER or (asked.pinyin and other.pinyin):
        return UNLIKE
    if asked.sound != other.sound and abs(len(asked.head) - len(other.head)) > MOST_EDITS:
        return UNLIKE
    return written_likeness(asked.head, asked.sound, other.head, other.sound)


def _two_names(best: Likeness, heard: int, *, both: bool) -> Likeness:
    """Words that exist are two names; only a long sound in common may still be two spellings of one."""
    like, way = best
    if way is not Way.SOUND or heard < LONG_SOUND:
        return UNLIKE
    return like * (BOTH_KNOWN if both else ONE_KNOWN), way


@lru_cache(maxsize=262_144)
def written_likeness(one: str, one_sound: str, other: str, other_sound: str) -> Likeness:
    """Of two spellings, by edits (insert, delete, replace, swap neighbours) and by sound."""
    if one == other:
        return 1.0, Way.SAME
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if longer - shorter > MOST_EDITS and one_sound != other_sound:
        return UNLIKE
    edits = OSA.distance(one, other, score_cutoff=6)
    by_edits = next((like for least, like in _EDITED.get(edits, ()) if longer >= least), 0.0)
    by_sound = 0.0
    if one_sound == other_sound and len(one_sound) >= 2:
        # Arabic writes no short vowels, so a word without any may lack several.
        most = (
            longer // 2 + 1
            if _vowelless(one) or _vowelless(other)
            else max(2, longer // 3) - (len(one_sound) < LONG_SOUND)
        )
        if edits <= most:
            by_sound = SOUND if len(one_sound) >= 3 else WEAK_SOUND
    best = max(by_sound, by_edits)
    return (best, Way.SOUND if by_sound else Way.EDITED) if best else UNLIKE


def _vowelless(word: str) -> bool:
    return len(word) >= LONG_SOUND + 1 and not any(letter in "aeiouy" for letter in word)
