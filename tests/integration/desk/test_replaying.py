"""Receipts replay byte for byte; dry runs store nothing; erased persons stay erased."""

from dataclasses import replace

import orjson
import pytest
from sqlalchemy import func, select

from engine.admission import Admission
from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.erasing import ERASED, erase, erased_again
from engine.desk.errors import NotFound, PersonErased
from engine.desk.intake import submit
from engine.desk.reading import order_file
from engine.desk.replaying import Ingredient, evaluate, replay
from engine.desk.rescreening import rescreen
from engine.facts.knowledge import Knowledge
from engine.order.order import Order
from engine.rulebook.condition import Leaf, Operator
from engine.rulebook.quieting import Suppression
from engine.rulebook.rule import OnMissing
from engine.store.order_rows import add_version
from engine.store.tables import DECISION, ORDER_VERSION
from tests.desks import (
    MAIN,
    NOW,
    OTHER,
    FixedEditions,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    bundled,
    document,
)
from tests.draining import drain
from tests.toy import NOWHERE

ORDERS = (an_honest_order(), an_unpaid_order(), a_vague_address(), a_power_bank_by_post())


def without_rule(rule: str, digest: str | None = None) -> Loaded:
    """The bundled edition without one rule."""
    book = bundled().admission.book
    rules = tuple(each for each in book.rules if each.id != rule)
    other = replace(book, rules=rules, digest=book.digest if digest is None else digest)
    return Loaded(f"without {rule}", Admission(other, bundled().admission.knowledge))


def replaced(knowledge: Knowledge, part: str) -> Knowledge:
    """The same knowledge, of which one part says that it is of another edition."""
    return replace(knowledge, editions={**knowledge.editions, part: "other"})


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: str(order.id))
def test_replay_when_nothing_is_missing_then_is_the_same_byte_for_byte(desk: Desk, order: Order) -> None:
    for id_ in ("first", order.id):  # the second has velocity to remember
        decided = submit(desk, MAIN, document(replace(order, id=id_)))
    again = replay(desk, MAIN, decided.row.id)
    assert (again.is_same, again.differs, again.erased) == (True, (), ())


def quieted() -> Loaded:
    """The bundled edition with a share of two rules, and another one suppressed for one currency."""
    book = bundled().admission.book
    rules = tuple(
        replace(each, rollout=50, on_missing=OnMissing.SKIP) if each.id in {"ADR-001", "PAY-002"} else each
        for each in book.rules
    )
    when = Leaf("order.currency", Operator.EQ, "EUR", NOWHERE)
    today = NOW.date()
    suppression = Suppression(
        id="SUP-001", rule="PAY-003", when=when, why="agreed", by="ana", approved_by="ben",
        from_=today, until=today, span=NOWHERE,
    )  # fmt: skip
    changed = replace(book, rules=rules, suppressions=(suppression,))
    return Loaded("quieted", Admission(changed, bundled().admission.knowledge))


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: str(order.id))
def test_replay_when_rules_have_shares_and_suppressions_then_is_the_same_byte_for_byte(
    desk: Desk, order: Order
) -> None:
    swap(desk, quieted())
    for number in range(6):
        decided = submit(desk, MAIN, document(replace(order, id=f"{order.id}-{number}")))
        again = replay(desk, MAIN, decided.row.id)
        assert (again.is_same, again.differs) == (True, ())


def test_share_when_an_order_changes_then_it_draws_no_other_lot(desk: Desk) -> None:
    swap(desk, quieted())
    decided = [submit(desk, MAIN, document(an_unpaid_order(f"U-{number}"))) for number in range(12)]
    assert {each.row.outcome for each in decided} == {"admit", "hold"}
    for each in decided:
        (found,) = [one for one in (*each.decision.findings, *each.decision.shadow) if one.rule == "PAY-002"]
        assert found.bucket is not None
        assert (found.bucket < 50) is (each.row.outcome == "hold")
        assert change(desk, MAIN, each.row.order_id, {"buyer_note": "please hurry"}).row.outcome == each.row.outcome


