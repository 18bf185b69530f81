"""What keys a mapping of a rule file has and what each may hold: read by the reader, and turned into the schema."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a key holds. `part` is read by a reader of its own; `refers` says which."""

    TEXT = "text"
    WORD = "word"
    WHOLE = "whole"
    TENTHS = "tenths"
    FLAG = "flag"
    DAY = "day"
    TEXTS = "texts"
    WORDS = "words"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key. `form` is a pattern that the whole text must have, `like` an example of it for the hint.

    `outside` is the fault of a word outside its closed set, or of a number outside its bounds; `refusal` words it.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    words: tuple[str, ...] = ()
    outside: str = "R024"
    refusal: str = "`{value}` is not known as `{name}`"
    low: int = 0
    high: int = (1 << 53) - 1
    form: str = ""
    like: str = ""
    refers: str = ""

    def has_form(self, text: str) -> bool:
        """Whether a text is written as this key wants it."""
        return not self.form or re.fullmatch(self.form, text) is not None


@dataclass(frozen=True, slots=True)
class Shape:
    """All keys of one kind of mapping. `aside` are keys that another check judges, with a better message."""

    name: str
    fields: tuple[Field, ...]
    aside: frozenset[str] = frozenset()
    by_name: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})

    @property
    def required(self) -> tuple[str, ...]:
        """Keys that must be given."""
        return tuple(each.name for each in self.fields if each.required)


def text(name: str, meaning: str, *, required: bool = False, form: str = "", like: str = "") -> Field:
    """A text that is not blank."""
    return Field(name=name, kind=Kind.TEXT, meaning=meaning, required=required, form=form, like=like)


def word(name: str, meaning: str, words: tuple[str, ...], *, required: bool = False) -> Field:
    """One word of a closed set."""
    return Field(name=name, kind=Kind.WORD, meaning=meaning, required=required, words=words)


def whole(name: str, meaning: str, low: int, high: int, *, required: bool = False, outside: str = "R008") -> Field:
    """A whole number between two bounds."""
    return Field(name=name, kind=Kind.WHOLE, meaning=meaning, required=required, low=low, high=high, outside=outside)


def tenths(name: str, meaning: str, low: int, high: int) -> Field:
    """A number with at most one decimal between two bounds."""
    return Field(name=name, kind=Kind.TENTHS, meaning=meaning, low=low, high=high, outside="R008")


def flag(name: str, meaning: str) -> Field:
    """True or false."""
    return Field(name=name, kind=Kind.FLAG, meaning=meaning)


def day(name: str, meaning: str, *, required: bool = False) -> Field:
    """A calendar day."""
    return Field(name=name, kind=Kind.DAY, meaning=meaning, required=required)


def texts(name: str, meaning: str) -> Field:
    """A list of texts."""
    return Field(name=name, kind=Kind.TEXTS, meaning=meaning)


def words_of(name: str, meaning: str, words: tuple[str, ...]) -> Field:
    """A list of words out of a closed set."""
    return Field(name=name, kind=Kind.WORDS, meaning=meaning, words=words)


def part(name: str, meaning: str, refers: str, *, required: bool = False) -> Field:
    """Something with a reader of its own."""
    return Field(name=name, kind=Kind.PART, meaning=meaning, refers=refers, required=required)
