"""A rule book compiled for a stretch of days: both executors over one table of leaves, compared on every sheet."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.rulebook.domain import Domain
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import Rule
from engine.runtime.column import Columns, truths_of
from engine.runtime.compiled import holding, possible
from engine.runtime.durable import ShardSet
from engine.runtime.evaluation import Evaluation, RuleResult, RuleState
from engine.runtime.habits import Habits
from engine.runtime.leaf import Truth
from engine.runtime.leaves import LeafTable, leaves_of
from engine.runtime.projection import WHOLE, Fired, Projection
from engine.runtime.reference import Truths, wanting, without
from engine.runtime.shards import EngineRule

MOST_REMEMBERED = 20_000  # reasons for being unknown; a few hundred in practice


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with the places of its leaves; `place` is its own number in the program."""

    place: int
    live: LiveRule
    leaves: tuple[int, ...]

    @property
    def rule(self) -> Rule:
        return self.live.rule

    @property
    def about_whole(self) -> bool:
        return self.rule.scope is Scope.WHOLE


class Program:
    """Compiled rules. Safe for several threads; `close` frees the engine's memory.

    `suppressing` are the suppressions among them, by id: what they say when they fire is not a finding.
    """

    def __init__(
        self, live: Sequence[LiveRule], domain: Domain, lock: AbstractContextManager[object] | None = None
    ) -> None:
        self.domain = domain
        self.table = LeafTable((each.when for each in live), domain.lexicon)
        self.rules = tuple(
            CompiledRule(place, each, tuple(sorted({self.table.places[leaf] for leaf in leaves_of(each.when)})))
            for place, each in enumerate(live)
        )
        self._facts = {
            each.rule.id: tuple(dict.fromkeys(leaf.fact for leaf in leaves_of(each.live.when))) for each in self.rules
        }
        self._law = {each.rule.id: _law(each) for each in self.rules}
        self.suppressing = {each.rule.id: each.suppression for each in live if each.suppression is not None}
        whole = [(each.place, each.live.when) for each in self.rules if each.about_whole]
        part = [(each.place, each.live.when) for each in self.rules if not each.about_whole]
        self._holding = holding(whole, self.table.places), holding(part, self.table.places)
        self._possible = possible(whole, self.table.places), possible(part, self.table.places)
        self._whole, self._part = (
            Columns([truths_of(domain.lexicon[name], leaves) for name, leaves in facts.items()])
            for facts in (self.table.whole, self.table.part)
        )
        habits = Habits(self.table.places)
        self._habits: Habits | None = habits  # until they are known
        self._projection = Projection(live, self.table, domain.lexicon, habits)
        self._shards = ShardSet(self._projection.shards, lock)
        self._wanting: dict[tuple[int, frozenset[str], tuple[Truth, ...]], tuple[RuleState, tuple[str, ...]]] = {}

    def match(self, sheet: Sheet) -> Evaluation:
        """Evaluates all rules with both executors.

        Raises EngineFault when they disagree, when a fact has the wrong type, or when the engine fails: the caller
        holds the case then.
        """
        whole, parts = self._truths(sheet)
        fired, unknown = self._reference(whole, parts)
        self._learn(whole, parts)
        matched = self._run(sheet)
        if matched != fired:
            odd = ", ".join(sorted({self.rules[place].rule.id for place, _ in matched ^ fired}))
            raise EngineFault(f"durable_rules and the reference disagree on {odd}")
        return Evaluation(sheet, self, self._results(fired, unknown, sheet, whole, parts), whole, parts)

    def durable(self, sheet: Sheet) -> Fired:
        """What fires in durable_rules alone: rules and parts by place.

        For measuring and for tests: only `match` looks at the type of every value.
        """
        if self._habits is not None:
            self._learn(*self._truths(sheet))
        return self._run(sheet)

    def _learn(self, whole: Truths, parts: Sequence[Truths]) -> None:
        habits = self._habits  # another thread may have learned them meanwhile
        if habits is None:
            return
        habits.see(whole, parts)
        if habits.are_known():
            self._habits = None
            self._projection.learn(habits)

    def _run(self, sheet: Sheet) -> Fired:
        fired: Fired = set()
        for number, batch in enumerate(self._projection.state(sheet)):
            fired.update(self._projection.read(self._shards.run(batch), number))
        return fired

    def speaking(self, sheet: Sheet) -> frozenset[str]:
        """Ids of the rules that are not quiet, by the plain reading alone: those that fire and those that cannot be
        told."""
        fired, unknown = self._reference(*self._truths(sheet))
        return frozenset(self.rules[place].rule.id for place, _ in fired | unknown)

    def reference(self, sheet: Sheet) -> Fired:
        """What fires by the plain reading alone."""
        return self._reference(*self._truths(sheet))[0]

    def _truths(self, sheet: Sheet) -> tuple[list[Truth], list[list[Truth]]]:
        """Truths of all leaves, on the whole and on each part."""
        whole = self._whole.found(sheet.whole)
        return whole, [whole + self._part.found(part) for part in sheet.parts]

    def _reference(self, whole: Truths, parts: Sequence[Truths]) -> tuple[Fired, Fired]:
        """Rules and parts that are true, and those that are unknown."""
        fired: Fired = set()
        unknown: Fired = set()
        for part, truths in enumerate([whole, *parts], start=WHOLE):
            about = part != WHOLE
            true = self._holding[about](truths)
            fired.update([(place, part) for place in true])
            if None in truths:
                held = set(true)
                unknown.update([(place, part) for place in self._possible[about](truths) if place not in held])
        return fired, unknown

    def _results(
        self, fired: Fired, unknown: Fired, sheet: Sheet, whole: Truths, parts: Sequence[Truths]
    ) -> list[RuleResult]:
        results: list[RuleResult] = []
        by_rule: dict[int, list[int]] = {}
        for place, part in sorted(fired):
            by_rule.setdefault(place, []).append(part)
        for place, numbers in by_rule.items():
            of_parts = () if numbers[0] == WHOLE else tuple(numbers)
            results.append(RuleResult(self.rules[place].rule, RuleState.FIRES, of_parts))
        for place, part in sorted(unknown):
            truths = whole if part == WHOLE else parts[part]
            state, facts = self._why_unknown(self.rules[place], sheet.never_supplied, truths)
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

    @property
    def reads(self) -> frozenset[str]:
        """The facts that any rule's condition names."""
        return frozenset(name for names in self._facts.values() for name in names)

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


def compile_program(
    live: Sequence[LiveRule], domain: Domain, lock: AbstractContextManager[object] | None = None
) -> Program:
    """Compiles resolved rules. Raises TooManyBranches for a condition that unfolds too far."""
    return Program(live, domain, lock)
