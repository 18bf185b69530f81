"""Work on the queue: two people never get the same review, and nobody overwrites what they did not see."""

from datetime import timedelta

import pytest

from engine.desk.desk import Caller, Desk
from engine.desk.errors import HoldNotWaivable, NotFound, ReviewResolved, SettingRejected, VersionChanged
from engine.desk.intake import submit
from engine.desk.preferences import prefer
from engine.desk.reading import order_file
from engine.desk.reviewing import Disposition, assign, settle, take
from engine.desk.telling import handlers
from engine.store.feed import audits, events_after
from engine.store.labels import labels_of
from engine.store.reviews import Review
from tests.desks import ANALYST, MAIN, OTHER, a_power_bank_by_post, a_vague_address, an_unpaid_order, document
from tests.draining import drain

BEN = Caller(merchant="main", name="ben")


def waiting(desk: Desk, *orders: object) -> None:
    for order in orders:
        submit(desk, MAIN, document(order))  # type: ignore[arg-type]
    drain(desk.database, handlers(desk.ids))


def taken(desk: Desk, caller: Caller = ANALYST) -> Review:
    review = take(desk, caller)
    assert review is not None
    return review


def test_take_when_two_people_ask_then_they_get_two_reviews_and_the_third_nothing(desk: Desk) -> None:
    waiting(desk, a_vague_address(), an_unpaid_order())
    first, second = taken(desk), taken(desk, BEN)
    assert (first.queue, first.assignee, second.queue, second.assignee) == ("risk", "ana", "customer", "ben")
    assert take(desk, ANALYST) is None


def test_take_when_a_lock_has_run_out_then_the_review_is_free_again(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    first = taken(desk)
    desk.clock.pass_by(timedelta(minutes=16))  # type: ignore[attr-defined]
    assert taken(desk, BEN).id == first.id


def test_take_when_the_merchant_wants_longer_locks_then_the_review_stays_taken(desk: Desk) -> None:
    prefer(desk, ANALYST, "review_lock_minutes", 60)
    waiting(desk, an_unpaid_order())
    taken(desk)
    desk.clock.pass_by(timedelta(minutes=59))  # type: ignore[attr-defined]
    assert take(desk, BEN) is None


@pytest.mark.parametrize(("name", "value"), [("review_lock_minutes", 0), ("review_lock_hours", 1)])
def test_prefer_when_unknown_or_out_of_bounds_then_says_what_there_is(desk: Desk, name: str, value: int) -> None:
    with pytest.raises(SettingRejected, match="review_lock_minutes"):
        prefer(desk, ANALYST, name, value)


def test_take_when_a_queue_is_named_then_only_from_it(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    assert take(desk, ANALYST, "customer") is None


def test_settle_when_released_then_frees_the_order_and_labels_it(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    review, decided = settle(desk, ANALYST, taken(desk).id, Disposition.RELEASE, "seen on the account")
    assert (review.state, review.disposition) == ("resolved", "release")
    assert decided is not None
    assert decided.row.outcome == "admit"
    with desk.database.read() as session:
        assert [each.kind for each in labels_of(session, "main", review.order_id)] == ["legitimate"]


def test_settle_when_found_to_be_fraud_then_the_order_stays_held_and_is_labelled(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    review, decided = settle(desk, ANALYST, taken(desk).id, Disposition.FRAUD)
    with desk.database.read() as session:
        file = order_file(desk, session, "main", review.order_id)
        kinds = [each.kind for each in labels_of(session, "main", review.order_id)]
    assert (decided, file.current.outcome, kinds) == (None, "hold", ["fraud"])


def test_settle_when_only_law_holds_the_order_then_refuses_and_changes_nothing(desk: Desk) -> None:
    waiting(desk, a_power_bank_by_post())
    review = taken(desk)
    with pytest.raises(HoldNotWaivable):
        settle(desk, ANALYST, review.id, Disposition.RELEASE)
    assert assign(desk, ANALYST, review.id, "ben").assignee == "ben"


def test_settle_when_somebody_else_changed_it_then_says_so(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    seen = taken(desk)
    assign(desk, ANALYST, seen.id, "ben")
    with pytest.raises(VersionChanged):
        settle(desk, ANALYST, seen.id, Disposition.RELEASE, seen_versions=frozenset({seen.version}))


def test_settle_when_resolved_before_then_says_so(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    review = taken(desk)
    settle(desk, ANALYST, review.id, Disposition.KEEP)
    with pytest.raises(ReviewResolved):
        settle(desk, ANALYST, review.id, Disposition.RELEASE)


def test_review_when_it_is_anothers_then_there_is_none(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    with pytest.raises(NotFound):
        assign(desk, OTHER, taken(desk).id, "me")


def test_review_when_taken_or_given_then_is_told_with_whose_it_is(desk: Desk) -> None:
    waiting(desk, an_unpaid_order())
    assign(desk, ANALYST, taken(desk).id, "ben")
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        told = [each for each in events_after(session, "main", 0, 100) if each.type == "review.assigned"]
        audited = [each.action for each in audits(session, 0, 100)]
    assert [(each.data["assignee"], each.data["actor"]) for each in told] == [("ana", "ana"), ("ben", "ana")]
    assert audited.count("review.assigned") == len(told)
