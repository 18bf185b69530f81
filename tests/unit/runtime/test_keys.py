"""Conjunctions are looked for by their rarest test: what was learned shows in what the engine is told, never in what
it finds."""

import pytest

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.rulebook.condition import All, Operator, Resolved
from engine.runtime.habits import ENOUGH, Habits
from engine.runtime.leaves import LeafTable
from engine.runtime.projection import Projection
from tests.toy import TOY_LEXICON, a_program, a_rule

SEATS = Resolved("flight.seats", Operator.GT, 1)
LATE = Resolved("flight.delay_min", Operator.GT, 60)
NIGHT = Resolved("flight.number", Operator.STARTS_WITH, frozenset({"N"}))
ON_TIME = Sheet({"flight.seats": 180, "flight.delay_min": 5})
DELAYED = Sheet({"flight.seats": 180, "flight.delay_min": 90})


def told(projection: Projection, sheet: Sheet) -> int:
    """How many facts the engine gets."""
    return sum(len(facts) for batch in projection.state(sheet) for facts in batch)


def projected(*tests: Resolved, cases: int) -> Projection:
    """One rule over these tests, after so many cases in which only seats were many."""
    rule = a_rule(All(tests))
    table = LeafTable([rule.when], TOY_LEXICON)
    habits = Habits(table.places)
    for _ in range(cases):
        habits.see([leaf == SEATS for leaf in table.places], [])
    return Projection([rule], table, TOY_LEXICON, habits)


def test_conjunction_when_nothing_is_learned_then_is_looked_for_by_its_first_test() -> None:
    assert told(projected(SEATS, LATE, cases=0), ON_TIME) == 1


def test_conjunction_when_a_test_was_rare_then_is_looked_for_by_it() -> None:
    learned = projected(SEATS, LATE, cases=ENOUGH)
    assert (told(learned, ON_TIME), told(learned, DELAYED)) == (0, 1)


def test_conjunction_when_a_value_or_a_flag_is_wanting_then_the_engine_is_not_told() -> None:
    assert told(projected(SEATS, LATE, cases=0), Sheet({"flight.seats": 180})) == 0
    flagged = projected(SEATS, NIGHT, cases=0)
    assert told(flagged, Sheet({"flight.seats": 180, "flight.number": "CW1"})) == 0
    assert told(flagged, Sheet({"flight.seats": 180, "flight.number": "N1"})) == 1


@pytest.mark.parametrize("odd", [True, 5.0, "90", '5,"t":1', 2**53])
def test_number_that_is_no_key_when_it_is_odd_then_is_refused(odd: Value) -> None:
    program = a_program(a_rule(All((SEATS, LATE))))
    with pytest.raises(EngineFault, match=r"flight\.delay_min"):
        program.match(Sheet({"flight.seats": 180, "flight.delay_min": odd}))


def test_program_when_it_has_learned_then_finds_the_same() -> None:
    program = a_program(a_rule(All((SEATS, LATE))))
    before = [program.durable(sheet) for sheet in (ON_TIME, DELAYED)]
    for _ in range(ENOUGH):
        program.match(ON_TIME)
    assert [program.durable(sheet) for sheet in (ON_TIME, DELAYED)] == before == [set(), {(0, -1)}]
