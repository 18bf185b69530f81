"""common-expression-language: programs compiled once, executed on a context made once an order.

Two forms, of which the faster counts: a program a rule, and one program whose value is the list of all answers.
"""

from typing import cast

import cel

from tests.benchmarks.corpus import CorpusOrder, CorpusRule
from tests.benchmarks.dialect import Dialect
from tests.benchmarks.peer import WHOLE, Fired

_OF_ORDER = Dialect(" && ", " || ", "!{}", "{}.startsWith({})", lambda name: name)
_OF_LINE = Dialect(" && ", " || ", "!{}", "{}.startsWith({})", lambda name: "l." + name.removeprefix("line."))


def _source(rule: CorpusRule) -> str:
    if rule.of_line:
        return f"lines.map(l, {_OF_LINE.expression(rule.when)})"
    return _OF_ORDER.expression(rule.when)


def _answered(rule: CorpusRule, value: object) -> Fired:
    if rule.of_line:
        return {(rule.number, place) for place, held in enumerate(cast("list[bool]", value)) if held}
    return {(rule.number, WHOLE)} if value else set()


class CelPrograms:
    """A program a rule."""

    name = "cel_programs"

    def __init__(self, rules: list[CorpusRule]) -> None:
        self._programs = [(rule, cel.compile(_source(rule))) for rule in rules]

    def prepared(self, order: CorpusOrder) -> object:
        """A plain document: the context is part of the work."""
        return order.plain()

    def fired(self, prepared: object) -> Fired:
        """Executes every program on one context."""
        context = cel.Context(cast("dict[str, object]", prepared))
        fired: Fired = set()
        for rule, program in self._programs:
            value = program.execute(context)
            if value:
                fired |= _answered(rule, value)
        return fired


class CelList:
    """One program for all rules."""

    name = "cel_list"

    def __init__(self, rules: list[CorpusRule]) -> None:
        self._rules = rules
        self._program = cel.compile(f"[{', '.join(map(_source, rules))}]")

    def prepared(self, order: CorpusOrder) -> object:
        """A plain document: the context is part of the work."""
        return order.plain()

    def fired(self, prepared: object) -> Fired:
        """Executes the one program."""
        values = self._program.execute(cel.Context(cast("dict[str, object]", prepared)))
        fired: Fired = set()
        for rule, value in zip(self._rules, values, strict=True):
            if value:
                fired |= _answered(rule, value)
        return fired
