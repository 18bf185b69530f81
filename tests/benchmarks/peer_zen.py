"""zen-engine in three forms, of which the fastest counts; each is made once and given the order as a document.

A decision with a table (collect, one column a fact, one row a conjunction, the lines in a second table that loops), a
decision with an expression node (one expression a rule, the lines through `map`), and outside of any decision one
compiled expression whose value is the list of all answers. The last is the fastest by far, and has no decision
graph, no keys and no trace any more: it is the language alone.
"""

import json
from typing import cast

import zen

from engine.rulebook.condition import Operator, Resolved
from engine.runtime.normal import Literal, conjunctions
from tests.benchmarks.corpus import CorpusOrder, CorpusRule
from tests.benchmarks.dialect import Dialect
from tests.benchmarks.peer import WHOLE, Fired

_OF_ORDER = Dialect(" and ", " or ", "not({})", "startsWith({}, {})", lambda name: name)
_OF_LINE = Dialect(" and ", " or ", "not({})", "startsWith({}, {})", lambda name: "#." + name.removeprefix("line."))
_OF_ROW = Dialect(" and ", " or ", "not({})", "startsWith({}, {})", lambda name: name.removeprefix("line."))


def _source(rule: CorpusRule) -> str:
    if rule.of_line:
        return f"map(lines, {_OF_LINE.expression(rule.when)})"
    return _OF_ORDER.expression(rule.when)


class ZenExpressions:
    """All rules in one expression node."""

    name = "zen_expressions"

    def __init__(self, rules: list[CorpusRule]) -> None:
        self._rules = [(f"r{rule.number}", rule.number, rule.of_line) for rule in rules]
        expressions = [
            {
                "id": f"r{rule.number}",
                "key": f"r{rule.number}",
                "value": _source(rule),
            }
            for rule in rules
        ]
        self._decision = _decision({"type": "expressionNode", "content": {"expressions": expressions}})

    def prepared(self, order: CorpusOrder) -> object:
        """The document as bytes of JSON, which the binding reads faster than a dictionary."""
        return json.dumps(order.plain()).encode()

    def fired(self, prepared: object) -> Fired:
        """Rules whose value is true, and the lines of those with a list."""
        result = self._decision.evaluate(cast("bytes", prepared))["result"]
        fired: Fired = set()
        for key, number, of_line in self._rules:
            value = result[key]
            if of_line:
                fired.update((number, place) for place, held in enumerate(value) if held)
            elif value:
                fired.add((number, WHOLE))
        return fired


class ZenList:
    """One compiled expression for all rules."""

    name = "zen_list"

    def __init__(self, rules: list[CorpusRule]) -> None:
        self._rules = [(rule.number, rule.of_line) for rule in rules]
        self._compiled = zen.compile_expression(f"[{', '.join(map(_source, rules))}]")

    def prepared(self, order: CorpusOrder) -> object:
        """The document as bytes of JSON."""
        return json.dumps(order.plain()).encode()

    def fired(self, prepared: object) -> Fired:
        """Answers by their place in the list."""
        fired: Fired = set()
        for (number, of_line), value in zip(self._rules, self._compiled.evaluate(cast("bytes", prepared)), strict=True):
            if of_line:
                fired.update((number, place) for place, held in enumerate(value) if held)
            elif value:
                fired.add((number, WHOLE))
        return fired


class ZenTables:
    """A decision table for the order and one that loops over its lines."""

    name = "zen_tables"

    def __init__(self, rules: list[CorpusRule]) -> None:
        whole = _table([rule for rule in rules if not rule.of_line])
        lines = _table([rule for rule in rules if rule.of_line])
        loop = {"executionMode": "loop", "inputField": "lines", "outputPath": "lines"}
        self._whole = _decision({"type": "decisionTableNode", "content": {**whole, "outputPath": "order"}})
        self._lines = _decision({"type": "decisionTableNode", "content": {**lines, **loop}})

    def prepared(self, order: CorpusOrder) -> object:
        """The document as bytes of JSON, and the lines alone."""
        plain = order.plain()
        return json.dumps(plain).encode(), json.dumps({"lines": plain["lines"]}).encode()

    def fired(self, prepared: object) -> Fired:
        """Numbers out of the collected rows; a rule of several rows can be collected twice."""
        whole, lines = cast("tuple[bytes, bytes]", prepared)
        fired: Fired = {(row["r"], WHOLE) for row in self._whole.evaluate(whole)["result"]["order"]}
        for place, rows in enumerate(self._lines.evaluate(lines)["result"]["lines"]):
            fired.update((row["r"], place) for row in rows)
        return fired


def _decision(node: dict[str, object]) -> zen.ZenDecision:
    nodes = (("in", {"type": "inputNode"}), ("n", node), ("out", {"type": "outputNode"}))
    placed = [{"id": name, "name": name, "position": {"x": 0, "y": 0}, **content} for name, content in nodes]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "n", "type": "edge"},
        {"id": "2", "sourceId": "n", "targetId": "out", "type": "edge"},
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": placed, "edges": edges}
    return zen.ZenEngine().create_decision(json.dumps(graph))


def _table(rules: list[CorpusRule]) -> dict[str, object]:
    rows = [(rule.number, row) for rule in rules for row in conjunctions(rule.when)]
    facts = sorted({literal.leaf.fact for _, row in rows for literal in row})
    return {
        "hitPolicy": "collect",
        "inputs": [{"id": fact, "name": fact, "field": fact.removeprefix("line.")} for fact in facts]
        + [{"id": "more", "name": "more"}],
        "outputs": [{"id": "r", "name": "r", "field": "r"}],
        "rules": [_row(place, number, row, facts) for place, (number, row) in enumerate(rows)],
    }


def _row(place: int, number: int, literals: tuple[Literal, ...], facts: list[str]) -> dict[str, str]:
    """A cell holds one test of its column; a second test of the same fact goes to the column of free expressions."""
    cells = dict.fromkeys(facts, "")
    more = []
    for literal in literals:
        fact = literal.leaf.fact
        cell = _cell(literal)
        if cell is not None and not cells[fact]:
            cells[fact] = cell
        else:
            text = _OF_ROW.leaf(literal.leaf)
            more.append(text if literal.positive else f"not({text})")
    return {"_id": str(place), **cells, "more": " and ".join(more), "r": str(number)}


def _cell(literal: Literal) -> str | None:
    leaf: Resolved = literal.leaf
    if not literal.positive or leaf.operator is Operator.STARTS_WITH:
        return None
    if isinstance(leaf.expected, tuple):
        return f"[{leaf.expected[0]}..{leaf.expected[1]}]"
    if isinstance(leaf.expected, frozenset):
        return ", ".join(json.dumps(word) for word in sorted(leaf.expected))
    text = _OF_ROW.literal(leaf.expected)
    signs = {Operator.EQ: "", Operator.NE: "!= ", Operator.GT: "> ", Operator.GTE: ">= ", Operator.LT: "< ",
             Operator.LTE: "<= "}  # fmt: skip
    return signs[leaf.operator] + text
