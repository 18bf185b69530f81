"""The invariants of a rule book, each proved or refuted on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from engine.errors import EngineFault
from engine.findings import gather
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.policy import OutcomeStage
from engine.rulebook.book import RuleBook
from engine.rulebook.governance import leaves
from engine.rulebook.invariant import PROPERTIES, Promise, Property
from engine.rulebook.resolve import resolve, resolve_condition
from engine.rulebook.rule import OnMissing, Rule, Status
from engine.runtime.evaluation import RuleState
from engine.runtime.program import Program
from engine.workbench.inquiry import Inquiry, Verdict
from engine.workbench.lasting import placing_days
from engine.workbench.observation import Observation
from engine.workbench.properties import Properties, deciding, trusting
from engine.workbench.regions import EVERYTHING, case_of_both, of_use, telling, within
from engine.workbench.subject import IsFirm, Subject, firm_rules, inquiry_for, subjects
from engine.workbench.verdicts import Judgement, NotDecided, Proved, Refuted, Result
from engine.workbench.witness import Witness, witness_of


def judge_invariants(book: RuleBook, today: date, firm: IsFirm | None = None) -> tuple[Judgement, ...]:
    """Every invariant of the policy, in the order of the file. `firm` says which rules may be relied on, else
    `firm_rules` does."""
    if not book.policy.invariants:
        return ()
    court = _Court(book, today, firm or firm_rules(book, today))
    try:
        return tuple(Judgement(each, court.result(each)) for each in book.policy.invariants)
    finally:
        court.close()


def observed(judgements: Sequence[Judgement]) -> Iterator[Observation]:
    """What is wrong with them: R090 of one that does not hold, R091 of one that could not be decided."""
    for each in judgements:
        invariant, result = each.invariant, each.result
        say = partial(Observation, span=invariant.span, rule="")
        if isinstance(result, NotDecided):
            message = f"whether it holds could not be decided: {invariant.name} ({result.why})"
            yield say(code="R091", message=message, hint="write its condition with fewer alternatives or patterns")
        elif isinstance(result, Refuted) and isinstance(invariant, Promise):
            old = "" if result.placed is None else f" if it was placed on {result.placed}"
            message = f"not kept: {invariant.name}; no rule in force wants {invariant.verdict} here{old}"
            yield say(code="R090", message=message, hint="extend a rule to such cases", witness=result.witness)
        elif isinstance(result, Refuted):
            said = "; ".join(f"{found.set} {found.verdict} {found.reason} {found.score}" for found in result.findings)
            message = f"does not hold: {PROPERTIES[invariant.name]}"
            hint = f"change the policy; broken by the findings {said or 'of a case without facts'}"
            yield say(code="R090", message=message, hint=hint, witness=result.witness)


class _Court:
    def __init__(self, book: RuleBook, today: date, firm: IsFirm) -> None:
        self._book = book
        self._today = today
        self._inquiry: Inquiry = inquiry_for(book)
        self._keepers: list[Subject] = [
            each for each in subjects(book, today, self._inquiry) if each.rule.status is Status.LIVE and firm(each.rule)
        ]
        self._by_placing = {today: self._keepers}
        analysed = {each.rule.id for each in self._keepers}
        self._unfathomed = [
            each.rule
            for each in resolve(book, today, today)
            if each.rule.status is Status.LIVE and firm(each.rule) and each.rule.id not in analysed
        ]
        self._stage = OutcomeStage(book.domain, book.policy)

    def close(self) -> None:
        """Frees the engine's rule set."""
        self._stage.close()

    def result(self, invariant: Promise | Property) -> Result:
        """What became of one invariant."""
        if isinstance(invariant, Promise):
            return self._promise(invariant)
        try:
            return self._property(invariant.name)
        except EngineFault as fault:
            return NotDecided(str(fault))

    def _property(self, name: str) -> Result:
        properties = Properties(self._book.domain, self._book.policy, deciding(self._stage), trusting(self._stage))
        found = properties.counterexample(name)
        if found is None and name == "missing_data_holds":
            return Refuted(Witness({}, ({},))) if self._silent_without_facts() else Proved()
        return Proved() if found is None else Refuted(findings=found)

    def _silent_without_facts(self) -> list[str]:
        """Rules with on_missing hold that a case without facts leaves open, and that say nothing of it."""
        book = self._book
        holding = [
            each
            for each in resolve(book, self._today, self._today)
            if each.rule.status is Status.LIVE and each.rule.on_missing is OnMissing.HOLD
        ]
        program = Program(holding, book.domain)
        try:
            evaluation = program.match(Sheet({}, ({},)))
            told = {each.rule for each in gather(evaluation, book.domain).live}
        finally:
            program.close()
        wanting = (each.rule.id for each in evaluation.results if each.state is RuleState.NOT_EVALUABLE)
        return sorted(set(wanting) - told)

    def _promise(self, promise: Promise) -> Result:
        """Of cases that are decided today, whenever they were placed. The first day that breaks it tells."""
        movable = [each.rule for each in self._keepers if self._keeps(each.rule, promise)]
        days = placing_days(self._book, movable, tuple(leaves(promise.when)), self._today)
        today, *earlier = (self._placed(promise, day) for day in days)
        broken = (each for each in (today, *earlier) if isinstance(each, Refuted))
        undecided = (each for each in (today, *earlier) if isinstance(each, NotDecided))
        return next(broken, next(undecided, today))

    def _placed(self, promise: Promise, placed: date) -> Result:
        """Of cases that were placed on a day."""
        when = resolve_condition(self._book, promise.when, self._today, placed)
        ways = None if when is None else self._inquiry.ways(when)
        if ways is None:
            return NotDecided("a parameter has no value yet, or the condition unfolds too far")
        if any(self._keeps(rule, promise) for rule in self._unfathomed):
            return NotDecided("a rule that may keep it unfolds too far")
        keepers = [each for each in self._standing(placed) if self._keeps(each.rule, promise)]
        kept = [way for each in keepers for way in each.ways]
        undecided = False
        for way in ways:
            search = telling(self._inquiry, within(EVERYTHING, way), kept)
            if search.case is not None:
                witness = witness_of(search.case, self._book.domain.lexicon, promise.scope)
                return Refuted(witness, placed=None if placed == self._today else placed)
            undecided = undecided or search.verdict is Verdict.OPEN
        if undecided:
            return NotDecided("it takes more splits or patterns than are tried")
        useful = {use for way in ways for use in of_use(self._inquiry, within(EVERYTHING, way), kept)}
        meeting = (each for each in keepers if case_of_both(self._inquiry, ways, each.ways).case is not None)
        return Proved(tuple(each.rule.id for each in meeting if not useful.isdisjoint(each.ways)))

    def _standing(self, placed: date) -> list[Subject]:
        """Rules that may be relied on for cases that were placed on a day."""
        if placed not in self._by_placing:
            rules = tuple(each.rule for each in self._keepers)
            book = replace(self._book, rules=rules)
            self._by_placing[placed] = subjects(book, self._today, self._inquiry, placed)
        return self._by_placing[placed]

    def _keeps(self, rule: Rule, promise: Promise) -> bool:
        """Whether the rule can keep the promise: it wants as much, and is asked wherever the promise is made."""
        verdict = rule.then.verdict
        if self._book.domain.worst(verdict, promise.verdict) != verdict:
            return False
        return promise.scope is Scope.PART or rule.scope is Scope.WHOLE
