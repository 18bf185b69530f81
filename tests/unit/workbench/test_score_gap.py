"""How far an admitted order is from the next band, and which single changes would carry it there."""

import pytest

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.record import Recorded
from engine.workbench.score_gap import ScoreGap, score_gap
from engine.workbench.ways_out import alternatives
from engine.workbench.what_if import WhatIf
from tests.desks import NOW, an_honest_order, an_unpaid_order, bundled

MEMORIES: tuple[dict[str, int], ...] = (
    {},
    {"velocity.card_addresses_7d": 3},
    {"velocity.ip_orders_1h": 6, "velocity.ip_cards_24h": 1},
)


def admission() -> Admission:
    return bundled().admission


def with_memory(memory: dict[str, int]) -> Context:
    return Context(decided_at=NOW, velocity=Recorded(memory))


def what_if_of(decision: Decision) -> WhatIf:
    book = admission().book
    assert decision.evaluation is not None
    return WhatIf(decision.evaluation, decision, book.domain, book.policy)


def gap_of(memory: dict[str, int]) -> tuple[WhatIf, ScoreGap]:
    what_if = what_if_of(admission().decide(an_honest_order(), with_memory(memory)))
    gap = score_gap(what_if)
    assert gap is not None
    return what_if, gap


@pytest.mark.parametrize("memory", MEMORIES)
def test_gap_when_a_rule_is_said_to_reach_the_band_then_one_change_makes_the_score_reach_it(
    memory: dict[str, int],
) -> None:
    what_if, gap = gap_of(memory)
    assert gap.reaching
    for each in gap.reaching:
        judged = what_if.judged(each.near.changes)
        assert len(each.near.changes) == 1
        assert judged.score == gap.score + each.points >= gap.band.at_least
        assert judged.outcome == each.near.outcome == gap.band.verdict


@pytest.mark.parametrize("memory", MEMORIES)
def test_gap_when_one_value_reaches_the_band_then_a_rule_that_speaks_with_it_is_told(memory: dict[str, int]) -> None:
    what_if, gap = gap_of(memory)
    told = {fact for each in gap.reaching for fact in facts_of(what_if, each.near.rule)}
    whole = what_if.sheet.whole
    for fact in what_if.tests:
        if fact.startswith("velocity.") and reaches(what_if, gap, fact, whole.get(fact)):
            assert fact in told


def test_points_when_signs_add_up_then_fewer_are_missing() -> None:
    _, none = gap_of({})
    _, some = gap_of({"velocity.card_addresses_7d": 3})
    assert (none.score, some.missing) == (0, none.missing - some.score)
    assert len(some.reaching) > len(none.reaching)


def test_gap_when_the_order_is_held_then_there_is_none() -> None:
    decision = admission().decide(an_unpaid_order(), Context(decided_at=NOW))
    assert score_gap(what_if_of(decision)) is None


def test_alternatives_when_admitted_then_tell_the_missing_points_and_ways_with_theirs() -> None:
    order, context = an_honest_order(), with_memory({"velocity.card_addresses_7d": 3})
    band = alternatives(admission(), admission().decide(order, context), order, context).next_band
    assert band is not None
    assert all(way.points is not None and band.score + way.points >= band.at_least for way in band.ways)
    assert band.ways


def reaches(what_if: WhatIf, gap: ScoreGap, fact: str, now: object) -> bool:
    values = what_if.tests[fact].alternatives(now)  # type: ignore[arg-type]
    return any(what_if.judged({(None, fact): value}).score >= gap.band.at_least for value in values)


def facts_of(what_if: WhatIf, rule: str) -> set[str]:
    compiled = next(each for each in what_if.rules if each.rule.id == rule)
    return {literal.leaf.fact for literal in what_if.literals(compiled)}
