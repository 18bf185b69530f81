"""Clearway itself: its engine alone, and as a decision runs it, with the plain reading beside it."""

from typing import cast

from engine.domains import ADMISSION
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.rulebook.domain import Domain
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import Consequence, Rule
from engine.rulebook.source import Span
from engine.runtime.program import Program, compile_program
from tests.benchmarks.corpus import LEXICON, CorpusOrder, CorpusRule
from tests.benchmarks.peer import WHOLE, Fired

_SPAN = Span("corpus.yaml", 1, 1)


class Clearway:
    """A program of live rules."""

    name = "clearway"

    def __init__(self, rules: list[CorpusRule]) -> None:
        domain = Domain(
            name="corpus",
            lexicon=LEXICON,
            sets=("corpus",),
            precedence=ADMISSION.precedence,
            whole="order",
            part="line",
            missing_verdict="hold",
            missing_reason="DATA_MISSING",
            fault_reason="ENGINE_FAULT",
            score_verdict="hold",
            actors=ADMISSION.actors,
        )
        self.program: Program = compile_program([_live(rule) for rule in rules], domain)
        self._numbers = {f"COR-{rule.number}": rule.number for rule in rules}

    def prepared(self, order: CorpusOrder) -> object:
        """A sheet of typed facts."""
        return Sheet(order.whole, order.lines)

    def fired(self, prepared: object) -> Fired:
        """What fires in durable_rules, alone like the other engines."""
        return {
            (self._numbers[self.program.rules[place].rule.id], WHOLE if part < 0 else part)
            for place, part in self.program.durable(cast("Sheet", prepared))
        }


class ClearwayChecked(Clearway):
    """As a decision runs it: the plain reading beside the engine, the two compared, results kept for the reasons."""

    name = "clearway_checked"

    def fired(self, prepared: object) -> Fired:
        """Both executors, compared, and their results."""
        evaluation = self.program.match(cast("Sheet", prepared))
        fired: Fired = set()
        for result in evaluation.fired():
            number = self._numbers[result.rule.id]
            fired.update((number, part) for part in result.parts or (WHOLE,))
        return fired


def _live(rule: CorpusRule) -> LiveRule:
    written = Rule(
        id=f"COR-{rule.number}",
        set="corpus",
        title="made for measuring",
        scope=Scope.PART if rule.of_line else Scope.WHOLE,
        when=rule.when,
        then=Consequence(verdict="hold", reason="MEASURED", actor="risk", severity="low"),
        span=_SPAN,
    )
    return LiveRule(written, rule.when)
