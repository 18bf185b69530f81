"""A rule book compiled for a stretch of days: both executors over one table of leaves, compared on every sheet."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from engine.errors import EngineFault
from engine.lexicon.spec import Scope
from engine.rulebook.domain import Domain
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import Rule
from engine.runtime.durable import ShardSet
from engine.runtime.evaluation import Evaluation, RuleResult, RuleState
from engine.runtime.leaf import Truth
from engine.runtime.leaves import LeafTable, leaves_of
from engine.runtime.projection import WHOLE, Batch, Fired, Projection
from engine.runtime.reference import Formula, Truths, formula, wanting, without
from engine.runtime.shards import EngineRule
from engine.runtime.sheet import Sheet

MOST_REMEMBERED = 20_000  # reasons for being unknown; a few hundred in practice


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its formula; `place` is its number in the program."""

    place: int
    live: LiveRule
    formula: Formula
    leaves: tuple[int, ...]

    @property
    def rule(self) -> Rule:
        return self.live.rule

    @property
    def about_whole(self) -> bool:
        return self.rule.scope is Scope.WHOLE


class Program:
    """Compiled rules. Safe for several threads; `close` frees the engine's memory."""

    def __init__(
        self, live: Sequence[LiveRule], domain: Domain, lock: AbstractContextManager[object] | None = None
    ) -> None:
        self.domain = domain
        self.table = LeafTable((each.when for each in live), domain.lexicon)
        self.rules = tuple(
            CompiledRule(
                place,
                each,
                formula(each.when, self.table.places),
                tuple(sorted({self.table.places[leaf] for leaf in leaves_of(each.when)})),
            )
            for place, each in enumerate(live)
        )
        self._facts = {
            each.rule.id: tuple(dict.fromkeys(leaf.fact for leaf in leaves_of(each.live.when))) for each in self.rules
        }
        self._law = {each.rule.id: _law(each) for each in self.rules}
        self._of_whole = [each for each in self.rules if each.rule.scope is Scope.WHOLE]
        self._of_part = [each for each in self.rules if each.rule.scope is Scope.PART]
        self._projection = Projection(live, self.table, domain.lexicon)
        self._shards = ShardSet(self._projection.shards, lock)
        self._wanting: dict[tuple[int, frozenset[str], tuple[Truth, ...]], tuple[RuleState, tuple[str, ...]]] = {}

    def match(self, sheet: Sheet) -> Evaluation:
        """Evaluates all rules with both executors.

        Raises EngineFault when they disagree, when a fact has the wrong type, or when the engine fails: the caller
        holds the case then.
        """
        whole, parts, facts = self._projection.state(sheet)
        fired, unknown = self._reference(whole, parts)
        matched = self._run(facts)
        if matched != fired:
            odd = ", ".join(sorted({self.rules[place].rule.id for place, _ in matched ^ fired}))
            raise EngineFault(f"durable_rules and the reference disagree on {odd}")
        return Evaluation(sheet, self, self._results(fired, unknown, sheet, whole, parts), whole, parts)

    def durable(self, sheet: Sheet) -> Fired:
        """What fires in durable_rules alone: rules and parts by place."""
        _, _, facts = self._projection.state(sheet)
        return self._run(facts)

    def _run(self, batches: Iterable[Batch]) -> Fired:
        return self._projection.read(firing for batch in batches for firing in self._shards.run(batch))

    def reference(self, sheet: Sheet) -> Fired:
        """What fires by the plain reading alone."""
        whole, parts, _ = self._projection.state(sheet)
        return self._reference(whole, parts)[0]

    def _reference(self, whole: Truths, parts: Sequence[Truths]) -> tuple[Fired, Fired]:
        fired: Fired = set()
        unknown: Fired = set()
        for scope, part, truths in (
            (self._of_whole, WHOLE, whole),
            *((self._of_part, n, t) for n, t in enumerate(parts)),
        ):
            for each in scope:
                truth = each.formula(truths)
                if truth is None:
                    unknown.add((each.place, part))
                elif truth:
                    fired.add((each.place, part))
        return fired, unknown

    def _results(
        self, fired: Fired, unknown: Fired, sheet: Sheet, whole: Truths, parts: Sequence[Truths]
    ) -> list[RuleResult]:
        results = [RuleResult(self.rules[place].rule, RuleState.FIRES, numbers) for place, numbers in _by_rule(fired)]
        never = sheet.never_supplied
        for place, part in sorted(unknown):
            state, facts = self._why_unknown(self.rules[place], never, whole if part == WHOLE else parts[part])
            results.append(RuleResult(self.rules[place].rule, state, () if part == WHOLE else (part,), facts))
        return results

    def _why_unknown(
        self, compiled: CompiledRule, never: frozenset[str], truths: Truths
    ) -> tuple[RuleState, tuple[str, ...]]:
        """State and wanting facts of an unknown rule; remembered, since orders of a channel lack the same facts."""
        key = (compiled.place, never, tuple(truths[place] for place in compiled.leaves))
        found = self._wanting.get(key)
        if found is None:
            if len(self._wanting) > MOST_REMEMBERED:
                self._wanting.clear()
            found = self._wanting[key] = self._explain_unknown(compiled, never, truths)
        return found

    def _explain_unknown(
        self, compiled: CompiledRule, never: frozenset[str], truths: Truths
    ) -> tuple[RuleState, tuple[str, ...]]:
        when, places = compiled.live.when, self.table.places
        lacking = tuple(sorted(wanting(when, places, truths)))
        if never and without(when, places, truths, never) is False:
            return RuleState.NOT_APPLICABLE, tuple(name for name in lacking if name in never)
        return RuleState.NOT_EVALUABLE, tuple(name for name in lacking if name not in never)

    @property
    def shards(self) -> tuple[tuple[EngineRule, ...], ...]:
        """The engine's rules, as packed."""
        return self._projection.shards

    def rule_named(self, engine_rule: str) -> Rule:
        """The rule that one of the engine's rules was made from."""
        return self.rules[self._projection.owner(engine_rule)].rule

    def facts_of(self, rule: str) -> tuple[str, ...]:
        """The facts that a rule's condition names, in reading order."""
        return self._facts[rule]

    def law_of(self, rule: str) -> str:
        """The rule's condition with everything looked up, as text: changes when a list or a threshold does."""
        return self._law[rule]

    def close(self) -> None:
        """Frees the engine's rule sets."""
        self._shards.close()


def _law(compiled: CompiledRule) -> str:
    """Leaves are named one by one: a frozenset has no order of its own to be written in."""
    leaves = (
        (leaf.fact, leaf.operator, sorted(leaf.expected) if isinstance(leaf.expected, frozenset) else leaf.expected)
        for leaf in leaves_of(compiled.live.when)
    )
    return f"{compiled.rule.version} {list(leaves)}"


def _by_rule(fired: Fired) -> Iterable[tuple[int, tuple[int, ...]]]:
    parts: dict[int, list[int]] = {}
    for place, part in sorted(fired):
        parts.setdefault(place, []).append(part)
    return ((place, tuple(part for part in numbers if part != WHOLE)) for place, numbers in parts.items())


def compile_program(
    live: Sequence[LiveRule], domain: Domain, lock: AbstractContextManager[object] | None = None
) -> Program:
    """Compiles resolved rules. Raises TooManyBranches for a condition that unfolds too far."""
    return Program(live, domain, lock)
