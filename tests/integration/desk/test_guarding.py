"""The guard over a stream of orders: who is told, which rules go to shadow, when the edition before comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.desk.desk import Desk
from engine.desk.errors import NotFound, TripAcknowledged
from engine.desk.guard_acting import demote
from engine.desk.guarding import LOOK, acknowledge, begin_guarding, guard_state, guarding_handlers
from engine.desk.intake import submit
from engine.desk.replaying import replay
from engine.desk.tallying import versions_of
from engine.desk.telling import handlers
from engine.errors import StoreConflict
from engine.order.order import Order
from engine.rulebook.demotions import DEMOTED
from engine.rulebook.rule import Status
from engine.store.database import Database
from engine.store.editions import activations, contents, edition_of, in_force
from engine.store.feed import audits, events_after, first_broken
from engine.store.guard_trips import TripRow, trips
from engine.store.outbox import Job
from engine.store.tables import JOB
from tests.builders import a_line
from tests.desks import ANALYST, MAIN, OTHER, StandingClock, an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.published_desk import GUARD, WITH_GUARD, a_published_desk, put_in_force, rule_text

ONLY_BOOK = {**WITH_GUARD, "policy.yaml": GUARD.replace("rules:", "# rules:")}
WITHOUT_PAYMENT = rule_text("payment/status.yaml", "status: live", "status: draft", ONLY_BOOK)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


def stream(desk: Desk, honest: int, unpaid: int, start: int = 0) -> None:
    """Orders as they come in, and the worker behind them."""
    for number in range(start, start + honest):
        submit(desk, MAIN, document(an_honest_order(f"H-{number}")))
    for number in range(start, start + unpaid):
        submit(desk, MAIN, document(an_unpaid_order(f"U-{number}")))
    drain(desk.database, handlers(desk.ids, versions_of(desk.editions)))


def look(desk: Desk, turn: int = 1) -> list[TripRow]:
    """One look of the guard, and what it has told by then, oldest first."""
    job = Job(id="job_1", kind=LOOK, merchant="main", aggregate=LOOK, payload={"turn": turn}, attempts=1, fence=1)
    settle = guarding_handlers(desk)[LOOK].attempt(job)
    with desk.database.write() as session:
        settle(session)
    desk.editions.look()
    with desk.database.read() as session:
        return list(reversed(trips(session, "main", 9)))


def told(rows: list[TripRow]) -> list[tuple[str, str, str, str]]:
    return [(each.subject, each.measure, each.asked, each.done) for each in rows]


def status_of(desk: Desk, rule: str) -> Status:
    return next(each.status for each in desk.editions.current("main").admission.book.rules if each.id == rule)


def vapes(id_: str) -> Order:
    return replace(an_honest_order(id_), lines=(a_line(sku="V", title="E-cigarette", hs_code="85434000"),))


def test_guard_when_all_is_well_or_orders_are_few_then_tells_nothing(database: Database, clock: StandingClock) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    stream(desk, honest=0, unpaid=19)
    assert look(desk) == []
    stream(desk, honest=80, unpaid=0, start=100)
    assert look(desk) == []


def test_guard_when_a_rule_holds_too_much_then_it_goes_to_shadow_by_an_edition_of_its_own(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    stream(desk, honest=15, unpaid=5)
    held = submit(desk, MAIN, document(an_unpaid_order("U-5")))
    drain(desk.database, handlers(desk.ids))
    assert told(look(desk)) == [("PAY-001", "hold", "shadow", "shadow")]
    assert status_of(desk, "PAY-001") is Status.SHADOW
    later = submit(desk, MAIN, document(an_unpaid_order("U-6")))
    assert (held.row.outcome, later.row.outcome) == ("hold", "admit")
    assert [each.rule for each in later.decision.shadow] == ["PAY-001"]
    assert replay(desk, MAIN, held.row.id).is_same
    assert replay(desk, MAIN, later.row.id).is_same


def test_guard_when_it_demotes_then_the_edition_reads_as_its_book_and_names_the_trip(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    stream(desk, honest=10, unpaid=10)
    (trip,) = look(desk)
    with database.read() as session:
        newest = activations(session, "main", 1)[0]
        edition = edition_of(session, "main", newest.edition)
        assert edition is not None
        file = contents(session, "main", [edition.manifest[f"rules/{DEMOTED}"]]).popitem()[1].decode()
    assert newest.activated_by == "guard"
    assert edition.book == desk.editions.load(newest.edition).admission.book.digest
    assert trip.id in file


def test_guard_when_it_has_tripped_then_tells_once_until_acknowledged_and_enough_came_in_since(
    database: Database, clock: StandingClock
) -> None:
    rules = {**WITH_GUARD, "policy.yaml": GUARD.replace("then: shadow", "then: alarm")}
    desk = a_published_desk(database, rules, clock)
    stream(desk, honest=10, unpaid=10)
    (trip,) = look(desk)
    assert look(desk) == [trip]
    clock.pass_by(timedelta(minutes=5))
    assert acknowledge(desk, ANALYST, trip.id).acknowledged_by == "ana"
    with pytest.raises(TripAcknowledged):
        acknowledge(desk, ANALYST, trip.id)
    with pytest.raises(NotFound):
        acknowledge(desk, OTHER, trip.id)
    assert len(look(desk)) == 1
    stream(desk, honest=10, unpaid=10, start=50)
    assert told(look(desk)) == [("PAY-001", "hold", "alarm", "alarm")] * 2


def test_guard_when_it_trips_then_feed_and_audit_say_so_once(database: Database, clock: StandingClock) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    stream(desk, honest=10, unpaid=10)
    (trip,) = look(desk)
    look(desk)
    with database.read() as session:
        events = [each for each in events_after(session, "main", 0, 500) if each.type == "guard.tripped"]
        entries = [each for each in audits(session, 0, 500) if each.action == "guard.tripped"]
        assert first_broken(session) is None
    assert [each.data["trip_id"] for each in events] == [trip.id]
    assert [(each.actor, each.subject) for each in entries] == [("guard", trip.id)]


def test_guard_when_imports_cancel_much_then_only_alarms(database: Database, clock: StandingClock) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    for number in range(30):
        submit(desk, MAIN, document(vapes(f"V-{number}")))
    stream(desk, honest=1, unpaid=0)
    before = desk.editions.current("main").digest
    assert sorted(told(look(desk))) == [
        ("IMP-001", "cancel", "alarm", "alarm"),
        ("book", "cancel", "alarm", "alarm"),
    ]
    assert desk.editions.current("main").digest == before


def test_guard_when_the_book_holds_too_much_then_the_edition_before_comes_back_once(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITHOUT_PAYMENT, clock)
    before = desk.editions.current("main").digest
    put_in_force(desk, ONLY_BOOK)
    stream(desk, honest=5, unpaid=20)
    assert told(look(desk)) == [("book", "hold", "revert", "revert")]
    assert desk.editions.current("main").digest == before
    assert len(look(desk)) == 1


def otherwise_protected() -> dict[str, str]:
    return rule_text("imports/goods.yaml", '["8543"]', '["8543", "2404"]', ONLY_BOOK)


@pytest.mark.parametrize(
    ("texts", "more_data", "why"),
    [
        (otherwise_protected(), "", "what nothing may soften"),
        (ONLY_BOOK, "another law", "other data"),
        ({**ONLY_BOOK, "policy.yaml": f"{ONLY_BOOK['policy.yaml']}ladder: {{shadow_days: 9}}\n"}, "", "may soften"),
    ],
)
def test_guard_when_going_back_would_change_what_is_protected_then_only_alarms(
    database: Database, clock: StandingClock, texts: dict[str, str], more_data: str, why: str
) -> None:
    desk = a_published_desk(database, WITHOUT_PAYMENT, clock)
    now = put_in_force(desk, texts, more_data=more_data)
    stream(desk, honest=5, unpaid=20)
    (trip,) = look(desk)
    assert (trip.asked, trip.done, why in trip.note) == ("revert", "alarm", True)
    assert desk.editions.current("main").digest == now


def test_guard_when_people_came_back_from_the_edition_before_then_only_alarms(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, ONLY_BOOK, clock)
    now = desk.editions.current("main").digest
    put_in_force(desk, WITHOUT_PAYMENT)
    assert put_in_force(desk, ONLY_BOOK) == now
    stream(desk, honest=5, unpaid=20)
    (trip,) = look(desk)
    assert (trip.done, "people came back" in trip.note) == ("alarm", True)
    assert desk.editions.current("main").digest == now


def test_guard_when_one_person_alone_put_the_edition_before_in_force_then_only_alarms(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    put_in_force(desk, WITHOUT_PAYMENT, emergency=True)
    now = put_in_force(desk, ONLY_BOOK)
    stream(desk, honest=5, unpaid=20)
    (trip,) = look(desk)
    assert (trip.done, "nobody else has looked" in trip.note) == ("alarm", True)
    assert desk.editions.current("main").digest == now


def test_guard_when_somebody_published_since_it_looked_then_their_edition_stays(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    stream(desk, honest=10, unpaid=10)
    with database.read() as session:
        seen = in_force(session, "main")
    assert seen is not None
    theirs = put_in_force(desk, rule_text("payment/status.yaml", "Payment failed", "The payment failed"))
    book, trip = desk.editions.load(seen.edition).admission.book, a_trip(seen.edition)
    with pytest.raises(StoreConflict), database.write() as session:
        demote(desk, session, seen, book, [trip])
    desk.editions.look()
    assert desk.editions.current("main").digest == theirs


def a_trip(edition: str) -> TripRow:
    return TripRow(
        id="trip_x", merchant="main", subject="PAY-001", measure="hold", counted=10, orders=20, limit_percent=20,
        asked="shadow", done="alarm", edition=edition, note="too much", tripped_at=StandingClock().now(),
    )  # fmt: skip


def test_guard_when_there_is_no_edition_before_then_only_alarms(database: Database, clock: StandingClock) -> None:
    desk = a_published_desk(database, ONLY_BOOK, clock)
    stream(desk, honest=5, unpaid=20)
    (trip,) = look(desk)
    assert (trip.done, "no edition before" in trip.note) == ("alarm", True)


def test_guard_when_an_edition_is_new_then_its_own_orders_count(database: Database, clock: StandingClock) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    stream(desk, honest=10, unpaid=19)
    put_in_force(desk, rule_text("payment/status.yaml", "Payment failed", "The payment failed"))
    assert look(desk) == []
    state = guard_state(desk, "main")
    assert state.watch is not None
    assert (state.watch.orders, state.trips) == (0, [])


def test_guard_when_a_merchant_has_an_edition_of_its_own_then_each_is_judged_by_itself(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    channels = WITH_GUARD["channels.yaml"] + "\nmarket: {never_supplies: []}\n"
    put_in_force(desk, {**WITH_GUARD, "channels.yaml": channels}, merchant="acme")
    for number in range(25):
        submit(desk, OTHER, document(an_unpaid_order(f"O-{number}")))
    stream(desk, honest=25, unpaid=0)
    assert look(desk) == []
    with database.read() as session:
        rows = told(list(trips(session, "acme", 9)))
    assert sorted(rows) == [("PAY-001", "hold", "shadow", "shadow"), ("book", "hold", "revert", "alarm")]
    assert status_of(desk, "PAY-001") is Status.LIVE


def test_guard_when_begun_by_several_workers_then_one_chain_of_looks_goes_on(
    database: Database, clock: StandingClock
) -> None:
    desk = a_published_desk(database, WITH_GUARD, clock)
    for _ in range(3):
        begin_guarding(desk)
    waiting = select(func.count()).select_from(JOB).where(JOB.c.kind == LOOK, JOB.c.state == "ready")
    with database.read() as session:
        assert session.number(waiting) == 1
    look(desk, turn=99_999_999)
    look(desk, turn=99_999_999)
    with database.read() as session:
        assert session.number(waiting) == 2
