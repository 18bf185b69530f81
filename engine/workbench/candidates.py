"""Values of which one passes if any does: for each type of fact, one for every stretch that no test tells apart."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, pairwise, product
from math import isfinite, nextafter
from string import ascii_uppercase
from typing import NamedTuple

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator
from engine.runtime.atoms import LARGEST_INTEGER
from engine.workbench.demand import Demand
from engine.workbench.steps import stepped_by
from engine.workbench.texts import text_candidates

_STATED_RANGE = re.compile(r"([0-9]+)\.\.([0-9]+)")
_OUTSIDE = frozenset({Operator.NOT_IN, Operator.NE})
_PRESENCE = frozenset({Operator.MISSING, Operator.PRESENT})
# Shown first where any country will do that no rule names.
_OTHER_COUNTRIES = ("CH", "NZ", "CL", "KE", "IS")


class Candidates(NamedTuple):
    """Values worth trying, the plainest first. `exact`: when none of them passes, no known value does."""

    values: Iterable[Value]
    exact: bool = True


def candidates(fact: Fact, demands: Sequence[Demand], examples: Sequence[Value]) -> Candidates:
    """Values of the fact for these demands. `examples` are values that tests beside rules give it."""
    match fact.type:
        case FactType.BOOLEAN:
            return Candidates((True, False))
        case FactType.INTEGER:
            return Candidates(_integers(fact, demands))
        case FactType.NUMBER:
            return Candidates(_numbers(fact, demands))
        case FactType.DATE:
            return Candidates(_days(fact, demands))
        case FactType.ENUM if fact.values:
            return Candidates(tuple(map(str, fact.values)))  # a lexicon may list members of a StrEnum
        case FactType.COUNTRY:
            return Candidates(_countries(demands))
        case FactType.SET:
            return Candidates(_sets(fact, demands))
    values, exact = text_candidates(fact, demands, examples)
    return Candidates(values, exact)


def bounds(demands: Sequence[Demand]) -> Iterable[object]:
    """Every single value that a test compares with."""
    for each in demands:
        expected = each.leaf.expected
        yield from expected if isinstance(expected, tuple | frozenset) else (expected,)


def _integers(fact: Fact, demands: Sequence[Demand]) -> list[int]:
    """Counts are seldom negative, so that a witness is sought among the others first."""
    low, high = _range(fact)
    edges = [bound for bound in bounds(demands) if type(bound) is int] or [int(str(fact.example))]
    found = {edge + step for edge in edges for step in (-1, 0, 1)} | {low, high}
    return sorted((value for value in found if low <= value <= high), key=lambda value: (value < 0, abs(value)))


def _range(fact: Fact) -> tuple[int, int]:
    """The least and the largest value: those that the unit states, as `0..100` does, or those that can be compared."""
    stated = _STATED_RANGE.fullmatch(fact.unit or "")
    return (int(stated[1]), int(stated[2])) if stated is not None else (-LARGEST_INTEGER, LARGEST_INTEGER)


def _numbers(fact: Fact, demands: Sequence[Demand]) -> list[float]:
    """Round numbers first; the neighbours of each bound make the search exact."""
    edges = sorted({float(bound) for bound in bounds(demands) if type(bound) in (int, float)})  # type: ignore[arg-type]
    edges = edges or [float(str(fact.example))]
    plain = [edge + step for edge in edges for step in (0.0, 1.0, -1.0)]
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    near = [nextafter(edge, towards) for edge in edges for towards in (float("inf"), float("-inf"))]
    found = [value for value in (*plain, *between, *near) if isfinite(value)]
    return sorted(found[: len(plain)], key=lambda value: (value < 0, value)) + found[len(plain) :]


def _days(fact: Fact, demands: Sequence[Demand]) -> list[date]:
    edges = [bound for bound in bounds(demands) if isinstance(bound, date)] or [date.fromisoformat(str(fact.example))]
    near = (stepped_by(edge, step) for edge in edges for step in (-1, 0, 1))
    return sorted({day for day in near if day is not None})


def _countries(demands: Sequence[Demand]) -> list[str]:
    named = {bound for bound in bounds(demands) if isinstance(bound, str)}
    every = chain(_OTHER_COUNTRIES, map("".join, product(ascii_uppercase, repeat=2)))
    other = next((code for code in every if code not in named), None)
    return sorted(named) if other is None else [*sorted(named), other]


def _sets(fact: Fact, demands: Sequence[Demand]) -> list[frozenset[str]]:
    """The smallest set that has a word of every group that must meet it, and none that must not."""
    meeting: list[frozenset[str]] = []
    barred: set[str] = set()
    for each in demands:
        if each.leaf.operator in _PRESENCE:
            continue  # what is known at all is present
        expected = each.leaf.expected
        words = expected if isinstance(expected, frozenset) else frozenset({str(expected)})
        if each.wanted is (each.leaf.operator in _OUTSIDE):
            barred |= words
        else:
            meeting.append(words)
    allowed = [sorted(word for word in words - barred if not fact.values or word in fact.values) for words in meeting]
    return [frozenset(words[0] for words in allowed)] if all(allowed) else []
