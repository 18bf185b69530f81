"""Finds a consignee's number where buyers write it: in a note, behind the street, beside the name.

A number behind its own label ("CPF 123…") counts, right or wrong; behind a general one ("tax id") it counts when form
and check digits fit a kind that the country knows; without a label only when they fit a kind that is asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.customs.identifiers import ConsigneeIds, IdKind, cleaned
from engine.customs.numbers import UNCHECKED, can_exist

LONGEST_TEXT = 4000
MOST_PIECES = 5  # `529 982 247 25` is written in four
LEAST_DIGITS = 5  # fewer are a house number, not a number of a person
_PIECE = re.compile(r"[0-9A-Za-zÑñ&][0-9A-Za-zÑñ&./-]*")
_BETWEEN = re.compile(
    r"[\s:：#№=\-–—.,()（）]*"
    r"(?:(?:is|no|nr|n[º°o]|number|número|es|é|ist|est|为|是|は)[\s:：.]+)?[\s:：#]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number that somebody wrote, as written."""

    kind: str
    value: str


def written_numbers(
    texts: Iterable[str], country: str, asked: frozenset[str], ids: ConsigneeIds, others: frozenset[str] = frozenset()
) -> tuple[Written, ...]:
    """Each kind once, the first that counts. `asked` are the kinds that the consignment needs, `others` digits that
    mean something else, such as the phone number's."""
    kinds = ids.kinds(country)
    found: dict[str, Written] = {}
    for text in texts:
        if kinds and sum(character.isdigit() for character in text) >= LEAST_DIGITS:
            for one in _in_text(text[:LONGEST_TEXT], kinds, asked, ids.labels, others):
                found.setdefault(one.kind, one)
    return tuple(found[kind] for kind in sorted(found))


def _in_text(
    text: str, kinds: Mapping[str, IdKind], asked: frozenset[str], general: tuple[str, ...], others: frozenset[str]
) -> Iterator[Written]:
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that folds to two would move every place behind it
        folded = text.lower() if len(text.lower()) == len(text) else text
    for kind in kinds.values():
        for start in _behind(folded, kind.labels):
            value = _value_at(text, start, kind)
            if value is not None:
                yield Written(kind.kind, value)
                break
    named = tuple(_behind(folded, general))
    everywhere = tuple(piece.start() for piece in _PIECE.finditer(text))
    for kind in kinds.values():
        places = everywhere if kind.kind in asked and kind.check != UNCHECKED else named
        value = next(_fitting(text, places, kind, others), None)
        if value is not None:
            yield Written(kind.kind, value)


def _behind(folded: str, labels: Iterable[str]) -> Iterator[int]:
    """Where a number would begin behind each label. A label is a word of its own, not the end of another."""
    for label in labels:
        at = folded.find(label)
        while at >= 0:
            end = at + len(label)
            begins = at == 0 or not folded[at - 1].isalnum() or not label[0].isascii()
            ends = end >= len(folded) or not folded[end].isalpha() or not label[-1].isascii()
            if begins and ends:
                gap = _BETWEEN.match(folded, end)
                yield gap.end() if gap is not None else end
            at = folded.find(label, end)


def _runs(text: str, start: int) -> Iterator[str]:
    """What could be one number from here on: one piece, two pieces and so on, the longest first."""
    pieces: list[re.Match[str]] = []
    at = start
    while len(pieces) < MOST_PIECES and (piece := _PIECE.match(text, at)) is not None:
        pieces.append(piece)
        at = piece.end()
        if at < len(text) and text[at] == " ":
            at += 1
    for last in reversed(pieces):
        yield text[start : last.end()].rstrip("./-&")


def _value_at(text: str, start: int, kind: IdKind) -> str | None:
    """The longest run of the kind's form; else the one piece, when it is plainly meant as a number."""
    runs = list(_runs(text, start))
    fitting = next((run for run in runs if kind.form.fullmatch(cleaned(run))), None)
    if fitting is not None or not runs:
        return fitting
    piece = runs[-1]
    return piece if sum(character.isdigit() for character in piece) >= LEAST_DIGITS else None


def _fitting(text: str, places: Iterable[int], kind: IdKind, others: frozenset[str]) -> Iterator[str]:
    """Runs that have form and check digits, and are nothing else that we know."""
    for start in places:
        for run in _runs(text, start):
            clean = cleaned(run)
            if kind.form.fullmatch(clean) and can_exist(clean, kind.check) and not _is_other(clean, others):
                yield run


def _is_other(clean: str, others: frozenset[str]) -> bool:
    digits = "".join(character for character in clean if character.isdigit())
    return any(digits and (digits in other or other in digits) for other in others)
