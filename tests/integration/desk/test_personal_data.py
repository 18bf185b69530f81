"""A person's data: handed out whole, erased everywhere, and rows that are kept no longer than wanted."""

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select, text

from api.storage import TABLES
from engine.desk.changing import decide_anew
from engine.desk.customer_answering import AS_CUSTOMER, Sent, take_answer
from engine.desk.customer_answers import Answer
from engine.desk.customer_requests import EXPIRE, REMIND
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.desk.personal_data import handed_out, personal_data, texts_forgotten
from engine.desk.preferences import KEPT_DAYS, PREFERENCES
from engine.desk.reading import recalled
from engine.desk.request_jobs import request_handlers
from engine.desk.retaining import retaining_handlers, tidied
from engine.desk.telling import handlers
from engine.desk.told_events import Telling, hear_event
from engine.store.customer_requests import Wanted, requests
from engine.store.database import Database
from engine.store.decision_rows import decision_of
from engine.store.feed import first_broken
from engine.store.holds import holds_of
from engine.store.kept_about import FREE_TEXT, about_orders
from engine.store.outbox import Job
from engine.store.tables import DECISION, EVENT
from tests.desks import (
    ANALYST,
    MAIN,
    NOW,
    OTHER,
    StandingClock,
    a_desk,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
)
from tests.draining import drain

GOSSIP = "Erika's sister rang"
# Columns of text in tables about orders that hold codes, numbers or JSON of ours, and no words of people.
OURS = {
    "about", "added", "after_rules", "asks", "before_rules", "changed", "closed_by", "contents", "country", "data",
    "due_source", "facts", "faults", "flipped", "headers", "hint", "intents", "judgement", "lacking", "lane",
    "last_error", "lines",
    "local", "location", "other_references", "params", "read_by", "reasons", "remote", "said", "scope", "service_id",
    "source", "source_id", "texts", "title", "void_by", "zone_from",
}  # fmt: skip


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> Desk:
    return a_desk(database, clock=clock)


def two_orders(desk: Desk) -> tuple[str, str]:
    """Two orders of one person, with everything that people write about them."""
    first = submit(desk, MAIN, document(an_unpaid_order("A-1"))).row.order_id
    second = submit(desk, MAIN, document(an_honest_order("A-2"))).row.order_id
    place(desk, ANALYST, second, GOSSIP)
    with desk.database.read() as session:
        (hold,) = holds_of(session, "main", first, only_open=True)
    release(desk, ANALYST, hold.id, GOSSIP)
    label(desk, ANALYST, second, "legitimate", source="merchant", note=GOSSIP)
    drain(desk.database, handlers(desk.ids))
    return first, second


def everything(desk: Desk) -> str:
    with desk.database.read() as session:
        return "\n".join(
            str(tuple(row)) for group in TABLES for table in group.sorted_tables for row in session.rows(select(table))
        )


def test_export_when_a_person_has_orders_then_has_all_of_them_whole(desk: Desk) -> None:
    first, second = two_orders(desk)
    orders = handed_out(desk, MAIN, first)
    kept = list(personal_data(desk, TABLES, "main", orders))
    written = orjson.dumps(kept, option=orjson.OPT_UTC_Z).decode()
    assert [each["order_id"] for each in kept] == sorted((first, second))
    assert all(each["erased"] == [] for each in kept)
    for value in ("Erika", "erika.muster@example.com", GOSSIP):
        assert value in written


def test_export_when_something_was_told_or_answered_then_says_what_and_after_an_erasure_that_it_is_gone(
    desk: Desk,
) -> None:
    order = submit(desk, MAIN, document(a_vague_address())).row.order_id
    now = {kind: each for kind, each in request_handlers(desk).items() if kind not in (REMIND, EXPIRE)}
    drain(desk.database, {**handlers(desk.ids), **now})
    facts = {"reason": "damaged"}
    hear_event(desk, MAIN, order, Telling(event="e-1", type="noted", at=NOW, facts=facts, personal={"note": GOSSIP}))
    with desk.database.read() as session:
        (asked,) = requests(session, "main", 9, Wanted(order_id=order))
    said = Answer(address={"postcode": "10178"})
    take_answer(desk, MAIN, asked.id, Sent(answer=said, answered_as=AS_CUSTOMER))
    (kept,) = personal_data(desk, TABLES, "main", [order])
    assert [each["said"] for each in kept["told"]] == [{"note": GOSSIP}]  # type: ignore[attr-defined]
    assert "10178" in str(kept["answers"])
    assert kept["erased"] == []
    erase(desk, MAIN, order)
    (left,) = personal_data(desk, TABLES, "main", [order])
    assert {"answers", "told"} <= set(left["erased"])  # type: ignore[call-overload]


