"""How one rule read one order, as a tree: the condition as it is written, with the truth of every node."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from engine.findings import plain
from engine.lexicon.spec import Value
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operator, Resolved
from engine.rulebook.rule import Rule
from engine.runtime.evaluation import Evaluation, RuleState
from engine.runtime.leaf import Truth
from engine.runtime.program import CompiledRule
from engine.runtime.trace import LeafTrace, RuleTrace, trace_of

MARKS: dict[Truth, str] = {True: "✓", False: "✗", None: "?"}
TRUTHS: dict[Truth, str] = {True: "true", False: "false", None: "unknown"}
MOST_SHOWN = 12  # values of a list; the rest is counted
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a condition: `all`, `any` and `not` have parts, a test has its leaf."""

    word: str
    truth: Truth
    parts: tuple["Node", ...] = ()
    leaf: LeafTrace | None = None


@dataclass(frozen=True, slots=True)
class RuleTree:
    """One rule on the whole order, or on one line (from 1)."""

    rule: Rule
    line: int | None
    state: RuleState
    wanting: tuple[str, ...]
    root: Node


def trees(evaluation: Evaluation, only: str | None = None) -> Iterator[RuleTree]:
    """Every rule of the evaluation, or only one, in the rule book's order."""
    for compiled in evaluation.program.rules:
        if only is None or compiled.rule.id == only:
            for traced in trace_of(evaluation, compiled):
                yield _tree(evaluation, compiled, traced)


def document(tree: RuleTree) -> dict[str, object]:
    """The tree as JSON can hold it."""
    rule = tree.rule
    return {
        "rule": rule.id,
        "set": rule.set,
        "title": rule.title,
        "status": rule.status.value,
        "verdict": rule.then.verdict,
        "line": tree.line,
        "state": tree.state.value,
        "wanting": list(tree.wanting),
        "condition": _node_document(tree.root),
    }


def lines(tree: RuleTree) -> Iterator[str]:
    """The tree as people read it."""
    rule, place = tree.rule, "" if tree.line is None else f", line {tree.line}"
    lacking = f" (unknown: {', '.join(tree.wanting)})" if tree.wanting else ""
    yield f"{rule.id} {rule.title}{place}: {tree.state}{lacking}"
    yield from _node_lines(tree.root, INDENT)


def _tree(evaluation: Evaluation, compiled: CompiledRule, traced: RuleTrace) -> RuleTree:
    part = None if traced.part is None else traced.part - 1
    # Quiet rules have no result; one that is unknown has one for each line it is unknown for.
    state = RuleState.FIRES if traced.truth else RuleState.QUIET
    wanting: tuple[str, ...] = ()
    if traced.truth is None:
        state, wanting = next(
            (each.state, each.wanting)
            for each in evaluation.results
            if each.rule is compiled.rule and each.state is not RuleState.FIRES and each.parts[:1] in ((part,), ())
        )
    return RuleTree(compiled.rule, traced.part, state, wanting, _Grower(traced).node(compiled.live.when))


class _Grower:
    """Puts the leaves, which a trace lists in reading order, back into the tree that they were read from."""

    def __init__(self, traced: RuleTrace) -> None:
        self._leaves = iter(traced.leaves)

    def node(self, condition: Condition) -> Node:
        match condition:
            case Resolved():
                leaf = next(self._leaves)
                return Node(leaf.operator, leaf.truth, leaf=leaf)
            case Not(part):
                inner = self.node(part)
                return Node("not", None if inner.truth is None else not inner.truth, (inner,))
            case All(parts):
                return self._joined("all", parts, decisive=False)
            case Any(parts):
                return self._joined("any", parts, decisive=True)
            case Leaf():
                msg = f"`{condition.fact}` is not resolved for a day"
                raise TypeError(msg)
            case _:
                assert_never(condition)

    def _joined(self, word: str, parts: tuple[Condition, ...], *, decisive: bool) -> Node:
        nodes = tuple(self.node(part) for part in parts)
        truths = {node.truth for node in nodes}
        return Node(word, decisive if decisive in truths else None if None in truths else not decisive, nodes)


def _node_document(node: Node) -> dict[str, object]:
    leaf = node.leaf
    if leaf is None:
        parts = [_node_document(part) for part in node.parts]
        return {"node": node.word, "truth": TRUTHS[node.truth], "parts": parts}
    return {
        "fact": leaf.fact,
        "actual": None if leaf.actual is None else plain(leaf.actual),
        "operator": leaf.operator,
        "expected": plain(leaf.expected),
        "source": leaf.source or None,
        "truth": TRUTHS[leaf.truth],
    }


def _node_lines(node: Node, indent: str) -> Iterator[str]:
    if node.leaf is not None:
        yield f"{indent}{MARKS[node.truth]} {_said(node.leaf)}"
        return
    yield f"{indent}{MARKS[node.truth]} {node.word}"
    for part in node.parts:
        yield from _node_lines(part, indent + INDENT)


def _said(leaf: LeafTrace) -> str:
    actual = "unknown" if leaf.actual is None else _shown(leaf.actual)
    source = f" ({leaf.source})" if leaf.source else ""
    if leaf.operator in {Operator.MISSING, Operator.PRESENT}:
        return f"{leaf.fact} = {actual}, wanted: {leaf.operator}"
    return f"{leaf.fact} = {actual}, wanted: {leaf.operator} {_shown(leaf.expected)}{source}"


def _shown(value: Value | tuple[Value, Value]) -> str:
    match value:
        case bool():
            return str(value).lower()
        case frozenset() if len(value) > MOST_SHOWN:
            return f"[{', '.join(sorted(value)[:MOST_SHOWN])}, and {len(value) - MOST_SHOWN} more]"
        case frozenset():
            return f"[{', '.join(sorted(value))}]"
        case tuple():
            return " to ".join(map(_shown, value))
    return str(plain(value))
