"""One property of the engine's facts, as text made of a value; no text where there is nothing to say."""

from collections.abc import Callable

import orjson

from engine.lexicon.spec import Fact, FactType, Value
from engine.runtime.atoms import EXACT
from engine.runtime.column import MOST_REMEMBERED
from engine.runtime.drafts import Term
from engine.runtime.leaf import PYTHON_TYPES, of_unknown, test_of
from engine.runtime.values import check, is_blank

Saying = Callable[[Value | None], str]


def saying_of(term: Term, fact: Fact) -> Saying:
    """Says the fact's value, or that the term's leaf has the truth which the term wants.

    The function raises EngineFault for a value that the engine would misread.
    """
    say = _flag(term, fact) if term.flag else _value(term, fact)
    # Words are equal to nothing but words; values of other types may be equal to one of another type.
    return _Remembered(say).__getitem__ if fact.type in {FactType.ENUM, FactType.COUNTRY} else say


def _value(term: Term, fact: Fact) -> Saying:
    head = f',"{term.property}":'
    return _said(fact, "", lambda value: f"{head}{orjson.dumps(value).decode()}")


def _flag(term: Term, fact: Fact) -> Saying:
    said = f',"{term.property}":1'
    test, truth = test_of(term.leaf, fact), term.truth
    unknown = said if of_unknown(term.leaf) is truth else ""
    return _said(fact, unknown, lambda value: said if test(value) is truth else "")


def _said(fact: Fact, unknown: str, text: Callable[[Value], str]) -> Saying:
    kind = PYTHON_TYPES[fact.type][0]

    def say(value: Value | None) -> str:
        if value is None or is_blank(value):
            return unknown
        if type(value) is not kind or fact.type in EXACT:
            check(fact, value)
        return text(value)

    return say


class _Remembered(dict[Value | None, str]):
    """Texts of values that repeat."""

    def __init__(self, say: Saying) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, value: Value | None) -> str:
        said = self._say(value)
        if len(self) < MOST_REMEMBERED:
            self[value] = said
        return said
