"""Somebody else commits between two statements of ours: PostgreSQL shows each statement what is committed by then."""

from collections.abc import Callable, Iterator

import pytest

from engine.desk import changing, reviewing, telling
from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.errors import ReviewChanged
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.reading import order_file
from engine.desk.replaying import replay
from engine.desk.rescreening import look
from engine.desk.reviewing import Disposition, assign, settle
from engine.desk.telling import handlers
from engine.errors import StoreConflict
from engine.ids import TimeOrderedIds
from engine.store.database import Database
from engine.store.feed import events_of, lock_feed
from engine.store.holds import holds_of
from engine.store.reviews import Review, reviews
from tests.databases import PostgresServer
from tests.desks import ANALYST, MAIN, a_desk, an_honest_order, an_unpaid_order, document
from tests.draining import drain


@pytest.fixture
def desk(postgres: PostgresServer) -> Iterator[Desk]:
    with postgres.fresh() as database:
        yield a_desk(database, ids=TimeOrderedIds())


def once_before(monkeypatch: pytest.MonkeyPatch, module: object, name: str, does: Callable[[], object]) -> None:
    """Does something once, right before a function of the module is called for the first time."""
    real, todo = getattr(module, name), [does]

    def called(*given: object, **named: object) -> object:
        if todo:
            todo.pop()()
        return real(*given, **named)

    monkeypatch.setattr(module, name, called)


def test_change_when_another_change_commits_in_between_then_neither_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = submit(desk, MAIN, document(an_honest_order())).row.order_id
    once_before(monkeypatch, changing, "standing_of", lambda: change(desk, MAIN, order, {"seller_note": "theirs"}))
    change(desk, MAIN, order, {"buyer_note": "ours"})
    with desk.database.read() as session:
        kept = order_file(desk, session, "main", order).document
    assert (kept.get("seller_note"), kept.get("buyer_note")) == ("theirs", "ours")


def test_release_when_a_change_commits_in_between_then_the_new_version_is_what_is_decided(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = submit(desk, MAIN, document(an_unpaid_order())).row.order_id
    with desk.database.read() as session:
        hold = holds_of(session, "main", order)[0]
    vague = {"shipping_address": {"postcode": None}}
    once_before(monkeypatch, changing, "standing_of", lambda: change(desk, MAIN, order, vague))
    decided = release(desk, ANALYST, hold.id, "paid")
    assert (decided.row.version, decided.row.outcome) == (2, "ask_customer")
    assert replay(desk, MAIN, decided.row.id).is_same


def test_look_when_a_change_commits_in_between_then_judges_one_version_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = submit(desk, MAIN, document(an_honest_order())).row.order_id
    unpaid = {"payment": {"status": "voided"}}
    once_before(monkeypatch, changing, "standing_of", lambda: change(desk, MAIN, order, unpaid))
    with desk.database.read() as session:
        seen = look(desk, session, MAIN, [order])
    assert not seen.moved


def reviewed(desk: Desk) -> tuple[str, Review]:
    """An order that is held, and its review."""
    order = submit(desk, MAIN, document(an_unpaid_order())).row.order_id
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        return order, reviews(session, "main", 1)[0]


def test_settle_when_a_change_commits_in_between_then_releases_what_there_is_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, review = reviewed(desk)
    once_before(monkeypatch, changing, "order_of", lambda: change(desk, MAIN, order, {"buyer_note": "theirs"}))
    _, decided = settle(desk, ANALYST, review.id, Disposition.RELEASE)
    assert decided is not None
    assert (decided.row.version, decided.row.outcome) == (2, "admit")


def test_settle_when_a_worker_writes_the_feed_then_does_not_wait_for_it(desk: Desk) -> None:
    # Each would hold what the other wants: the worker the feed, and then this review; the person the other way round.
    _, review = reviewed(desk)
    impatient = Database(desk.database.url, wait_s=1)
    with desk.database.write() as session:
        lock_feed(session)
        ended, _ = settle(a_desk(impatient, ids=TimeOrderedIds()), ANALYST, review.id, Disposition.KEEP)
    impatient.close()
    assert ended.state == "resolved"


def test_assign_when_somebody_else_assigns_in_between_then_says_that_it_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, review = reviewed(desk)
    once_before(monkeypatch, reviewing, "claim", lambda: assign(desk, ANALYST, review.id, "carl"))
    with pytest.raises(ReviewChanged):
        assign(desk, ANALYST, review.id, "ben", seen_versions=frozenset({review.version}))


def test_review_when_resolved_while_the_rules_resolve_it_then_the_feed_tells_it_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, review = reviewed(desk)
    change(desk, MAIN, order, {"payment": {"status": "captured", "captured": 4488, "authorised": 4488}})
    once_before(monkeypatch, telling, "resolve", lambda: settle(desk, ANALYST, review.id, Disposition.KEEP))
    with pytest.raises(StoreConflict):
        drain(desk.database, handlers(desk.ids))
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        told = [
            each.data["disposition"] for each in events_of(session, "main", order) if each.type == "review.resolved"
        ]
    assert told == ["keep"]