def test_export_when_another_merchant_asks_then_there_is_no_such_order(desk: Desk) -> None:
    first, _ = two_orders(desk)
    with pytest.raises(Exception, match="there is no order"):
        handed_out(desk, OTHER, first)


def test_person_when_erased_then_no_word_is_left_and_decisions_say_what_is_missing(desk: Desk) -> None:
    first, second = two_orders(desk)
    erase(desk, MAIN, first)
    drain(desk.database, handlers(desk.ids))
    assert GOSSIP not in everything(desk)
    kept = list(personal_data(desk, TABLES, "main", [first, second]))
    assert all("documents" in each["erased"] for each in kept)  # type: ignore[operator]
    with desk.database.read() as session:
        assert first_broken(session) is None
        (row,) = session.rows(select(DECISION.c.id).where(DECISION.c.order_id == second))
        kept_row = decision_of(session, "main", str(row.id))
        assert kept_row is not None
        found = recalled(desk, session, kept_row)
    assert not found.is_whole
    assert found.decision.outcome == "admit"


def test_texts_when_written_after_an_erasure_then_the_job_takes_them_too(desk: Desk) -> None:
    first, _ = two_orders(desk)
    with desk.database.write() as session:
        (person,) = {row.person for row in session.rows(text("SELECT person FROM order_version"))}
        job = Job(
            id="j", kind="k", merchant="main", aggregate=first, payload={"persons": [person]}, attempts=0, fence=0
        )
        assert texts_forgotten(session, job, TABLES)
    assert GOSSIP not in everything(desk)


def test_columns_when_people_may_write_in_them_then_an_erasure_knows_them() -> None:
    """A new column of text in a table about orders: if people write in it, give it a name that FREE_TEXT has."""
    unknown = {
        f"{table.name}.{column.name}"
        for table in about_orders(TABLES)
        for column in table.c
        if str(column.type) == "TEXT" and column.name not in FREE_TEXT | OURS
    }
    assert unknown == set()


def test_rows_when_older_than_wanted_then_go_and_what_counts_stays(desk: Desk, clock: StandingClock) -> None:
    first, _ = two_orders(desk)
    with desk.database.write() as session:
        decide_anew(desk, session, MAIN, first, "rescreened")
        session.run(text("UPDATE decision SET outcome = 'cancel' WHERE order_id = :order").bindparams(order=first))
    assert set(tidied(desk, "main").values()) == {0}
    clock.pass_by(timedelta(days=PREFERENCES["keep_traces_days"].usual + 1))
    done = tidied(desk, "main")
    assert set(done) == set(KEPT_DAYS)
    assert done["traces"] >= 2
    assert done["cancelled"] >= 1
    assert done["events"] >= 1
    with desk.database.read() as session:
        left = session.rows(select(DECISION.c.id, DECISION.c.superseded_by))
        assert [row.superseded_by for row in left] == [None, None]
        row = decision_of(session, "main", str(left[0].id))
        assert row is not None
        assert recalled(desk, session, row).decision.outcome
        newest = select(EVENT.c.order_id).distinct()
        assert len(session.rows(newest)) == len(session.rows(select(EVENT.c.seq)))
        assert first_broken(session) is None
    assert set(tidied(desk, "main").values()) == {0}


def test_daily_job_when_done_then_comes_again_tomorrow(desk: Desk) -> None:
    two_orders(desk)
    (handler,) = retaining_handlers(desk).values()
    job = Job(id="j", kind="k", merchant="main", aggregate="a", payload={}, attempts=0, fence=0)
    handler.act(job)
    with desk.database.write() as session:
        handler.settle(session, job, None)
        assert session.number(text("SELECT count(*) FROM job WHERE kind = 'desk.rows_retained'")) == 1
