"""Models in force: who scores an order, what is refused, and that another process sees it."""

import math
from dataclasses import replace

import orjson
import pytest
from sqlalchemy import text

from engine.anomaly import packing
from engine.anomaly.archive import pack_arrays, unpack_arrays
from engine.desk.changing import change, decide_anew
from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.model_errors import ChainBroken
from engine.desk.model_promoting import Measure, challenge, promote, retire, roll_back
from engine.desk.model_registering import register
from engine.desk.models import Models
from engine.desk.person import Seal
from engine.desk.preferences import prefer
from engine.desk.replaying import evaluate, replay
from engine.store.database import Database
from engine.store.models import Model, ModelState, add_state
from engine.store.vault import Vault
from tests.desks import MAIN, NOW, OTHER, a_desk, an_honest_order, document
from tests.small_models import BEA, a_model, registered
from tests.statements import counted


def nothing_asked(*_: object) -> tuple[()]:
    return ()


OPEN: Measure = nothing_asked


def in_force(desk: Desk, version: str = "m1", *, seed: int = 1) -> Model:
    model = registered(desk, version, seed=seed)
    promote(desk, BEA, version, "the first", measure=OPEN)
    return model


def sent(desk: Desk, id_: str = "A-1") -> Decided:
    return submit(desk, MAIN, document(an_honest_order(id_)))


def said(decided: Decided) -> dict[str, object]:
    model = orjson.loads(decided.row.content)["model"]
    assert isinstance(model, dict)
    return model


def facts(decided: Decided) -> dict[str, object]:
    found = said(decided)["facts"]
    assert isinstance(found, dict)
    return found


def spoil(database: Database, statement: str, **params: object) -> None:
    with database.write() as session:
        session.run(text(statement), params)


def test_decision_when_no_model_is_in_force_then_says_absent(desk: Desk) -> None:
    registered(desk)
    decided = sent(desk)
    assert (facts(decided), decided.row.model) == ({"model.status": "absent"}, None)


def test_decision_when_a_model_is_champion_then_it_scores(desk: Desk) -> None:
    model = in_force(desk)
    decided = sent(desk)
    assert facts(decided)["model.status"] == "ok"
    assert (decided.row.model, decided.decision.receipt.model) == (model.digest, model.digest)


def test_decision_when_a_merchant_has_no_models_then_those_of_main_score(desk: Desk) -> None:
    model = in_force(desk)
    assert submit(desk, OTHER, document(an_honest_order("B-1"))).row.model == model.digest


def test_decision_when_there_is_a_challenger_then_its_answer_is_kept_and_no_fact(desk: Desk) -> None:
    in_force(desk)
    other = registered(desk, "m2", seed=2)
    alone = facts(sent(desk, "A-1"))
    challenge(desk, BEA, "m2")
    shadowed = sent(desk, "A-2")
    detail = said(shadowed)["detail"]
    assert isinstance(detail, dict)
    assert detail["challenger"]["version"] == other.digest
    assert alone.keys() == facts(shadowed).keys()


def test_rescreen_when_another_model_was_promoted_since_then_the_first_scores_again(desk: Desk) -> None:
    first = in_force(desk)
    decided = sent(desk)
    second = in_force(desk, "m2", seed=2)
    with desk.database.write() as session:
        again = decide_anew(desk, session, MAIN, decided.row.order_id, "rescreened")
    assert (again.row.model, facts(again)) == (first.digest, facts(decided))
    changed = change(desk, MAIN, decided.row.order_id, {"shipping_address": {"line2": "2. OG"}})
    assert changed.row.model == second.digest


def test_rescreen_when_the_first_model_cannot_be_loaded_then_the_champion_scores(desk: Desk) -> None:
    first = in_force(desk)
    decided = sent(desk)
    second = in_force(desk, "m2", seed=2)
    spoil(
        desk.database, "UPDATE model SET content = :content WHERE digest = :digest", content=b"x", digest=first.digest
    )
    other = a_desk(desk.database, ids=desk.ids)
    with desk.database.write() as session:
        again = decide_anew(other, session, MAIN, decided.row.order_id, "rescreened")
    assert again.row.model == second.digest


def test_replay_when_the_model_is_gone_then_the_decision_is_the_same(desk: Desk) -> None:
    in_force(desk)
    decided = sent(desk)
    retire(desk, BEA, "broken")
    assert replay(desk, MAIN, decided.row.id).is_same


def test_dry_run_when_a_model_is_in_force_then_it_scores(desk: Desk) -> None:
    model = in_force(desk)
    assert evaluate(desk, MAIN, orjson.dumps(document(an_honest_order()))).decision.receipt.model == model.digest


def test_decision_when_counted_then_a_model_costs_no_statement(desk: Desk) -> None:
    in_force(desk)
    sent(desk, "warm-up")
    with counted(desk.database) as statements:
        sent(desk)
    assert len(statements.data) <= 6, statements.data


