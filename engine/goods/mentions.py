"""Goods that a text only mentions: what the thing fits, lacks, resists or keeps away from is not what is sold.

The patterns are data (`words.yaml`, `mentions`) in six languages; this module says how far each of them reaches.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from engine.goods.index import Hit
from engine.goods.text import Reading


class Mention(StrEnum):
    """`purposes` reach a few words on, `denials` the next word, `listings` the sentence, `behind` what stands before.

    `neutral` terms hold such a word and mention nothing: `for men` in front of a perfume.
    """

    PURPOSES = "purposes"
    DENIALS = "denials"
    LISTINGS = "listings"
    BEHIND = "behind"
    NEUTRAL = "neutral"


# How many words, or characters of a script without blanks, may stand between the pattern and the goods.
_GAP_WORDS = {Mention.PURPOSES: 2, Mention.DENIALS: 0}
_GAP_CHARACTERS = {Mention.PURPOSES: 6, Mention.DENIALS: 0}
_DESCRIBES = re.compile("的|な|の")
LISTED_WORDS = 3  # `fits laptops, tablets and phones, power banks`: behind a comma only so short a part belongs to it
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|[\n\r•|。!?！？]+")
_CLAUSE_END = re.compile(r"[,;:](?=\s|$)|\s[-–—]\s|[，；：、（）【】()\[\]–—]")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that are not blank, in order. A point inside a number ends none."""
    return (part for part in _SENTENCE_END.split(text) if part.strip())


def clauses(sentence: str) -> Iterator[str]:
    """The parts of a sentence between its stops, without those that are blank."""
    return (part.strip() for part in _CLAUSE_END.split(sentence) if part.strip())


def mentioned(start: int, end: int, patterns: Iterable[Hit[Mention]], reading: Reading) -> bool:
    """One of the patterns of the same reading makes the words from `start` to `end` a mention."""
    in_words = start < len(reading.words)
    gaps = _GAP_WORDS if in_words else _GAP_CHARACTERS
    for pattern in patterns:
        if Mention.BEHIND in pattern.tags and pattern.start == end:
            return True
        gap = start - pattern.end
        if gap < 0 or not (in_words or _same_phrase(reading, pattern.end, start)):
            continue
        if any(kind is Mention.LISTINGS or gap <= gaps.get(kind, -1) for kind in pattern.tags):
            return True
    return False


def _same_phrase(reading: Reading, start: int, end: int) -> bool:
    """No particle stands between that makes all before it describe what follows: `适合旅行的充电宝` sells one."""
    at = len(reading.words)
    for run in reading.runs:
        if at <= start <= at + len(run):
            return end <= at + len(run) and not _DESCRIBES.search(run[start - at : end - at])
        at += len(run) + 1
    return True  # a pattern in words before goods in a run: `for iPhone 充电宝`


def lists_goods(patterns: Iterable[Hit[Mention]]) -> bool:
    """The clause opens a list of mentioned goods, which may go on behind its commas."""
    return any(Mention.LISTINGS in pattern.tags for pattern in patterns)
