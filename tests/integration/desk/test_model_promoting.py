"""Who may put a model in force, and when; what is refused, and what the audit says of it."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import orjson
import pytest
from sqlalchemy import func, update

from engine.anomaly.refused import ArtefactRefused
from engine.desk import model_gates
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import NameNeeded, SamePerson
from engine.desk.intake import submit
from engine.desk.model_errors import (
    ModelGate,
    ModelGatesClosed,
    ModelInRole,
    ModelRejected,
    ModelThere,
    ModelUnknown,
    NoModelBefore,
    ReasonNeeded,
    SecondPersonNeeded,
    SeveralModels,
)
from engine.desk.model_promoting import Measure, challenge, gates_of, promote, retire, roll_back
from engine.desk.model_registering import register
from engine.desk.preferences import prefer
from engine.desk.telling import handlers
from engine.errors import StoreConflict
from engine.store.database import Database
from engine.store.feed import audits
from engine.store.models import add_step, steps_of
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import MODEL
from tests.desks import MAIN, a_desk, an_honest_order, document
from tests.draining import drain
from tests.small_models import BEA, a_model, registered

WHY = "more of the rings"


def all_open(*_: object) -> tuple[ModelGate, ...]:
    return (ModelGate(name="orders", measured=5000.0, bar="at least 1000", state="passed"),)


def one_closed(*_: object) -> tuple[ModelGate, ...]:
    return (ModelGate(name="orders", measured=5.0, bar="at least 1000", state="failed", detail="5 orders"),)


OPEN: Measure = all_open
CLOSED: Measure = one_closed


def champion(desk: Desk) -> str | None:
    return desk.models.in_force("main").roles.champion


def audited(desk: Desk) -> list[tuple[str, dict[str, object]]]:
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        entries = audits(session, 0, 100)
    return [(each.action, orjson.loads(each.data)) for each in entries if each.action.startswith("model.")]


def two(desk: Desk) -> tuple[str, str]:
    first, second = registered(desk), registered(desk, "m2", seed=2)
    promote(desk, BEA, "m1", WHY, measure=OPEN)
    promote(desk, BEA, "m2", WHY, measure=OPEN)
    return first.digest, second.digest


def test_promote_when_gates_are_open_then_it_is_champion_signed_and_audited(desk: Desk) -> None:
    first, second = two(desk)
    assert champion(desk) == second
    with desk.database.read() as session:
        steps = steps_of(session, "main")
    assert [(each.seq, each.previous, each.by) for each in steps] == [(1, None, "bea"), (2, first, "bea")]
    actions = [action for action, _ in audited(desk)]
    assert actions == ["model.registered", "model.registered", "model.promoted", "model.promoted"]


def test_promote_when_a_gate_is_closed_then_refuses_and_names_it(desk: Desk) -> None:
    registered(desk)
    with pytest.raises(ModelGatesClosed, match="orders: 5 orders"):
        promote(desk, BEA, "m1", WHY, measure=CLOSED)
    assert champion(desk) is None


@pytest.mark.parametrize(("second", "error"), [(None, SecondPersonNeeded), ("Bea ", SamePerson), (" ", NameNeeded)])
def test_override_when_there_is_no_second_person_then_refuses(
    desk: Desk, second: str | None, error: type[Exception]
) -> None:
    registered(desk)
    with pytest.raises(error):
        promote(desk, BEA, "m1", WHY, measure=CLOSED, override=True, approved_by=second)


def test_override_when_two_people_agree_then_it_is_champion_and_the_audit_says_how(desk: Desk) -> None:
    registered(desk)
    promote(desk, BEA, "m1", WHY, measure=CLOSED, override=True, approved_by="carl")
    told = audited(desk)[-1][1]
    assert (told["overridden"], told["approved_by"], told["closed_gates"]) == (True, "carl", ["orders"])


def test_database_when_somebody_overrides_alone_then_refuses_itself(desk: Desk) -> None:
    first, _ = two(desk)
    with desk.database.read() as session:
        last = steps_of(session, "main")[-1]
    alone = replace(last, seq=3, digest=first, overridden=True, approved_by="BEA")
    with pytest.raises(StoreConflict), desk.database.write() as session:
        add_step(session, alone)


def test_roll_back_when_closed_gates_would_refuse_then_the_one_before_is_in_force_at_once(desk: Desk) -> None:
    first, _ = two(desk)
    roll_back(desk, BEA, "too many alerts")
    assert champion(desk) == first
    action, told = audited(desk)[-1]
    assert (action, told["why"], told["digest"]) == ("model.rolled_back", "too many alerts", first)


def test_roll_back_when_there_is_none_before_then_says_what_else_to_do(desk: Desk) -> None:
    two(desk)
    roll_back(desk, BEA, "too many alerts")
    with pytest.raises(NoModelBefore, match="retire this one"):
        roll_back(desk, BEA, "again")


def test_roll_back_when_the_champion_was_retired_then_the_one_before_it_comes_back(desk: Desk) -> None:
    _, second = two(desk)
    retire(desk, BEA, "broken")
    assert champion(desk) is None
    roll_back(desk, BEA, "it was not")
    assert champion(desk) == second


@pytest.mark.parametrize("act", [lambda desk: roll_back(desk, BEA, " "), lambda desk: promote(desk, BEA, "m1", "")])
def test_step_when_nobody_says_why_then_refuses(desk: Desk, act: object) -> None:
    two(desk)
    with pytest.raises(ReasonNeeded):
        act(desk)  # type: ignore[operator]


def test_challenge_when_it_is_champion_then_refuses(desk: Desk) -> None:
    two(desk)
    with pytest.raises(ModelInRole, match="m2 is champion"):
        challenge(desk, BEA, "m2")


def test_promote_when_it_was_challenger_then_there_is_none_any_more(desk: Desk) -> None:
    two(desk)
    third = registered(desk, "m3", seed=3)
    challenge(desk, BEA, "m3")
    assert desk.models.in_force("main").roles.challenger == third.digest
    promote(desk, BEA, "m3", WHY, measure=OPEN)
    assert desk.models.in_force("main").roles.challenger is None


def test_promote_when_another_was_promoted_meanwhile_then_conflicts(desk: Desk) -> None:
    two(desk)
    registered(desk, "m3", seed=3)
    other = a_desk(desk.database, ids=desk.ids)

    def meanwhile(*_: object) -> tuple[ModelGate, ...]:
        roll_back(other, BEA, "too many alerts")
        return all_open()

    with pytest.raises(StoreConflict, match="meanwhile"):
        promote(desk, BEA, "m3", WHY, measure=meanwhile)


def test_retire_when_another_challenger_came_meanwhile_then_that_one_stays(desk: Desk) -> None:
    two(desk)
    registered(desk, "m3", seed=3)
    fourth = registered(desk, "m4", seed=4)
    challenge(desk, BEA, "m3")
    other = a_desk(_After(desk.database, lambda: challenge(desk, BEA, "m4")), ids=desk.ids)  # type: ignore[arg-type]
    with pytest.raises(StoreConflict, match="meanwhile"):
        retire(other, BEA, "no better", challenger=True)
    assert desk.models.refresh("main").roles.challenger == fourth.digest


class _After:
    """A database in which somebody else does something between the first look and the write."""

    def __init__(self, database: Database, meanwhile: Callable[[], object]) -> None:
        self._database = database
        self._meanwhile = [meanwhile]

    def read(self) -> AbstractContextManager[ReadSession]:
        return self._database.read()

    def write(self) -> AbstractContextManager[WriteSession]:
        while self._meanwhile:
            self._meanwhile.pop()()
        return self._database.write()


def test_promote_when_somebody_changed_the_card_then_refuses_it(desk: Desk) -> None:
    registered(desk)
    with desk.database.write() as session:
        session.run(update(MODEL).values(card=func.replace(MODEL.c.card, "5000", "9000")))
    with pytest.raises(ArtefactRefused, match="card"):
        promote(desk, BEA, "m1", WHY, measure=OPEN)


def test_gates_when_a_challenger_scored_no_orders_then_only_few_are_measured(desk: Desk) -> None:
    registered(desk)
    promote(desk, BEA, "m1", WHY, measure=OPEN)
    registered(desk, "m2", seed=2)
    found = {each.name: each for each in gates_of(desk, BEA, "m2")}
    assert (found["orders"].state, found["orders"].measured) == ("failed", 0.0)


def test_gates_when_a_challenger_scored_in_shadow_then_both_are_compared_on_the_same_orders(desk: Desk) -> None:
    prefer(desk, BEA, "model_least_orders", 2)
    registered(desk)
    promote(desk, BEA, "m1", WHY, measure=OPEN)
    registered(desk, "m2", seed=2)
    submit(desk, MAIN, document(an_honest_order("A-0")))
    challenge(desk, BEA, "m2")
    for number in (1, 2):
        submit(desk, MAIN, document(an_honest_order(f"A-{number}")))
    found = {each.name: each for each in gates_of(desk, BEA, "m2")}
    assert (found["orders"].state, found["orders"].measured) == ("passed", 2.0)
    assert found["average_precision"].state == "not_measured"


def test_latency_when_it_was_short_enough_once_then_is_not_measured_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(desk)
    took = iter((1.5, 0.5))
    monkeypatch.setattr(model_gates, "latency_ms", lambda _: next(took))
    gates = [{each.name: each.measured for each in gates_of(desk, BEA, "m1")} for _ in range(3)]
    assert [each["latency"] for each in gates] == [1.5, 0.5, 0.5]


def test_register_when_it_is_there_then_refuses(desk: Desk) -> None:
    registered(desk)
    with pytest.raises(ModelThere):
        registered(desk)
    with pytest.raises(ModelThere):
        registered(desk, "m1", seed=2)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("artefact", "0" * 64, "of artefact 000000000000"),
        ("schema", "0" * 16, "of schema 0000"),
        ("features", ["order.value_eur_minor"], "other features"),
        ("made", {"rows": 1}, "another card"),
        ("terms", {"as_of": "2026-11-01T00:00:00"}, "with a zone"),
        ("version", "", "no version"),
    ],
)
def test_register_when_card_and_artefact_disagree_then_says_where(
    desk: Desk, field: str, value: object, fault: str
) -> None:
    made = a_model()
    card = json.dumps(json.loads(made.card) | {field: value}).encode()
    with pytest.raises(ModelRejected, match=fault):
        register(desk, BEA, made.content, card)


def test_register_when_the_artefact_is_damaged_then_refuses(desk: Desk) -> None:
    made = a_model()
    with pytest.raises(ModelRejected, match="refused"):
        register(desk, BEA, made.content[:-1], made.card)


def test_register_when_a_program_does_it_then_a_person_is_wanted(desk: Desk) -> None:
    made = a_model()
    with pytest.raises(NameNeeded):
        register(desk, Caller(merchant="main", name="command line"), made.content, made.card)


@pytest.mark.parametrize(("named", "error"), [("m", SeveralModels), ("x", ModelUnknown), ("", ModelUnknown)])
def test_promote_when_the_name_is_of_none_or_several_then_refuses(
    desk: Desk, named: str, error: type[Exception]
) -> None:
    registered(desk)
    registered(desk, "m2", seed=2)
    with pytest.raises(error):
        promote(desk, BEA, named, WHY, measure=OPEN)
