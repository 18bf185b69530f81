"""Nodes -> what a test compares with: a value, several, two bounds, a list, a parameter or a pattern."""

import re
from collections.abc import Callable
from typing import NamedTuple

from engine.lexicon.spec import Fact
from engine.rulebook.book import ListEntry, Param
from engine.rulebook.condition import ListRef, Operand, Operator, ParamRef
from engine.rulebook.condition import Scalar as Value
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.fitness import AFFIXES, ALWAYS, MEMBERSHIP, trouble
from engine.rulebook.nodes import Node, Scalar, Sequence
from engine.rulebook.pattern import PatternRefused, compiled

_NAME = re.compile(r"[a-z][a-z0-9_.]*")
# A mark counts only where a whole operand stands: in a list of values, `@gmail` is a text.
_LIST_MARK, _PARAM_MARK = "@", "$"


class Known(NamedTuple):
    """What a condition may name."""

    domain: Domain
    lists: dict[str, tuple[ListEntry, ...]]
    params: dict[str, Param]


class OperandReader:
    """Reads operands, checking every value against its fact, and every list, parameter and pattern."""

    def __init__(self, known: Known, faults: Faults) -> None:
        self._known = known
        self._faults = faults
        self._readers: dict[Operator, Callable[[Fact, Operator, Node], Operand | None]] = {
            **dict.fromkeys(Operator, self._single),
            **dict.fromkeys(ALWAYS, self._true),
            **dict.fromkeys(MEMBERSHIP, self._many),
            **dict.fromkeys(AFFIXES, self._some),
            Operator.BETWEEN: self._pair,
            Operator.MATCHES: self._pattern,
        }

    def operand(self, fact: Fact, operator: Operator, node: Node) -> Operand | None:
        """What the test compares with; None when it cannot be read."""
        return self._readers[operator](fact, operator, node)

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
        for item in node.items:
            if isinstance(item, Scalar) and _refers(item, _LIST_MARK) and item.raw[1:] in self._known.lists:
                message = f"the list `{item.raw[1:]}` stands among single values"
                self._faults.add("R035", message, item.span, f'write "{item.raw}" alone, without brackets')
        found = [self._value(fact, item) for item in node.items]
        return tuple(value for value in found if value is not None) or None

    def _value(self, fact: Fact, node: Node) -> Value | None:
        if not isinstance(node, Scalar) or node.value is None:
            self._refuse(node, "a value is expected here", "for an absent value write {missing: true}")
            return None
        found = trouble(fact, node.value, node.raw)
        if found is None:
            return node.value
        self._faults.add(found.code, found.message, node.span, found.hint)
        return None

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

    def _refuse(self, node: Node, message: str, hint: str) -> None:
        self._faults.add("R013", message, node.span, hint)


def _refers(node: Scalar, mark: str) -> bool:
    return isinstance(node.value, str) and node.value[:1] == mark and _NAME.fullmatch(node.value, 1) is not None


def _above(low: Value, high: Value) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        return low > high
    return not isinstance(low, str) and not isinstance(high, str) and low > high
