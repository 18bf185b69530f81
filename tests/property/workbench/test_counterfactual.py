"""Ways to a milder outcome, on rule books that nobody wrote by hand: each leads there, and no smaller one exists."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.decision import Decision, Receipt
from engine.findings import gather
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import FactType, Scope, Value
from engine.policy import OutcomeStage, Releases, total_score, waived
from engine.rulebook.book import Band, Policy
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import OnMissing
from engine.runtime.normal import TooManyBranches
from engine.runtime.program import Program
from engine.waiver import Waiver
from engine.workbench.counterfactual import Milder, nearest
from engine.workbench.levers import Hand
from engine.workbench.what_if import Spot, WhatIf
from tests.desks import NOW
from tests.random_rules import INTEGERS, random_book, random_sheet
from tests.toy import AIRPORT, TOY_LEXICON

SEEDS = st.integers(min_value=0, max_value=2**40)
POLICY = Policy(score_sets=("comfort",), bands=(Band(50, "inspect", "SUM", "crew"),))
STAGE = OutcomeStage(AIRPORT, POLICY)
RECEIPT = Receipt(
    order_id="F-1", order_digest="", edition="", data_editions={}, engine="", model="", placed_at=NOW, decided_at=NOW
)
MOST = 2
BELOW = (-1, -2, 1 - 2**53)
# More than the tests name: what one value of a kind stands for has to hold for the others of its kind.
POOL: dict[FactType, tuple[Value, ...]] = {
    FactType.BOOLEAN: (True, False),
    FactType.INTEGER: (*(each for each in INTEGERS if each >= 0), 4, 7, 500, 2**53 - 2),
    FactType.NUMBER: (0.0, 1e-7, 0.05, 0.1, 0.7, 1.5, 30.0, 70.5, 1e6, 1e22, 1e23),
    FactType.DATE: tuple(date(2025, 12, 30) + timedelta(days=number) for number in range(9)),
    FactType.COUNTRY: ("NO", "DE", "CN", "PE"),
}


def a_book(rng: Random, size: int) -> list[LiveRule]:
    """Rules with verdicts, scores and all that a missing fact can mean."""
    book: list[LiveRule] = []
    for each in random_book(rng, size):
        verdict = rng.choice(AIRPORT.precedence)
        then = replace(each.rule.then, verdict=verdict, score=rng.choice((0, 0, 30, 60)), reason=f"T{len(book)}")
        missing = OnMissing.HOLD if rng.random() < 0.15 else OnMissing.SKIP
        book.append(LiveRule(replace(each.rule, then=then, on_missing=missing), each.when))
    return book


def decided(program: Program, sheet: Sheet, waivers: tuple[Waiver, ...] = ()) -> Decision:
    """As admission decides: both executors, findings, policy."""
    evaluation = program.match(sheet)
    findings = waived(gather(evaluation, AIRPORT).live, waivers, AIRPORT, NOW)
    score = total_score(findings, POLICY)
    outcome, settled = STAGE.settle(findings, score, Releases(waivers, NOW))
    return Decision(
        outcome=outcome,
        findings=settled,
        score=score,
        not_checked=(),
        shadow=(),
        receipt=RECEIPT,
        evaluation=evaluation,
    )


def changed(sheet: Sheet, changes: dict[Spot, Value]) -> Sheet:
    whole = {**sheet.whole, **{fact: value for (part, fact), value in changes.items() if part is None}}
    parts = tuple(
        {**each, **{fact: value for (part, fact), value in changes.items() if part == number}}
        for number, each in enumerate(sheet.parts)
    )
    return Sheet(whole, parts, sheet.never_supplied)


def releases(rng: Random, decision: Decision) -> tuple[Waiver, ...]:
    """Half of what a person may release."""
    return tuple(
        Waiver(rule=each.rule, fingerprint=each.fingerprint, by="ana", why="known")
        for each in decision.findings
        if each.fingerprint and rng.random() < 0.5
    )


def what_if(program: Program, sheet: Sheet, waivers: tuple[Waiver, ...] = ()) -> tuple[WhatIf, Decision]:
    decision = decided(program, sheet, waivers)
    assert decision.evaluation is not None
    return WhatIf(decision.evaluation, decision, AIRPORT, POLICY), decision


def anybodys(_fact: str) -> Hand:
    return Hand.ORDER


def rank(outcome: str) -> int:
    return AIRPORT.precedence.index(outcome)


def a_program_of(rng: Random, size: int) -> Program | None:
    try:
        return Program(a_book(rng, size), AIRPORT)
    except TooManyBranches:
        return None


@given(SEEDS)
@settings(max_examples=150)
def test_ways_when_found_then_each_makes_the_outcome_milder_as_it_says(seed: int) -> None:
    rng = Random(seed)
    program = a_program_of(rng, 5)
    assume(program is not None)
    assert program is not None
    sheet = random_sheet(rng)
    asked, decision = what_if(program, sheet)
    if decision.outcome != AIRPORT.neutral:
        search = Milder(asked, anybodys, most_readings=2_000)
        for possible in [each for size in (1, 2) for all_ in search.of_size(size).sets.values() for each in all_]:
            outcome = decided(program, changed(sheet, dict(possible.changes))).outcome
            assert outcome == possible.outcome
            assert rank(outcome) > rank(decision.outcome)
    program.close()


@given(SEEDS)
@settings(max_examples=60)
def test_ways_when_none_of_a_size_is_found_then_there_is_none(seed: int) -> None:
    rng = Random(seed)
    program = a_program_of(rng, 3)
    assume(program is not None)
    assert program is not None
    drawn = random_sheet(rng)
    sheet = Sheet(drawn.whole, drawn.parts[:1])
    asked, decision = what_if(program, sheet)
    assume(decision.outcome != AIRPORT.neutral)
    spots = [
        (part, name)
        for name in asked.tests
        if name not in OF_MANY_VALUES
        for part in ((None,) if TOY_LEXICON[name].scope is Scope.WHOLE else range(len(sheet.parts)))
    ]
    assume(len(spots) <= 7)
    for size in (1, MOST):
        search = Milder(asked, lambda fact: Hand.NOBODY if fact in OF_MANY_VALUES else Hand.ORDER)
        found = search.of_size(size).sets
        exist = {frozenset(each) for each in combinations(spots, size) if leads(asked, decision, each)}
        assert bool(found) == bool(exist)
        if exist:
            assert frozenset(found) <= exist
            break
    program.close()


OF_MANY_VALUES = {fact.name for fact in TOY_LEXICON.values() if fact.type in {FactType.TEXT, FactType.SET}}


def leads(asked: WhatIf, decision: Decision, spots: tuple[Spot, ...]) -> bool:
    """Whether some values at these places make the outcome milder; every combination is tried."""
    pools = [pool(asked, fact) for _, fact in spots]
    return any(
        rank(asked.judged(dict(zip(spots, values, strict=True))).outcome) > rank(decision.outcome)
        for values in product(*pools)
    )


def pool(asked: WhatIf, name: str) -> tuple[Value, ...]:
    """Counts below zero only where a test asks about them, as the search has it."""
    fact = TOY_LEXICON[name]
    values = POOL.get(fact.type, fact.values)
    bounds = [each.expected for each in asked.tests[name].leaves]
    below = [each for bound in bounds for each in (bound if isinstance(bound, tuple | frozenset) else (bound,))]
    asks = any(isinstance(each, int | float) and each < 0 for each in below)
    return (*values, *BELOW) if fact.type is FactType.INTEGER and asks else values


@given(SEEDS)
@settings(max_examples=100)
def test_what_if_when_facts_change_then_is_what_would_be_decided(seed: int) -> None:
    rng = Random(seed)
    program = a_program_of(rng, 5)
    assume(program is not None)
    assert program is not None
    sheet = random_sheet(rng)
    waivers = releases(rng, decided(program, sheet)) if seed % 2 else ()
    waivers += () if not waivers else releases(rng, decided(program, sheet, waivers))  # of the score that is left then
    asked, decision = what_if(program, sheet, waivers)
    assert asked.judged({}).outcome == decision.outcome
    for name, tests in asked.tests.items():
        fact = TOY_LEXICON[name]
        for part in (None,) if fact.scope is Scope.WHOLE else range(len(sheet.parts)):
            for value in tests.alternatives(asked.now((part, name)))[:3]:
                changes: dict[Spot, Value] = {(part, name): value}
                outcome = decided(program, changed(sheet, changes), waivers).outcome
                # A release may happen to fit what changed; the reading takes it for ended, which is never milder.
                assert rank(asked.judged(changes).outcome) <= rank(outcome)
                assert waivers or asked.judged(changes).outcome == outcome
    program.close()


@given(SEEDS)
@settings(max_examples=100)
def test_rules_when_they_nearly_fired_then_fire_and_make_it_worse(seed: int) -> None:
    rng = Random(seed)
    program = a_program_of(rng, 5)
    assume(program is not None)
    assert program is not None
    sheet = random_sheet(rng)
    asked, decision = what_if(program, sheet)
    for each in nearest(asked).rules:
        again = decided(program, changed(sheet, dict(each.changes)))
        assert (again.outcome, rank(again.outcome) < rank(decision.outcome)) == (each.outcome, True)
        assert each.rule in {finding.rule for finding in again.findings}
    program.close()


@given(SEEDS)
@settings(max_examples=40)
def test_rules_when_too_many_nearly_fired_then_the_nearest_are_read_and_the_rest_is_said_to_be_left_out(
    seed: int,
) -> None:
    rng = Random(seed)
    program = a_program_of(rng, 5)
    assume(program is not None)
    assert program is not None
    asked, _ = what_if(program, random_sheet(rng))
    every, few = nearest(asked), nearest(asked, most_readings=2)
    assert every.is_complete
    assert len(few.rules) <= 2
    assert few.is_complete or len(few.rules) <= len(every.rules)
    program.close()
