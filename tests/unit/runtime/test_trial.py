"""A rule book is compiled elsewhere first."""

import pytest

from engine.errors import EngineFault
from engine.rulebook.condition import All, Operator, Resolved
from engine.runtime import trial as module
from engine.runtime.trial import trial
from tests.toy import a_program, a_rule

SEATS = Resolved("flight.seats", Operator.GT, 1)
LATE = Resolved("flight.delay_min", Operator.GT, 60)


def test_trial_when_the_engine_can_hold_the_program_then_is_silent() -> None:
    trial(a_program(a_rule(SEATS, id_="TOY-001"), a_rule(All((SEATS, LATE)), id_="TOY-002")))


def test_trial_when_one_rule_fails_then_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    holds = module._holds
    monkeypatch.setattr(
        module,
        "_holds",
        lambda rules: holds([r for r in rules if len(r.atoms) < 4]) and all(len(r.atoms) < 4 for r in rules),
    )
    program = a_program(a_rule(SEATS, id_="TOY-001"), a_rule(All((SEATS, LATE)), id_="TOY-002"))
    with pytest.raises(EngineFault, match="TOY-002"):
        trial(program)


def test_trial_when_the_engine_hangs_then_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_S", 0.001)
    with pytest.raises(EngineFault, match="cannot hold"):
        trial(a_program(a_rule(SEATS)))


def test_trial_when_it_runs_then_this_process_holds_no_rule_set_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would crash or hang the engine must do so elsewhere."""
    built: list[object] = []
    monkeypatch.setattr("engine.runtime.durable.NativeShard", built.append)
    trial(a_program(a_rule(SEATS)))
    assert built == []