def test_look_when_another_desk_promotes_then_this_one_scores_with_it(desk: Desk) -> None:
    in_force(desk)
    other = a_desk(desk.database, ids=desk.ids)
    sent(other)
    second = in_force(desk, "m2", seed=2)
    other.models.look()
    assert sent(other, "A-2").row.model == second.digest


def test_look_when_nothing_is_new_then_costs_one_statement(desk: Desk) -> None:
    in_force(desk)
    sent(desk)
    with counted(desk.database) as statements:
        desk.models.look()
    assert len(statements.data) == 1


@pytest.mark.parametrize("place", [0, -1])
def test_model_when_a_byte_of_it_was_changed_then_it_does_not_score_and_it_is_told(
    desk: Desk, place: int, caplog: pytest.LogCaptureFixture
) -> None:
    model = in_force(desk)
    with desk.database.read() as session:
        content = bytearray(session.rows(text("SELECT content FROM model"))[0].content)
    content[place] ^= 1
    spoil(desk.database, "UPDATE model SET content = :content", content=bytes(content))
    other = a_desk(desk.database, ids=desk.ids)
    decided = sent(other)
    assert (facts(decided), decided.row.model, decided.row.outcome) == ({"model.status": "absent"}, None, "admit")
    assert model.digest[:12] in other.models.in_force("main").refused[0]
    assert "model_refused" in caplog.text


@pytest.mark.parametrize(("array", "place", "value"), [("first", -2, 0), ("feature", 0, 60), ("value", 0, math.nan)])
def test_model_when_its_digest_is_right_and_its_trees_are_not_then_it_does_not_score(
    desk: Desk, array: str, place: int, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cycle, a feature that is not there, no number: as if somebody had found bytes of the same digest."""
    model = in_force(desk)
    arrays = {name: each.copy() for name, each in unpack_arrays(a_model().content).items()}
    arrays[f"forest.{array}"][place] = value
    spoil(desk.database, "UPDATE model SET content = :content", content=pack_arrays(arrays))
    monkeypatch.setattr(packing, "digest_of", lambda _content: model.digest)
    other = a_desk(desk.database, ids=desk.ids)
    decided = sent(other)
    assert (facts(decided), decided.row.model, decided.row.outcome) == ({"model.status": "absent"}, None, "admit")
    assert "forest" in other.models.in_force("main").refused[0]


@pytest.mark.parametrize(
    "change_",
    [
        "UPDATE model_activation SET why = 'another' WHERE seq = 1",
        "UPDATE model_activation SET digest = :digest WHERE seq = 1",
        "UPDATE model_activation SET signature = 'x' WHERE seq = 2",
        "DELETE FROM model_activation WHERE seq = 1",
    ],
)
def test_models_when_an_activation_was_changed_then_none_scores_and_nobody_can_go_on(
    desk: Desk, change_: str, caplog: pytest.LogCaptureFixture
) -> None:
    in_force(desk)
    second = in_force(desk, "m2", seed=2)
    spoil(desk.database, change_, **({"digest": second.digest} if ":digest" in change_ else {}))
    other = a_desk(desk.database, ids=desk.ids)
    assert facts(sent(other)) == {"model.status": "absent"}
    assert "model_refused" in caplog.text
    with pytest.raises(ChainBroken):
        roll_back(other, BEA, "broken")


def test_models_when_the_secret_is_another_then_none_scores(desk: Desk) -> None:
    in_force(desk)
    strange = Models(desk.database, Seal(Vault(bytes(32))))
    assert strange.in_force("main").champion is None


def test_model_when_it_drifted_then_rules_can_read_it(desk: Desk) -> None:
    model = in_force(desk)
    figures = {"largest_psi": 0.3124}
    state = ModelState(merchant="main", digest=model.digest, measured_at=NOW, status="drift", figures=figures)
    with desk.database.write() as session:
        add_state(session, state)
    desk.models.look()
    found = facts(sent(desk))
    assert (found["model.status"], found["model.drift_permille"]) == ("drift", 312)


def test_model_when_it_is_older_than_is_allowed_then_it_is_stale(desk: Desk) -> None:
    in_force(desk)
    prefer(desk, BEA, "model_stale_days", 1)
    assert facts(sent(desk))["model.status"] == "stale"


def test_model_when_two_merchants_have_the_same_then_each_has_its_own_state_and_row(desk: Desk) -> None:
    mine = in_force(desk)
    theirs = replace(BEA, merchant="acme", name="zoe")
    made = a_model()
    register(desk, theirs, made.content, made.card)
    promote(desk, theirs, "m1", "ours too", measure=OPEN)
    found = desk.models.in_force("acme").champion
    assert found is not None
    assert (found.model.merchant, found.model.created_by, found.model.digest) == ("acme", "zoe", mine.digest)
