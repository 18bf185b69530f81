"""rule-engine: rules parsed once, matched one by one; rules about lines against each line."""

from typing import cast

import rule_engine

from tests.benchmarks.corpus import CorpusOrder, CorpusRule
from tests.benchmarks.dialect import Dialect
from tests.benchmarks.peer import WHOLE, Fired

_DIALECT = Dialect(" and ", " or ", "(not {})", "{}.starts_with({})", lambda name: name.removeprefix("line."))


class RuleEngine:
    """Parsed rules in two lists."""

    name = "rule_engine"

    def __init__(self, rules: list[CorpusRule]) -> None:
        context = rule_engine.Context(resolver=rule_engine.resolve_item)
        parsed = [(rule, rule_engine.Rule(_DIALECT.expression(rule.when), context=context)) for rule in rules]
        self._of_order = [(rule.number, made) for rule, made in parsed if not rule.of_line]
        self._of_line = [(rule.number, made) for rule, made in parsed if rule.of_line]

    def prepared(self, order: CorpusOrder) -> object:
        """A plain document."""
        return order.plain()

    def fired(self, prepared: object) -> Fired:
        """Matches every rule."""
        document = cast("dict[str, object]", prepared)
        fired: Fired = {(number, WHOLE) for number, rule in self._of_order if rule.matches(document)}
        for place, line in enumerate(cast("list[object]", document["lines"])):
            fired.update((number, place) for number, rule in self._of_line if rule.matches(line))
        return fired
