"""What a fact is: its name, type, unit, scope, meaning and an example. Knows no order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = bool | int | float | str | date | frozenset[str]
Plain = bool | int | float | str | list[str]  # how a value is written in an example or a trace


class FactType(StrEnum):
    """`integer` takes exact comparisons in the engine; `number`, `date`, `text` and `set` are tested in Python.

    `enum` is text out of `values`; `country` is an ISO 3166-1 alpha-2 code; `set` is a set of texts.
    """

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    ENUM = "enum"
    COUNTRY = "country"
    DATE = "date"
    SET = "set"


class Scope(StrEnum):
    """Whether there is one value a case, or one for each part of it (an order and its lines)."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One entry. `personal` values never reach a log; `values` is set for enums, and for sets whose words are known."""

    name: str
    type: FactType
    scope: Scope
    meaning: str
    example: Plain
    unit: str | None = None
    values: tuple[str, ...] = ()
    personal: bool = False


class Lexicon(Mapping[str, Fact]):
    """Facts by name; `personal` names those that never reach a log. Raises ValueError when a name is listed twice."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, Fact] = {}
        for fact in facts:
            if fact.name in self._facts:
                msg = f"fact `{fact.name}` is listed twice"
                raise ValueError(msg)
            self._facts[fact.name] = fact
        self.names = frozenset(self._facts)
        self.personal = frozenset(fact.name for fact in self._facts.values() if fact.personal)

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
