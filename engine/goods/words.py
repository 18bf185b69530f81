"""How goods texts talk: short forms, containers, likenesses, ordinary goods, and words that say nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.goods.abbreviations import short_forms
from engine.goods.faults import Faults
from engine.goods.files import Record, read_yaml
from engine.goods.mentions import Mention
from engine.goods.text import plain, read_text, singular, term_spelling
from engine.goods.vocabulary import read_words


class Role(StrEnum):
    """What a word does in a goods text, beside naming restricted goods."""

    CONTAINER = "container"
    PACKING = "packing"
    DEPICTION = "depiction"
    JEWELLERY = "jewellery"
    EVERYDAY = "everyday"
    VAGUE = "vague"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Words:
    """`terms` pairs each term with its role; `chapters` gives the HS chapters of ordinary goods by term.

    `mentions` pairs each pattern with what it does to goods near it; `heads` are last parts of compounds.
    """

    abbreviations: Mapping[str, tuple[str, ...]]
    terms: tuple[tuple[str, Role], ...]
    chapters: Mapping[str, frozenset[str]]
    mentions: tuple[tuple[str, Mention], ...] = ()
    heads: tuple[str, ...] = ()


def load_words(path: Path, faults: Faults | None = None) -> Words:
    """The words of `words.yaml`."""
    record = read_yaml(path, faults)
    short = record.part("abbreviations")
    abbreviations = {singular(plain(key)): read_text(short.text(key)).words for key in short.names()}
    forms = short_forms(record.texts("abbreviated"), (*abbreviations, *record.texts("not_abbreviations")))
    abbreviations |= {form: read_text(word).words for form, word in forms.items()}
    terms: list[tuple[str, Role]] = []
    for field, role in (
        ("containers", Role.CONTAINER),
        ("packings", Role.PACKING),
        ("depictions", Role.DEPICTION),
        ("jewellery", Role.JEWELLERY),
        ("vague", Role.VAGUE),
        ("qualities", Role.QUALITY),
    ):
        terms.extend((word, role) for word in read_words(record.part(field)))
    chapters: dict[str, frozenset[str]] = {}
    for group in record.records("everyday"):
        group.text("group")
        allowed = frozenset(group.digits("chapters"))
        for word in read_words(group.part("words")):
            terms.append((word, Role.EVERYDAY))
            spelling = term_spelling(word)
            chapters[spelling] = chapters.get(spelling, frozenset()) | allowed
        group.close()
    mentions = _mentions(record.part("mentions"))
    heads = read_words(record.part("heads"))
    record.close()
    return Words(abbreviations, tuple(terms), chapters, mentions, heads)


def _mentions(part: Record) -> tuple[tuple[str, Mention], ...]:
    found = [(word, kind) for kind in Mention for word in read_words(part.part(kind))]
    part.close()
    return tuple(found)
