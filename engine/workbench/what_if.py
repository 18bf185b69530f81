"""What a decision would be if some facts were otherwise, by the plain reading and the policy alone.

Only rules that read a changed fact are read again, so thousands of such questions can be asked of one decision. Facts
that follow from a changed one do not follow here: whoever needs that decides a changed order. A release counts as ended
once a value that its rule read is another, so that nothing is taken to be milder than it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.decision import Decision
from engine.lexicon.spec import Scope, Value
from engine.policy import TRUST, softens, trust_of
from engine.rulebook.book import Band, Policy
from engine.rulebook.domain import Domain
from engine.rulebook.rule import OnMissing, Rule, Status
from engine.runtime.evaluation import Evaluation
from engine.runtime.leaf import Truth
from engine.runtime.normal import Conjunction, Literal, conjunctions
from engine.runtime.program import CompiledRule
from engine.runtime.reference import truth_of, without
from engine.workbench.values_near import Tests, tests_by_fact

Spot = tuple[int | None, str]  # the part, from 0, or None for the whole; and the fact
Changes = Mapping[Spot, Value]


@dataclass(frozen=True, slots=True)
class Voice:
    """One rule that says something, about the whole or a part (from 0). `fires` is False when it holds for want of
    facts."""

    compiled: CompiledRule
    part: int | None
    fires: bool
    verdict: str
    waived: bool = False

    @property
    def rule(self) -> Rule:
        return self.compiled.rule


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome, who speaks for it, the bands that the score reaches and nobody released, and the score."""

    outcome: str
    voices: tuple[Voice, ...]
    bands: tuple[Band, ...]
    scorers: tuple[Voice, ...]
    score: int
    truths: tuple[Sequence[Truth], Sequence[Sequence[Truth]]]