def test_replay_when_another_edition_is_named_then_says_what_differs(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    swap(desk, without_rule("PAY-002"))
    again = replay(desk, MAIN, decided.row.id, "without PAY-002")
    assert again.differs == ("outcome hold -> admit", "PAY-002 no longer hold")
    assert replay(desk, MAIN, decided.row.id).is_same


def test_replay_when_another_edition_is_named_then_the_rules_are_the_ingredient_that_differs(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    swap(desk, without_rule("PAY-002", digest="other"))
    again = replay(desk, MAIN, decided.row.id, "without PAY-002")
    assert [(each.what, each.now) for each in again.ingredients] == [("rules", "other")]


def test_replay_when_the_edition_is_not_stored_then_names_it_as_missing(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    desk = replace(desk, editions=FixedEditions(without_rule("PAY-002")))
    again = replay(desk, MAIN, decided.row.id)
    assert (again.is_same, again.outcome) == (False, None)
    assert again.ingredients == (Ingredient(what="edition", then="bundled"),)


def test_replay_when_an_edition_is_asked_for_that_is_unknown_then_raises(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    with pytest.raises(NotFound):
        replay(desk, MAIN, decided.row.id, "never published")


def test_replay_when_the_engine_is_another_then_names_both_versions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    monkeypatch.setattr("engine.__version__", "99.0")
    again = replay(desk, MAIN, decided.row.id)
    assert again.differs == ("content",)
    assert again.ingredients == (Ingredient(what="engine", then=decided.decision.receipt.engine, now="99.0"),)


def test_replay_when_data_are_of_another_edition_then_names_the_part(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    knowledge = bundled().admission.knowledge
    part = min(knowledge.editions)
    loaded = Loaded("bundled", Admission(bundled().admission.book, replaced(knowledge, part)))
    again = replay(replace(desk, editions=FixedEditions(loaded)), MAIN, decided.row.id)
    assert [(each.what, each.now) for each in again.ingredients] == [(f"data: {part}", "other")]


def test_replay_when_a_person_was_erased_then_names_what_is_missing(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(a_vague_address()))
    erase(desk, MAIN, decided.row.order_id)
    again = replay(desk, MAIN, decided.row.id)
    assert [each.what for each in again.ingredients] == ["personal values"]


def test_replay_when_the_decision_is_anothers_then_there_is_none(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    with pytest.raises(NotFound):
        replay(desk, OTHER, decided.row.id)


def test_rescreen_when_nothing_changed_then_writes_nothing(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    with desk.database.write() as session:
        assert rescreen(desk, session, MAIN, decided.row.order_id) is None


def test_rescreen_when_a_rule_is_gone_then_supersedes(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    swap(desk, without_rule("PAY-002"))
    with desk.database.write() as session:
        row = rescreen(desk, session, MAIN, decided.row.order_id)
    assert row is not None
    assert (row.outcome, row.cause, row.version) == ("admit", "rescreened", 1)


def test_evaluate_when_asked_then_decides_and_stores_nothing(desk: Desk) -> None:
    run = evaluate(desk, MAIN, orjson.dumps(document(an_unpaid_order())))
    with desk.database.read() as session:
        assert session.number(select(func.count()).select_from(DECISION)) == 0
    assert run.decision.outcome == "hold"


def test_erase_when_done_then_values_are_gone_and_the_decision_can_still_be_read(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(a_vague_address()))
    submit(desk, MAIN, document(an_honest_order()))  # of the same person
    assert erase(desk, MAIN, decided.row.order_id) == 2
    with desk.database.read() as session:
        file = order_file(desk, session, "main", decided.row.order_id)
    assert (file.is_whole, file.document["shipping_address"], file.current.outcome) == (
        False,
        {"country": "DE"},
        "ask_customer",
    )
    assert replay(desk, MAIN, decided.row.id).erased


def test_erase_when_done_then_nothing_decides_from_what_is_left_until_values_come_anew(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    erase(desk, MAIN, decided.row.order_id)
    with desk.database.write() as session, pytest.raises(PersonErased):
        rescreen(desk, session, MAIN, decided.row.order_id)
    again = change(desk, MAIN, decided.row.order_id, document(an_honest_order()))
    assert again.row.outcome == "admit"


def swap(desk: Desk, loaded: Loaded) -> None:
    assert isinstance(desk.editions, FixedEditions)
    desk.editions.swap(loaded)


def test_erase_when_a_decision_under_way_writes_the_key_back_then_it_goes_again_and_a_new_one_stays(
    desk: Desk,
) -> None:
    decided = submit(desk, MAIN, document(a_vague_address()))
    with desk.database.read() as session:
        before = order_file(desk, session, "main", decided.row.order_id).versions[0]
    erase(desk, MAIN, decided.row.order_id)
    submit(desk, MAIN, document(an_honest_order()))  # the same person, since then, with a key of their own
    with desk.database.write() as session:
        add_version(session, replace(before, version=2))  # what a decision that began before would have written
    drain(desk.database, {ERASED: erased_again})
    with desk.database.read() as session:
        rows = session.rows(
            select(ORDER_VERSION.c.ref, ORDER_VERSION.c.person_key).order_by(ORDER_VERSION.c.created_at)
        )
    assert {(row.ref, row.person_key is None) for row in rows} == {("A-1003", True), ("A-1001", False)}


def test_digests_when_stored_then_cannot_be_made_without_the_secret(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    with desk.database.read() as session:
        version = order_file(desk, session, "main", decided.row.order_id).versions[0]
    plain = decided.decision.receipt.order_digest
    assert version.digest != plain
    assert plain.encode() not in decided.row.content
