"""Nodes -> the condition tree: all, any, not, and the tests of facts that the domain has."""

from engine.lexicon.spec import Fact, Scope
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operator
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.fitness import misplaced
from engine.rulebook.nodes import Entry, Mapping, Node, Scalar, Sequence
from engine.rulebook.operand_reading import Known, OperandReader
from engine.rulebook.source import Span

MOST_TESTS = 64
_OPERATORS = {str(operator): operator for operator in Operator}
_SIGNS = {">=": "gte", ">": "gt", "<=": "lte", "<": "lt", "=": "eq", "==": "eq", "!=": "ne", "<>": "ne"}
_JOINS = {"and": "all", "or": "any", "&&": "all", "||": "any"}
_LISTED = {"in_list": "in", "not_in_list": "not_in"}  # a list is an operand: its name follows `@`


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
        self._operands = OperandReader(known, faults)

    def condition(self, node: Node) -> Condition | None:
        if not isinstance(node, Mapping) or len(node.entries) != 1:
            several = "write all: with a list, one test an item"
            hint = several if isinstance(node, Mapping | Sequence) else "write a fact and its value, such as {fact: x}"
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
            self._faults.add(wrong.code, wrong.message, span, wrong.hint)
            return None
        operand = self._operands.operand(fact, operator, node)
        return None if operand is None else Leaf(fact.name, operator, operand, _joined(entry))

    def _fact(self, entry: Entry) -> Fact | None:
        domain = self._known.domain
        fact = domain.lexicon.get(entry.key)
        if fact is None:
            join = _JOINS.get(entry.key.lower())
            hint = f"write {join}" if join is not None else did_you_mean(entry.key, domain.lexicon)
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
            self._faults.add("R012", message, entry.span, _meant(entry.key))
            return None
        return operator, entry.value, _joined(entry)


def _meant(word: str) -> str:
    if word in _LISTED:
        return f'write {_LISTED[word]}: "@name"'
    meant = _SIGNS.get(word)
    return f"write {meant}" if meant is not None else did_you_mean(word, _OPERATORS)


def _joined(entry: Entry) -> Span:
    key, value = entry.span, entry.value.span
    if value.line != key.line:
        return key
    return Span(key.path, key.line, key.column, value.column + value.width - key.column)
