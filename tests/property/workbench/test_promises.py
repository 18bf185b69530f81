"""Promises of random rule books: proved ones hold on every case, refuted ones are broken by the case that is shown."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lexicon.spec import Scope
from engine.rulebook.book import Policy, RuleBook
from engine.rulebook.condition import Condition
from engine.rulebook.invariant import Promise
from engine.rulebook.resolve import resolve, resolve_condition
from engine.rulebook.rule import Status
from engine.runtime.normal import TooManyBranches
from engine.runtime.program import Program
from engine.workbench.judging import judge_invariants
from engine.workbench.verdicts import NotDecided, Proved, Refuted, Result
from tests.analysis_books import Case, a_book, a_condition, a_written_rule, grid, is_opaque, some_facts, truth_on
from tests.toy import AIRPORT, NOWHERE

SEEDS = st.integers(min_value=0, max_value=2**40)
TODAY = date(2026, 6, 30)
RULES = 4


def _book(seed: int) -> tuple[RuleBook, Promise]:
    rng = Random(seed)
    facts = some_facts(rng)
    rules = [
        a_written_rule(a_condition(rng, facts, rng.randint(0, 2)), number, rng.choice(AIRPORT.precedence))
        for number in range(1, RULES + 1)
    ]
    rules[0] = replace(rules[0], status=rng.choice((Status.LIVE, Status.SHADOW)))
    promised = a_written_rule(a_condition(rng, facts, rng.randint(0, 2)), RULES + 1, "inspect")
    verdict = rng.choice(AIRPORT.precedence[:-1])
    promise = Promise(name="a promise", when=promised.when, scope=Scope.PART, verdict=verdict, span=NOWHERE)
    return replace(a_book(*rules), policy=Policy(invariants=(promise,))), promise


def _keepers(book: RuleBook, promise: Promise) -> list[Condition]:
    return [
        live.when
        for live in resolve(book, TODAY, TODAY)
        if live.rule.status is Status.LIVE
        and AIRPORT.worst(live.rule.then.verdict, promise.verdict) == live.rule.then.verdict
    ]


def _judged(book: RuleBook) -> Result:
    return judge_invariants(book, TODAY)[0].result


def _is_broken(when: Condition, keepers: list[Condition], case: Case) -> bool:
    return truth_on(when, case) is True and not any(truth_on(each, case) is True for each in keepers)


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_promise_when_judged_then_trying_every_case_agrees(seed: int) -> None:
    book, promise = _book(seed)
    when, keepers, result = resolve_condition(book, promise.when, TODAY, TODAY), _keepers(book, promise), _judged(book)
    assert when is not None
    broken = any(_is_broken(when, keepers, case) for case in grid(when, *keepers))
    assert not (broken and isinstance(result, Proved))
    if not isinstance(result, NotDecided) and not is_opaque(when, *keepers):
        assert broken is isinstance(result, Refuted)
    if isinstance(result, Refuted):
        assert result.witness is not None
        assert _is_broken(when, keepers, {**result.witness.whole, **result.witness.parts[0]})


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_counterexample_when_run_by_both_executors_then_no_keeper_fires(seed: int) -> None:
    book, promise = _book(seed)
    result = _judged(book)
    if not isinstance(result, Refuted) or result.witness is None:
        return
    try:
        program = Program(resolve(book, TODAY, TODAY), AIRPORT)
    except TooManyBranches:
        return
    fired = [each.rule for each in program.match(result.witness.sheet).fired() if each.rule.status is Status.LIVE]
    program.close()
    assert all(AIRPORT.worst(rule.then.verdict, promise.verdict) != rule.then.verdict for rule in fired)