class WhatIf:
    """One decision's sheet and rules. Not for several threads at once."""

    def __init__(self, evaluation: Evaluation, decision: Decision, domain: Domain, policy: Policy) -> None:
        self.domain = domain
        self.sheet = evaluation.sheet
        self.rules = evaluation.program.rules
        self.outcome = decision.outcome
        self.policy = policy
        self._places = evaluation.program.table.places
        self.tests: Mapping[str, Tests] = tests_by_fact(domain.lexicon, self._places)
        self._base = evaluation.whole_truths, evaluation.part_truths
        self._readers: dict[str, list[CompiledRule]] = {}
        for each in self.rules:
            for fact in evaluation.program.facts_of(each.rule.id):
                self._readers.setdefault(fact, []).append(each)
        self._facts = {each.rule.id: frozenset(evaluation.program.facts_of(each.rule.id)) for each in self.rules}
        self._waived = {
            (each.rule, each.part)
            for each in decision.findings
            if each.waived_by is not None and not each.waived_by.startswith(TRUST)
        }
        self._trust = trust_of(self.sheet.whole, domain)
        self._speaking = {
            (each.place, part): voice
            for each in self.rules
            for part in self._parts(each)
            if (voice := self._voice(each, part, self._base, frozenset())) is not None
        }
        self._unfolded: dict[int, tuple[Conjunction, ...]] = {}

    def rank(self, verdict: str) -> int:
        """0 is the worst."""
        return self.domain.precedence.index(verdict)

    def now(self, spot: Spot) -> Value | None:
        """The value as it is."""
        part, fact = spot
        return (self.sheet.whole if part is None else self.sheet.parts[part]).get(fact)

    def spot(self, fact: str, part: int | None) -> Spot:
        """Where a rule that is read for a part finds a fact."""
        return (part if self.domain.lexicon[fact].scope is Scope.PART else None), fact

    def judged(self, changes: Changes) -> Judged:
        """What the rules and the policy would say with these changes."""
        truths = self._truths(changes)
        speaking = self._speaking
        if changes:
            speaking = dict(speaking)
            touched = frozenset(changes)
            for compiled, part in self._touched(changes):
                voice = self._voice(compiled, part, truths, touched)
                if voice is None:
                    speaking.pop((compiled.place, part), None)
                else:
                    speaking[compiled.place, part] = voice
        trust = self._trust_with(changes)
        voices = tuple(self._softened(each, trust) for each in speaking.values())
        return self._settled(voices, truths, frozenset(changes))

    def literal(self, literal: Literal, part: int | None, judged: Judged) -> Truth:
        """The truth of a literal for a part."""
        whole, parts = judged.truths
        truth = (whole if part is None else parts[part])[self._places[literal.leaf]]
        return truth if literal.positive or truth is None else not truth

    def passes(self, literal: Literal, value: Value) -> bool:
        """Whether a value of its fact makes a literal true."""
        tests = self.tests[literal.leaf.fact]
        truth = tests.truths(value)[tests.leaves.index(literal.leaf)]
        return truth is literal.positive

    @property
    def scoring(self) -> Iterator[CompiledRule]:
        """Rules that add to the score once they fire."""
        for each in self.rules:
            rule = each.rule
            if rule.status is not Status.SHADOW and rule.then.score > 0 and rule.set in self.policy.score_sets:
                yield each

    def literals(self, compiled: CompiledRule) -> Iterator[Literal]:
        """Every test of a rule, once an alternative."""
        return (literal for each in self.conjunctions(compiled) for literal in each)

    def conjunctions(self, compiled: CompiledRule) -> tuple[Conjunction, ...]:
        """The rule's condition as alternatives of tests."""
        if compiled.place not in self._unfolded:
            self._unfolded[compiled.place] = conjunctions(compiled.live.when)
        return self._unfolded[compiled.place]

    def _parts(self, compiled: CompiledRule) -> Iterable[int | None]:
        return (None,) if compiled.about_whole else range(len(self.sheet.parts))

    def _touched(self, changes: Changes) -> Iterator[tuple[CompiledRule, int | None]]:
        seen: set[tuple[int, int | None]] = set()
        for part, fact in changes:
            for compiled in self._readers.get(fact, ()):
                for each in self._parts(compiled) if part is None else (part,):
                    if (compiled.place, each) not in seen:
                        seen.add((compiled.place, each))
                        yield compiled, each

    def _truths(self, changes: Changes) -> tuple[Sequence[Truth], Sequence[Sequence[Truth]]]:
        if not changes:
            return self._base
        whole, parts = self._base
        everywhere = any(part is None for part, _ in changes)  # a fact of the whole stands in the row of each part
        touched = range(len(parts)) if everywhere else {part for part, _ in changes if part is not None}
        copied = {part: list(parts[part]) for part in touched}
        new_whole, new_parts = list(whole), [copied.get(part, each) for part, each in enumerate(parts)]
        for (part, fact), value in changes.items():
            tests = self.tests[fact]
            rows = [new_whole, *copied.values()] if part is None else [copied[part]]
            for leaf, truth in zip(tests.leaves, tests.truths(value), strict=True):
                for row in rows:
                    if self._places[leaf] < len(row):
                        row[self._places[leaf]] = truth
        return new_whole, new_parts

    def _voice(
        self,
        compiled: CompiledRule,
        part: int | None,
        truths: tuple[Sequence[Truth], Sequence[Sequence[Truth]]],
        touched: frozenset[Spot],
    ) -> Voice | None:
        rule = compiled.rule
        if rule.status is Status.SHADOW:
            return None
        own = truths[0] if part is None else truths[1][part]
        truth = truth_of(compiled.live.when, self._places, own)
        if truth:
            known = (rule.id, None if part is None else part + 1)
            waived = known in self._waived and not self._reads(rule, part, touched)
            return Voice(compiled, part, True, rule.then.verdict, waived=waived)
        if truth is None and rule.on_missing is OnMissing.HOLD:
            never = self.sheet.never_supplied
            if not never or without(compiled.live.when, self._places, own, never) is not False:
                return Voice(compiled, part, False, self.domain.missing_verdict)
        return None

    def _trust_with(self, changes: Changes) -> str | None:
        """People's trust does not rest on the values that a rule read, as a release does: it counts for new ones too."""
        facts = {fact: value for (part, fact), value in changes.items() if part is None}
        if facts.keys().isdisjoint((self.domain.trusting_fact, self.domain.blocking_fact)):
            return self._trust
        return trust_of({**self.sheet.whole, **facts}, self.domain)

    def _softened(self, voice: Voice, trust: str | None) -> Voice:
        then = voice.rule.then
        if trust is None or voice.waived or not voice.fires:
            return voice
        if not softens(voice.rule.set, then.verdict, then.score, self.domain):
            return voice
        return replace(voice, waived=True)

    def _reads(self, rule: Rule, part: int | None, touched: frozenset[Spot]) -> bool:
        return any(self.spot(fact, part) in touched for fact in self._facts[rule.id])

    def _settled(
        self,
        voices: tuple[Voice, ...],
        truths: tuple[Sequence[Truth], Sequence[Sequence[Truth]]],
        touched: frozenset[Spot],
    ) -> Judged:
        best: dict[str, int] = {}
        scorers = [each for each in voices if _scores(each, self.policy)]
        for each in scorers:
            reason = each.rule.then.reason
            best[reason] = max(best.get(reason, 0), each.rule.then.score)
        score = min(self.policy.score_cap, sum(best.values()))
        bands = [
            each
            for each in self.policy.bands
            if score >= each.at_least and not self._is_released(each, scorers, touched)
        ]
        verdicts = [each.verdict for each in voices if not each.waived] + [each.verdict for each in bands]
        return Judged(self.domain.worst(*verdicts), voices, tuple(bands), tuple(scorers), score, truths)

    def _is_released(self, band: Band, scorers: Sequence[Voice], touched: frozenset[Spot]) -> bool:
        """A release of a band is one of what scored then: another sign, or another value of one, ends it."""
        if (f"score>={band.at_least}", None) not in self._waived:
            return False
        if any(self._reads(each.rule, each.part, touched) for each in scorers):
            return False
        speaking = ((place, self._softened(voice, self._trust)) for place, voice in self._speaking.items())
        base = {place for place, voice in speaking if _scores(voice, self.policy)}
        return {(each.compiled.place, each.part) for each in scorers} == base


def _scores(voice: Voice, policy: Policy) -> bool:
    """Whether it adds to the score."""
    rule = voice.rule
    return voice.fires and not voice.waived and rule.then.score != 0 and rule.set in policy.score_sets
