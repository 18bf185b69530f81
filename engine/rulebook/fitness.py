"""Whether a value suits a fact, and which tests a type of fact takes."""

import re
from typing import NamedTuple

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator
from engine.rulebook.faults import did_you_mean
from engine.rulebook.form import parse_day

ALWAYS = frozenset({Operator.MISSING, Operator.PRESENT})
EQUALITY = frozenset({Operator.EQ, Operator.NE})
ORDER = frozenset({Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.BETWEEN})
MEMBERSHIP = frozenset({Operator.IN, Operator.NOT_IN})
AFFIXES = frozenset({Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.CONTAINS})

TAKES: dict[FactType, frozenset[Operator]] = {
    FactType.BOOLEAN: ALWAYS | EQUALITY,
    FactType.INTEGER: ALWAYS | EQUALITY | ORDER,
    FactType.NUMBER: ALWAYS | EQUALITY | ORDER,
    FactType.DATE: ALWAYS | EQUALITY | ORDER,
    FactType.ENUM: ALWAYS | EQUALITY | MEMBERSHIP,
    FactType.COUNTRY: ALWAYS | EQUALITY | MEMBERSHIP,
    FactType.TEXT: ALWAYS | EQUALITY | MEMBERSHIP | AFFIXES | {Operator.MATCHES},
    FactType.SET: ALWAYS | EQUALITY | MEMBERSHIP | {Operator.CONTAINS},
}
NUMERIC = frozenset({FactType.INTEGER, FactType.NUMBER})
COUNTRY_FORM = re.compile(r"[A-Z]{2}")
_MISTAKEN = {"UK": "GB", "EL": "GR"}  # ISO 3166-1 assigns neither of the first ones, so no order ever has them


class Trouble(NamedTuple):
    """Why a value does not suit: a fault without its place."""

    code: str
    message: str
    hint: str


def trouble(fact: Fact, value: Value, raw: str) -> Trouble | None:
    """Why a value of a rule or test does not suit the fact, or None when it does. `raw` is how it was written."""
    if fact.type is FactType.BOOLEAN:
        return None if isinstance(value, bool) else _mistyped(fact, value, raw, "write true or false, without quotes")
    if fact.type in NUMERIC:
        return _number_trouble(fact, value, raw)
    if not isinstance(value, str):
        return _mistyped(fact, value, raw, f'write "{raw}"')
    if fact.type is FactType.DATE:
        return None if parse_day(value) is not None else Trouble("R009", f"`{raw}` is no day", "write 2026-01-31")
    if not value.strip():
        return Trouble("R038", "blank text is unknown, so nothing equals it", "write {missing: true}")
    return _word_trouble(fact, value)


def _mistyped(fact: Fact, value: Value, raw: str, hint: str) -> Trouble:
    shown = f'"{raw}"' if isinstance(value, str) else raw
    return Trouble("R030", f"`{fact.name}` is {_kind(fact)}; `{shown}` is not", hint)


def _number_trouble(fact: Fact, value: Value, raw: str) -> Trouble | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        unit = f" of {fact.unit}" if fact.unit is not None else ""
        return _mistyped(fact, value, raw, f"write a number{unit}, without quotes")
    if fact.type is FactType.INTEGER and not isinstance(value, int):
        message = f"`{fact.name}` counts whole {fact.unit or 'numbers'}, so it never is {raw}"
        return Trouble("R034", message, f"write {int(value)} or {int(value) + 1}")
    return None


def _word_trouble(fact: Fact, value: str) -> Trouble | None:
    if fact.type is FactType.COUNTRY and COUNTRY_FORM.fullmatch(value) is None:
        return Trouble("R033", f"`{value}` is not a country code", "write two capitals, such as NO or DE")
    if fact.type is FactType.COUNTRY and value in _MISTAKEN:
        return Trouble("R033", f"`{value}` is not a country code of ISO 3166-1", f"write {_MISTAKEN[value]}")
    if fact.values and value not in fact.values:
        hint = did_you_mean(value, fact.values)
        return Trouble("R032", f"`{fact.name}` never is `{value}`", hint)
    return None


def misplaced(fact: Fact, operator: Operator) -> Trouble | None:
    """Why a test does not suit the fact's type, or None when it does."""
    if operator in TAKES[fact.type]:
        return None
    takes = ", ".join(sorted(TAKES[fact.type]))
    hint = f"use one of: {takes}"
    if operator in ORDER and fact.type is FactType.TEXT:
        hint = 'text has no order (leading zeros matter); use starts_with: ["…"]'
    return Trouble("R031", f"`{operator}` does not suit `{fact.name}`, which is {_kind(fact)}", hint)


def _kind(fact: Fact) -> str:
    return _KINDS[fact.type]


_KINDS: dict[FactType, str] = {
    FactType.BOOLEAN: "true or false",
    FactType.INTEGER: "a whole number",
    FactType.NUMBER: "a number",
    FactType.TEXT: "text",
    FactType.ENUM: "one word of a closed list",
    FactType.COUNTRY: "a country code",
    FactType.DATE: "a calendar day",
    FactType.SET: "a set of words",
}
