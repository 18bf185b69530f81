"""Reviews of orders that ask their customers keep their place in the queue; the audit has no words of people."""

from sqlalchemy import select

from engine.desk.customer_requests import cancel
from engine.desk.desk import Desk
from engine.desk.queueing import ESCALATED, rank_at
from engine.desk.request_jobs import requeue
from engine.store.reviews import Review, raise_priority, reviews
from engine.store.tables import AUDIT
from tests.asking import at_once, submitted, the_one
from tests.desks import ANALYST, a_vague_address
from tests.draining import drain


def the_review(desk: Desk) -> Review:
    with desk.database.read() as session:
        (review,) = reviews(session, "main", 9, state="open")
    return review


def test_review_when_its_queue_changes_then_its_place_does_too(desk: Desk) -> None:
    submitted(desk, a_vague_address())
    before = the_review(desk)
    cancel(desk, ANALYST, the_one(desk).id)
    with desk.database.write() as session:
        requeue(session, "main", before.order_id, desk.clock.now())
    after = the_review(desk)
    assert (before.queue, after.queue) == ("customer", "risk")
    assert after.rank_at == rank_at(after.priority, after.due_at, after.opened_at)


def test_review_when_it_was_escalated_and_its_queue_changes_then_it_stays_so(desk: Desk) -> None:
    submitted(desk, a_vague_address())
    before = the_review(desk)
    cancel(desk, ANALYST, the_one(desk).id)
    with desk.database.write() as session:
        raise_priority(session, before, before.priority + ESCALATED)
        requeue(session, "main", before.order_id, desk.clock.now())
    assert the_review(desk).priority >= ESCALATED


def test_cancel_when_a_person_says_why_then_the_audit_has_none_of_their_words(desk: Desk) -> None:
    submitted(desk, a_vague_address())
    cancel(desk, ANALYST, the_one(desk).id, "Erika rang me up")
    drain(desk.database, at_once(desk))
    with desk.database.read() as session:
        rows = [str(row.data) for row in session.rows(select(AUDIT))]
    assert not [each for each in rows if "Erika" in each]
    assert the_one(desk).end_reason == "Erika rang me up"
