"""The parts of a condition, each with its place in the file, and the condition without it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.rulebook.source import Span

Path = tuple[int, ...]  # which part to take at each step from the root


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One part of an `all` or `any`. `path` leads from the root of the condition; `narrows` says whether taking it
    away lets the condition be true more often; `repeats` that an equal part stands before it, `repeated` after it."""

    path: Path
    part: Condition
    span: Span
    narrows: bool
    siblings: int
    repeats: bool
    repeated: bool


def branches(written: Condition, resolved: Condition, fallback: Span) -> Iterator[Branch]:
    """All branches, from the outside in. `written` is the condition as it stands in the file."""
    yield from _branches(written, resolved, (), fallback, positive=True)


def _branches(
    written: Condition, resolved: Condition, path: Path, fallback: Span, *, positive: bool
) -> Iterator[Branch]:
    if isinstance(written, Not) and isinstance(resolved, Not):
        yield from _branches(written.part, resolved.part, (*path, 0), fallback, positive=not positive)
    if not isinstance(written, All | Any) or not isinstance(resolved, All | Any):
        return
    shapes = [shape_of(part) for part in resolved.parts]
    for number, (source, part) in enumerate(zip(written.parts, resolved.parts, strict=True)):
        yield Branch(
            path=(*path, number),
            part=part,
            span=span_of(source, fallback),
            narrows=isinstance(resolved, All) is positive,
            siblings=len(resolved.parts) - 1,
            repeats=shapes[number] in shapes[:number],
            repeated=shapes[number] in shapes[number + 1 :],
        )
        yield from _branches(source, part, (*path, number), fallback, positive=positive)


def without(condition: Condition, path: Path) -> Condition:
    """The condition with the branch at a path taken away."""
    return _changed(condition, path, alone=False)


def alone(condition: Condition, path: Path) -> Condition:
    """The condition with the branch at a path in place of its whole group."""
    return _changed(condition, path, alone=True)


def _changed(condition: Condition, path: Path, *, alone: bool) -> Condition:
    number, rest = path[0], path[1:]
    if isinstance(condition, Not):
        return Not(_changed(condition.part, rest, alone=alone), condition.span)
    if not isinstance(condition, All | Any):
        msg = "a path leads through groups and negations only"
        raise TypeError(msg)
    parts = list(condition.parts)
    if rest:
        parts[number] = _changed(parts[number], rest, alone=alone)
    elif alone:
        return parts[number]
    else:
        del parts[number]
    return All(tuple(parts), condition.span) if isinstance(condition, All) else Any(tuple(parts), condition.span)


def span_of(condition: Condition, fallback: Span) -> Span:
    """Where a condition stands in its file."""
    if isinstance(condition, Leaf):
        return condition.span
    return fallback if isinstance(condition, Resolved) or condition.span is None else condition.span


def shape_of(condition: Condition) -> object:
    """What a condition says, wherever it stands: equal for equal branches."""
    match condition:
        case Resolved():
            return condition.fact, condition.operator, condition.expected
        case Not(part):
            return "not", shape_of(part)
        case All(parts) | Any(parts):
            return type(condition).__name__, frozenset(map(shape_of, parts))
        case Leaf():
            return condition.fact, condition.operator, condition.operand
