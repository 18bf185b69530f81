"""What a line is taken for: the answer of goods classification, with its evidence."""

from dataclasses import dataclass
from enum import StrEnum

from engine.goods.text import Reading


class Status(StrEnum):
    """How sure we are: by code or stated attribute, by text, not for so vague a text, not at all."""

    CLASSIFIED = "classified"
    PROBABLE = "probable"
    VAGUE = "vague"
    UNCLASSIFIED = "unclassified"


class Basis(StrEnum):
    """What a classification rests on, strongest first."""

    ATTRIBUTE = "attribute"
    HS = "hs"
    PHRASE = "phrase"
    KEYWORD = "keyword"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a category was taken: the words or the code prefix that point to it."""

    category: str
    basis: Basis
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """`categories` holds narrow ones and all they are a kind of; `certain` those by code or stated attribute.

    `description_vague`: the text names no goods at all. `undeclarable` goes further: without an HS code, customs could
    not tell the goods either from words that nobody knows, or from one bare word such as `needle`.
    `likeness`: the text speaks of a toy, a picture or a book, so its words name no goods of their own.
    """

    status: Status
    basis: Basis
    categories: frozenset[str] = frozenset()
    certain: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    description_vague: bool = False
    undeclarable: bool = False
    hs_contradicts_text: bool | None = None
    likeness: bool = False
    readings: tuple[Reading, ...] = ()
