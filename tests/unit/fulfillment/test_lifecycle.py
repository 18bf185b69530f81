"""The tables: every row does what it says, nothing else is possible, and every life can end."""

from collections import Counter
from pathlib import Path

import pytest

from fulfillment.effects import EFFECTS
from fulfillment.errors import IllegalStep, StepBlocked
from fulfillment.lifecycle import ENDED, FIRST, TABLE, TRANSITIONS, Transition, possible, step
from fulfillment.lifecycle_page import STATES, lifecycle_page
from fulfillment.states import Effect, Event, Guard, Machine, Stage, Work

PAGE = Path(__file__).parents[3] / "docs" / "lifecycle.md"


def named(row: Transition) -> str:
    return f"{row.machine}-{row.source}-{row.event}"


def reachable(machine: Machine, start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for row in possible(machine, waiting.pop()):
            if row.target not in found:
                found.add(row.target)
                waiting.append(row.target)
    return found


@pytest.mark.parametrize("row", TRANSITIONS, ids=named)
def test_step_when_a_row_is_there_and_its_guards_hold_then_it_is_taken(row: Transition) -> None:
    assert step(row.machine, row.source, row.event, lambda _: True) is row


@pytest.mark.parametrize("row", [each for each in TRANSITIONS if each.guards], ids=named)
def test_step_when_a_guard_does_not_hold_then_it_is_blocked_and_says_which(row: Transition) -> None:
    for missing in row.guards:
        with pytest.raises(StepBlocked) as refused:
            step(row.machine, row.source, row.event, lambda guard, missing=missing: guard is not missing)  # type: ignore[misc]
        assert refused.value.unmet == (missing,)


@pytest.mark.parametrize("machine", Machine)
def test_step_when_no_row_is_there_then_it_is_illegal_and_names_what_is_possible(machine: Machine) -> None:
    for state in STATES[machine]:
        here = {row.event for row in possible(machine, state)}
        for event in set(Event) - here:
            with pytest.raises(IllegalStep) as refused:
                step(machine, state, event, lambda _: True)
            assert set(refused.value.possible) == here


def test_tables_when_counted_then_no_pair_of_state_and_event_has_two_rows() -> None:
    assert not [pair for pair, many in Counter(map(named, TRANSITIONS)).items() if many > 1]
    assert len(TABLE) == len(TRANSITIONS)


@pytest.mark.parametrize("machine", Machine)
def test_states_when_reached_then_are_all_of_them(machine: Machine) -> None:
    assert reachable(machine, FIRST[machine]) | {"authorised"} >= {str(each) for each in STATES[machine]}


def test_order_when_anywhere_then_can_end_and_ends_for_good() -> None:
    assert {stage for stage in Stage if not possible(Machine.ORDER, stage)} == ENDED
    assert not [stage for stage in Stage if not reachable(Machine.ORDER, stage) & ENDED]


def test_steps_when_forward_before_hand_over_then_all_ask_whether_the_order_is_clear() -> None:
    backwards = {Event.CANCEL, Event.RELABEL, Event.UNPACK, Event.LAPSE}
    warehouse = [row for row in TRANSITIONS if row.machine is Machine.FULFILMENT and row.event not in backwards]
    assert all(Guard.CLEAR in row.guards for row in warehouse)
    inside = {Stage.SCREENED, Stage.ACCEPTED, Stage.FULFILLING}
    order = [row for row in TRANSITIONS if row.machine is Machine.ORDER and row.source in inside]
    forward = [row for row in order if row.target not in ENDED and row.event is not Event.RECALL]
    assert all(Guard.CLEAR in row.guards for row in forward)


def test_cancel_when_before_hand_over_then_is_always_possible_and_gives_back_what_was_taken() -> None:
    for work in set(Work) - {Work.HANDED_OVER, Work.CANCELLED}:
        assert TABLE[Machine.FULFILMENT, work, Event.CANCEL].target == Work.CANCELLED
    for work in (Work.RESERVED, Work.PICKING, Work.PICKED, Work.REVIEWED, Work.PACKED, Work.LABELLED):
        assert Effect.RELEASE_STOCK in TABLE[Machine.FULFILMENT, work, Event.CANCEL].effects


def test_effects_when_named_by_the_tables_then_are_all_done_and_none_is_idle() -> None:
    used = {effect for row in TRANSITIONS for effect in row.effects}
    assert used == set(EFFECTS) == set(Effect)


def test_page_when_the_tables_change_then_is_made_anew() -> None:
    assert PAGE.read_text(encoding="utf-8") == lifecycle_page(), (
        "run `python -m fulfillment.lifecycle_page > docs/lifecycle.md`"
    )
