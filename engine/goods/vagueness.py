"""Texts that are too vague to say what the goods are."""

from collections.abc import Iterable

from engine.goods.evidence import OTHER_GOODS, Marked
from engine.goods.text import Reading
from engine.goods.words import Role

FEW = 3
_SAYING_NOTHING = (Role.VAGUE, Role.QUALITY, Role.CONTAINER)


def is_vague(reading: Reading, marked: Marked) -> bool:
    """Nothing but words that name no goods, sizes, colours and numbers, or a container of who knows what."""
    return not marked.names_goods and _nothing_beside(reading, _covered(marked, _SAYING_NOTHING))


def names_bare_goods(reading: Reading, marked: Marked) -> bool:
    """One bare word for goods, such as `needle`, `dresses` or `oil`, and nothing that says which of them."""
    if marked.strong or reading.runs:
        return False
    named = {(hit.start, hit.end) for role in OTHER_GOODS for hit in marked.spans_of(role)}
    named |= {(hit.start, hit.end) for _, hit in marked.weak}
    if len(named) != 1:
        return False
    ((start, end),) = named
    return end - start == 1 and _nothing_beside(reading, {start} | _covered(marked, (Role.QUALITY,)))


def says_too_little(reading: Reading, marked: Marked) -> bool:
    """A few words of which none is known, one bare word, or a text that was cut off: nothing to place without a code.

    A declaration wants what the goods are, what they are made of and what they are for, or a code beside the words
    (Commission Delegated Regulation (EU) 2015/2446, Annex B, data element 18 05 000 000, description of goods).
    """
    if reading.runs:
        return False
    telling = sum(not _says_nothing(word) for word in reading.words)
    named = marked.strong or (marked.names_goods and telling > 1)
    return reading.cut or (telling <= FEW and not named)


def _covered(marked: Marked, roles: Iterable[Role]) -> set[int]:
    return {at for role in roles for hit in marked.spans_of(role) for at in range(hit.start, hit.end)}


def _nothing_beside(reading: Reading, covered: set[int]) -> bool:
    if any(not _says_nothing(word) for at, word in enumerate(reading.words) if at not in covered):
        return False
    at = len(reading.words)
    for run in reading.runs:
        if not covered.issuperset(range(at, at + len(run))):
            return False
        at += len(run) + 1
    return True


def _says_nothing(word: str) -> bool:
    return len(word) == 1 or any(character.isdigit() for character in word)
