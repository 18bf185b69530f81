"""Nodes -> the condition tree, every name and value checked against the domain, the lists and the parameters."""

import re
from collections.abc import Callable
from typing import NamedTuple

from engine.lexicon.spec import Fact, Scope
from engine.rulebook.book import ListEntry, Param
from engine.rulebook.condition import (
    All,
    Any,
    Condition,
    Leaf,
    ListRef,
    Not,
    Operand,
    Operator,
    ParamRef,
)
from engine.rulebook.condition import Scalar as Value
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.fitness import AFFIXES, ALWAYS, MEMBERSHIP, Trouble, misplaced, trouble
from engine.rulebook.nodes import Entry, Mapping, Node, Scalar, Sequence
from engine.rulebook.pattern import PatternRefused, compiled
from engine.rulebook.source import Span

MOST_TESTS = 64
_NAME = re.compile(r"[a-z][a-z0-9_.]*")
_LIST_MARK, _PARAM_MARK = "@", "$"
_OPERATORS = {str(operator): operator for operator in Operator}


class Known(NamedTuple):
    """What a condition may name."""

    domain: Domain
    lists: dict[str, tuple[ListEntry, ...]]
    params: dict[str, Param]


def read_condition(node: Node, scope: Scope, known: Known, faults: Faults) -> Condition | None:
    """The condition; None when nothing of it could be read."""
    reader = _Reader(scope, known, faults)
    condition = reader.condition(node)
    if reader.tests > MOST_TESTS:
        message = f"the condition has {reader.tests} tests; {MOST_TESTS} is the most"
        faults.add("R082", message, node.span, "move values to a list, or write two rules")
    return condition


