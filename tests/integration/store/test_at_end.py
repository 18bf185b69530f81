"""What a transaction writes at its end: together, in its order, and under a lock that nobody waits long for."""

from collections.abc import Sequence

import pytest

from engine.store.database import Database
from engine.store.feed import NewEvent, add_audit, add_events, audits, events_after, first_broken, lock_feed
from engine.store.sessions import WriteSession
from tests.desks import NOW


class UndoneError(Exception):
    """Ends a block that was only tried."""


def an_event(name: str, order: str = "ord_1") -> NewEvent:
    return NewEvent(id=f"evt_{name}", merchant="main", type="t", order_id=order, data={}, at=NOW)


def told(database: Database) -> list[tuple[int, str, int]]:
    with database.read() as session:
        return [
            (each.seq, each.id.removeprefix("evt_"), each.order_seq) for each in events_after(session, "main", 0, 99)
        ]


def test_items_when_the_transaction_ends_then_are_written_together_in_their_order(database: Database) -> None:
    seen: list[list[int]] = []

    def write(_: WriteSession, items: Sequence[int]) -> None:
        seen.append(list(items))

    with database.write() as session:
        for number in (3, 1, 2):
            session.at_end(write, number)
        assert not seen
    assert seen == [[3, 1, 2]]


def test_items_when_some_are_the_last_then_they_come_behind_those_that_were_left_later(database: Database) -> None:
    seen: list[int] = []

    def write(_: WriteSession, items: Sequence[int]) -> None:
        seen.extend(items)

    def write_last(_: WriteSession, items: Sequence[int]) -> None:
        seen.extend(items)

    with database.write() as session:
        session.at_end(write_last, 2, is_last=True)
        session.at_end(write, 1)
    assert seen == [1, 2]


def test_events_when_orders_mingle_then_each_order_counts_its_own(database: Database) -> None:
    with database.write() as session:
        add_events(session, [an_event("a"), an_event("b", "ord_2")])
        add_events(session, [an_event("c"), an_event("a")])
    with database.write() as session:
        add_events(session, [an_event("c"), an_event("d", "ord_2")])
    assert told(database) == [(1, "a", 1), (2, "b", 1), (3, "c", 2), (4, "d", 2)]


def test_events_when_a_savepoint_is_undone_then_go_with_it(database: Database) -> None:
    def tried(session: WriteSession) -> None:
        with session.savepoint():
            add_events(session, [an_event("b")])
            raise UndoneError

    with database.write() as session:
        add_events(session, [an_event("a")])
        with pytest.raises(UndoneError):
            tried(session)
        add_events(session, [an_event("c")])
    assert told(database) == [(1, "a", 1), (2, "c", 2)]


def test_events_when_the_transaction_is_undone_then_there_are_none(database: Database) -> None:
    def tried() -> None:
        with database.write() as session:
            add_events(session, [an_event("a")])
            raise UndoneError

    with pytest.raises(UndoneError):
        tried()
    assert told(database) == []


def test_audit_when_many_are_added_at_once_then_the_chain_is_whole(database: Database) -> None:
    for first in (0, 3):
        with database.write() as session:
            for number in range(first, first + 3):
                add_audit(session, merchant="main", at=NOW, actor="x", action="y", subject=f"s{number}", data={})
    with database.read() as session:
        assert [each.subject for each in audits(session, 0, 9)] == [f"s{number}" for number in range(6)]
        assert first_broken(session) is None


def test_feed_when_a_transaction_goes_on_after_telling_then_others_need_not_wait_for_it(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    impatient = Database(database.url, wait_s=1)
    with database.write() as session:
        add_events(session, [an_event("late")])
        with impatient.write() as other:
            lock_feed(other)
            add_events(other, [an_event("soon")])
    impatient.close()
    assert told(database) == [(1, "soon", 1), (2, "late", 2)]
