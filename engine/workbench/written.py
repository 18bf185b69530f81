"""Conditions and cases as they are written in rule files, so that a person can compare, copy and keep them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from engine.lexicon.spec import Value
from engine.rulebook.condition import All, Any, Condition, Leaf, ListRef, Not, Operand, Operator, ParamRef, Resolved
from engine.rulebook.domain import Domain
from engine.rulebook.rule import Expectation

STEP = 2  # spaces
_PLAIN = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_ ./+-]*[A-Za-z0-9_])?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_TEXT = frozenset({"true", "false", "null"})


def value_text(value: Value) -> str:
    """A value as YAML: quoted only where it would read as something else."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _fraction(value)
        case date():
            return value.isoformat()
        case frozenset():
            return f"[{', '.join(map(value_text, sorted(value)))}]"
    return value if _PLAIN.fullmatch(value) and value not in _NOT_TEXT else json.dumps(value, ensure_ascii=False)


def _fraction(value: float) -> str:
    """Every digit, and without an exponent, which rule files do not have."""
    text = format(Decimal(repr(value)), "f")
    return text if "." in text else f"{text}.0"


def condition_lines(condition: Condition) -> list[str]:
    """The condition as it would stand under `when:`, a line for each test."""
    return list(_lines(condition, 0))


def _lines(condition: Condition, depth: int) -> Iterator[str]:
    margin = " " * (STEP * depth)
    match condition:
        case Leaf() | Resolved():
            yield f"{margin}{leaf_text(condition)}"
        case Not(Leaf() | Resolved() as leaf):
            yield f"{margin}not: {{{leaf_text(leaf)}}}"
        case Not(part):
            yield f"{margin}not:"
            yield from _lines(part, depth + 1)
        case All(parts) | Any(parts):
            yield f"{margin}{'all' if isinstance(condition, All) else 'any'}:"
            for part in parts:
                first, *others = _lines(part, depth + 2)
                yield f"{margin}{' ' * STEP}- {first.lstrip()}"
                yield from others
        case _:
            assert_never(condition)


def leaf_text(leaf: Leaf | Resolved) -> str:
    """One test, as short as it can be written."""
    if isinstance(leaf, Resolved):
        operand = leaf.expected if not isinstance(leaf.expected, frozenset) else tuple(sorted(leaf.expected))
        return f"{leaf.fact}: {_test_text(leaf.operator, operand)}"
    return f"{leaf.fact}: {_test_text(leaf.operator, leaf.operand)}"


def _test_text(operator: Operator, operand: Operand | Value | tuple[Value, ...]) -> str:
    if operator is Operator.EQ and not isinstance(operand, tuple):
        return operand_text(operand)
    if operator is Operator.IN and isinstance(operand, tuple):
        return operand_text(operand)
    return f"{{{operator}: {operand_text(operand)}}}"


def operand_text(operand: Operand | Value | tuple[Value, ...]) -> str:
    """What a test compares with."""
    match operand:
        case ListRef(name):
            return f'"@{name}"'
        case ParamRef(name):
            return f"${name}"
        case tuple():
            return f"[{', '.join(map(operand_text, operand))}]"
    return value_text(operand)


def given_text(whole: Mapping[str, Value], parts: Sequence[Mapping[str, Value]], part: str = "line") -> str:
    """The facts of a case, as `given:` takes them: `{ship_to.country: NO, lines: [{quantity: 2}]}`. `part` is what the
    domain calls a part of its cases."""
    own = f"{part}."
    stated = [f"{name}: {value_text(value)}" for name, value in sorted(whole.items())]
    if parts:
        items = (
            f"{{{', '.join(f'{name.removeprefix(own)}: {value_text(value)}' for name, value in sorted(each.items()))}}}"
            for each in parts
        )
        stated.append(f"{part}s: [{', '.join(items)}]")
    return f"{{{', '.join(stated)}}}"


def case_line(
    name: str,
    whole: Mapping[str, Value],
    parts: tuple[Mapping[str, Value], ...],
    expect: Expectation,
    domain: Domain,
    at: date | None = None,
) -> str:
    """A test that can stand under `tests:` as it is."""
    day = "" if at is None else f", at: {at.isoformat()}"
    return f"- {{name: {value_text(name)}, given: {given_text(whole, parts, domain.part)}{day}, expect: {expect}}}"