class _Reader:
    def __init__(self, scope: Scope, known: Known, faults: Faults) -> None:
        self.tests = 0
        self._scope = scope
        self._known = known
        self._faults = faults
        self._operands: dict[Operator, Callable[[Fact, Operator, Node], Operand | None]] = {
            **dict.fromkeys(Operator, self._single),
            **dict.fromkeys(ALWAYS, self._true),
            **dict.fromkeys(MEMBERSHIP, self._many),
            **dict.fromkeys(AFFIXES, self._some),
            Operator.BETWEEN: self._pair,
            Operator.MATCHES: self._pattern,
        }

    def condition(self, node: Node) -> Condition | None:
        if not isinstance(node, Mapping) or len(node.entries) != 1:
            hint = "write all: with a list, one test an item"
            self._faults.add("R010", "a condition is one test, or one of all, any and not", node.span, hint)
            return None
        entry = node.entries[0]
        if entry.key == "not":
            part = self.condition(entry.value)
            return None if part is None else Not(part, entry.span)
        if entry.key in ("all", "any"):
            return self._group(entry)
        return self._test(entry)

    def _group(self, entry: Entry) -> Condition | None:
        if not isinstance(entry.value, Sequence) or not entry.value.items:
            hint = "give it a list of at least one test"
            self._faults.add("R011", f"`{entry.key}` has no parts", entry.span, hint)
            return None
        parts = tuple(part for part in map(self.condition, entry.value.items) if part is not None)
        return All(parts, entry.span) if entry.key == "all" else Any(parts, entry.span)

    def _test(self, entry: Entry) -> Leaf | None:
        self.tests += 1
        fact = self._fact(entry)
        if fact is None:
            return None
        written = self._operator(fact, entry.value)
        if written is None:
            return None
        operator, node, span = written
        wrong = misplaced(fact, operator)
        if wrong is not None:
            self._report(wrong, span)
            return None
        operand = self._operands[operator](fact, operator, node)
        return None if operand is None else Leaf(fact.name, operator, operand, _joined(entry))

    def _fact(self, entry: Entry) -> Fact | None:
        domain = self._known.domain
        fact = domain.lexicon.get(entry.key)
        if fact is None:
            hint = did_you_mean(entry.key, domain.lexicon)
            self._faults.add("R020", f"there is no fact `{entry.key}`", entry.span, hint)
        elif fact.scope is Scope.PART and self._scope is Scope.WHOLE:
            message = f"`{entry.key}` is a fact of each {domain.part}, and this rule is about the {domain.whole}"
            self._faults.add("R025", message, entry.span, f"set scope: {domain.part}")
        return fact

    def _operator(self, fact: Fact, node: Node) -> tuple[Operator, Node, Span] | None:
        if isinstance(node, Scalar):
            return Operator.EQ, node, node.span
        if isinstance(node, Sequence):
            return Operator.IN, node, node.span
        if len(node.entries) != 1:
            hint = "for a range use between: [low, high]; else write two tests under all:"
            self._faults.add("R010", f"`{fact.name}` needs exactly one test here", node.span, hint)
            return None
        entry = node.entries[0]
        operator = _OPERATORS.get(entry.key)
        if operator is None:
            message = f"there is no test `{entry.key}`"
            self._faults.add("R012", message, entry.span, did_you_mean(entry.key, _OPERATORS))
            return None
        return operator, entry.value, _joined(entry)

    def _single(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        if not isinstance(node, Scalar):
            self._refuse(node, f"`{operator}` compares with one value", "write one value, or use in: [a, b]")
            return None
        if _refers(node, _LIST_MARK):
            self._refuse(node, f"`{node.raw}` is a list", f'write {{in: "{node.raw}"}}')
            return None
        return self._value_or_param(fact, node)

    def _pair(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        if not isinstance(node, Sequence) or len(node.items) != 2:
            self._refuse(node, f"`{operator}` needs two bounds", "write between: [low, high]")
            return None
        low, high = (self._bound(fact, item) for item in node.items)
        if low is None or high is None:
            return None
        if not isinstance(low, ParamRef) and not isinstance(high, ParamRef) and _above(low, high):
            hint = "write the lower bound first"
            self._faults.add("R036", f"no value lies between {low} and {high}", node.span, hint)
            return None
        return low, high

    def _bound(self, fact: Fact, node: Node) -> Value | ParamRef | None:
        if isinstance(node, Scalar):
            return self._value_or_param(fact, node)
        self._refuse(node, "a bound is one value", "write between: [low, high]")
        return None

    def _many(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        if isinstance(node, Scalar) and _refers(node, _LIST_MARK):
            return self._list(fact, node, check_words=True)
        if not isinstance(node, Sequence) or not node.items:
            hint = f'write {operator}: [a, b] or {operator}: "@name"'
            self._refuse(node, f"`{operator}` needs a list of values", hint)
            return None
        return self._values(fact, node)

    def _some(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        if isinstance(node, Scalar) and _refers(node, _LIST_MARK):
            return self._list(fact, node, check_words=operator is Operator.CONTAINS)
        if isinstance(node, Scalar):
            return self._value(fact, node)
        if isinstance(node, Sequence) and node.items:
            return self._values(fact, node)
        self._refuse(node, f"`{operator}` needs a text or a list of texts", f'write {operator}: ["…"]')
        return None

    def _pattern(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value:
            self._refuse(node, f"`{operator}` needs a pattern", "write matches: '…' in single quotes")
            return None
        try:
            compiled(node.value)
        except PatternRefused as refused:
            hint = f"{refused}; look-around and back-references are not there"
            self._faults.add("R080", f"`{fact.name}` cannot be searched with this pattern", node.span, hint)
            return None
        return node.value

    def _true(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        if isinstance(node, Scalar) and node.value is True:
            return True
        opposite = Operator.PRESENT if operator is Operator.MISSING else Operator.MISSING
        self._refuse(node, f"`{operator}` takes true only", f"for the opposite write {fact.name}: {{{opposite}: true}}")
        return None

    def _values(self, fact: Fact, node: Sequence) -> tuple[Value, ...] | None:
        found = [self._value(fact, item) for item in node.items]
        return tuple(value for value in found if value is not None) or None

    def _value(self, fact: Fact, node: Node) -> Value | None:
        if not isinstance(node, Scalar) or node.value is None:
            self._refuse(node, "a value is expected here", "for an absent value write {missing: true}")
            return None
        found = trouble(fact, node.value, node.raw)
        self._report(found, node.span)
        return node.value if found is None else None

    def _value_or_param(self, fact: Fact, node: Scalar) -> Value | ParamRef | None:
        if not _refers(node, _PARAM_MARK):
            return self._value(fact, node)
        name = node.raw[1:]
        param = self._known.params.get(name)
        if param is None:
            message = f"there is no parameter `{name}`"
            self._faults.add("R022", message, node.span, did_you_mean(name, self._known.params))
            return None
        for entry in param.entries:
            wrong = trouble(fact, entry.value, str(entry.value))
            if wrong is not None:
                message = f"the parameter `{name}` does not fit `{fact.name}`: {wrong.message}"
                self._faults.add("R035", message, node.span, wrong.hint)
                return None
        return ParamRef(name)

    def _list(self, fact: Fact, node: Scalar, *, check_words: bool) -> ListRef | None:
        name = node.raw[1:]
        entries = self._known.lists.get(name)
        if entries is None:
            message = f"there is no list `{name}`"
            self._faults.add("R021", message, node.span, did_you_mean(name, self._known.lists))
            return None
        wrong = [trouble(fact, entry.value, entry.value) for entry in entries] if check_words else []
        first = next((each for each in wrong if each is not None), None)
        if first is not None:
            message = f"the list `{name}` does not fit `{fact.name}`: {first.message}"
            self._faults.add("R035", message, node.span, first.hint)
        return ListRef(name)

    def _report(self, found: Trouble | None, span: Span) -> None:
        if found is not None:
            self._faults.add(found.code, found.message, span, found.hint)

    def _refuse(self, node: Node, message: str, hint: str) -> None:
        self._faults.add("R013", message, node.span, hint)


def _refers(node: Scalar, mark: str) -> bool:
    return isinstance(node.value, str) and node.value[:1] == mark and _NAME.fullmatch(node.value, 1) is not None


def _above(low: Value, high: Value) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        return low > high
    return not isinstance(low, str) and not isinstance(high, str) and low > high


def _joined(entry: Entry) -> Span:
    key, value = entry.span, entry.value.span
    if value.line != key.line:
        return key
    return Span(key.path, key.line, key.column, value.column + value.width - key.column)
