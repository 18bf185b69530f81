"""What follows decisions: the feed, reviews, the audit chain. Jobs done twice tell once."""

from dataclasses import replace
from datetime import timedelta

import orjson
from sqlalchemy import func, select, update

from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.desk.telling import handlers
from engine.store.feed import Event, audits, events_after, events_of, first_broken
from engine.store.holds import holds_of
from engine.store.reviews import Review, reviews
from engine.store.tables import AUDIT, JOB, LINK_ORDER, LINK_SIZE
from tests.desks import ANALYST, MAIN, OTHER, an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.tampering import without_triggers


def told(desk: Desk, *, twice: bool = False) -> list[Event]:
    drain(desk.database, handlers(desk.ids), twice=twice)
    with desk.database.read() as session:
        return list(events_after(session, "main", 0, 100))


def queue(desk: Desk) -> list[Review]:
    with desk.database.read() as session:
        return list(reviews(session, "main", 100))


def test_events_when_an_order_is_held_and_released_then_tell_its_story_once(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    told(desk, twice=True)
    with desk.database.read() as session:
        hold = holds_of(session, "main", decided.row.order_id)[0]
    release(desk, ANALYST, hold.id, "paid")
    events = told(desk, twice=True)
    assert [each.type for each in events] == [
        "decision.created",
        "order.hold_placed",
        "review.opened",
        "order.hold_released",
        "decision.superseded",
        "order.admitted",
        "review.resolved",
    ]
    assert [each.seq for each in events] == [each.order_seq for each in events] == list(range(1, 8))


def test_decision_when_its_job_was_written_before_there_were_links_then_is_told(desk: Desk) -> None:
    submit(desk, MAIN, document(an_honest_order()))
    with desk.database.write() as session:
        (job,) = session.rows(select(JOB.c.id, JOB.c.payload).where(JOB.c.kind == "desk.decided"))
        payload = {name: value for name, value in orjson.loads(job.payload).items() if name != "links"}
        session.run(update(JOB).where(JOB.c.id == job.id).values(payload=orjson.dumps(payload).decode()))
    assert [each.type for each in told(desk)] == ["decision.created", "order.admitted"]


def test_links_when_a_decision_is_told_twice_then_its_order_counts_once(desk: Desk) -> None:
    first = an_honest_order()
    submit(desk, MAIN, document(first))
    told(desk, twice=True)
    with desk.database.read() as session:
        counted = session.number(select(func.count()).select_from(LINK_ORDER))
        orders = session.number(select(func.max(LINK_SIZE.c.orders)))
    assert (counted, orders) == (1, 1)


def test_links_when_a_customer_orders_again_then_one_component_holds_both(desk: Desk) -> None:
    first = an_honest_order()
    for number in range(2):
        submit(
            desk, MAIN, document(replace(first, id=f"o-{number}", placed_at=first.placed_at + timedelta(hours=number)))
        )
    told(desk, twice=True)
    with desk.database.read() as session:
        assert session.number(select(func.max(LINK_SIZE.c.orders))) == 2


def test_events_when_two_merchants_order_then_each_sees_their_own(desk: Desk) -> None:
    submit(desk, MAIN, document(an_honest_order()))
    other = submit(desk, OTHER, document(an_honest_order()))
    told(desk)
    with desk.database.read() as session:
        assert {each.merchant for each in events_after(session, "main", 0, 10)} == {"main"}
        assert [each.type for each in events_of(session, "acme", other.row.order_id)] == [
            "decision.created",
            "order.admitted",
        ]
        assert not events_of(session, "main", other.row.order_id)


def test_review_when_orders_wait_then_the_most_urgent_comes_first_and_each_has_one(desk: Desk) -> None:
    submit(desk, MAIN, document(an_honest_order()))
    held = submit(desk, MAIN, document(an_unpaid_order()))
    change(desk, MAIN, held.row.order_id, {"buyer_note": "still not paid"})
    told(desk)
    assert [(each.order_id, each.queue, each.state) for each in queue(desk)] == [(held.row.order_id, "risk", "open")]


def test_review_when_the_order_is_mended_then_closes_by_itself(desk: Desk) -> None:
    held = submit(desk, MAIN, document(an_unpaid_order()))
    told(desk)
    change(desk, MAIN, held.row.order_id, {"payment": {"status": "captured", "captured": 4488, "authorised": 4488}})
    told(desk)
    assert [(each.state, each.disposition) for each in queue(desk)] == [("resolved", "superseded")]


def test_review_when_an_order_is_held_by_hand_then_opens(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    place(desk, ANALYST, decided.row.order_id, "the buyer rang")
    told(desk)
    assert [each.state for each in queue(desk)] == ["open"]


def test_audit_when_rows_are_added_then_chains_and_shows_what_was_tampered_with(desk: Desk) -> None:
    for number in range(3):
        submit(desk, MAIN, document(an_unpaid_order(f"A-{number}")))
    told(desk)
    with desk.database.write() as session:
        assert first_broken(session) is None
        assert [each.action for each in audits(session, 0, 10)] == ["order.submitted"] * 3
        without_triggers(session)
        session.run(update(AUDIT).where(AUDIT.c.seq == 2).values(actor="somebody else"))
        assert first_broken(session) == 2
