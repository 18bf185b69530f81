"""The audit shows every change: of a row, of its place, of its end, and of the anchors that were signed over it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from engine.desk.audit_sealing import KeptAnchor, Verified, begin_sealing, seal_audit, sealing_handlers, verified
from engine.desk.desk import Desk
from engine.store.audit import AuditWanted, anchors, entries_of
from engine.store.database import Database
from engine.store.feed import add_audit, audit_head
from engine.store.sessions import WriteSession
from engine.store.tables import AUDIT, AUDIT_ANCHOR, AUDIT_HEAD
from tests.databases import SqliteFiles
from tests.desks import NOW, a_desk
from tests.draining import drain
from tests.tampering import without_triggers

ENTRIES = 6
COLUMNS = ("merchant_id", "at", "actor", "action", "subject", "data", "previous", "digest")


class UndoneError(Exception):
    """Ends a transaction that was only a trial."""


def an_audit(desk: Desk) -> None:
    """Six entries, the first three of them under an anchor, the first five under a second."""
    for number in range(ENTRIES):
        with desk.database.write() as session:
            write(session, number)
        if number in {2, 4}:
            with desk.database.write() as session:
                seal_audit(desk.seal, session, NOW + timedelta(minutes=number))


def write(session: WriteSession, number: int) -> None:
    data = {"number": number}
    add_audit(session, merchant="main", at=NOW, actor="ana", action="order.seen", subject=f"s-{number}", data=data)


@pytest.fixture
def desk(database: Database) -> Desk:
    made = a_desk(database)
    an_audit(made)
    return made


def found_after(desk: Desk, tamper: Callable[[WriteSession], object]) -> bool:
    """Whether a look finds what was done; it is undone again."""

    def tried() -> None:
        with desk.database.write() as session:
            without_triggers(session)
            tamper(session)
            raise UndoneError(verified(desk.seal, session))

    with pytest.raises(UndoneError) as undone:
        tried()
    found: Verified = undone.value.args[0]
    return not found.is_whole


def test_audit_when_nobody_touched_it_then_is_whole_and_its_anchors_are_signed(desk: Desk) -> None:
    with desk.database.read() as session:
        assert verified(desk.seal, session).is_whole
        assert [each.seq for each in anchors(session, 0, 10)] == [3, 5]


def test_audit_when_sealed_twice_then_there_is_one_anchor_for_the_same_end(desk: Desk) -> None:
    with desk.database.write() as session:
        once, again = (seal_audit(desk.seal, session, NOW) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("table", [AUDIT, AUDIT_ANCHOR], ids=str)
@pytest.mark.parametrize("statement", [update, delete])
def test_rows_when_a_program_changes_them_then_the_database_refuses(
    desk: Desk, table: object, statement: Callable[..., object]
) -> None:
    asked = statement(table)
    if statement is update:
        asked = asked.values(digest="0" * 64)  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="never changed"), desk.database.write() as session:
        session.run(asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("seq", range(1, ENTRIES + 1))
def test_row_when_taken_out_then_is_missed(desk: Desk, seq: int) -> None:
    assert found_after(desk, lambda session: session.run(delete(AUDIT).where(AUDIT.c.seq == seq)))


@pytest.mark.parametrize("left", range(ENTRIES))
def test_tail_when_taken_off_then_is_missed(desk: Desk, left: int) -> None:
    assert found_after(desk, lambda session: session.run(delete(AUDIT).where(AUDIT.c.seq > left)))


def test_head_when_changed_or_taken_out_then_is_seen(desk: Desk) -> None:
    assert found_after(desk, lambda session: session.run(update(AUDIT_HEAD).values(digest="0" * 64)))
    assert found_after(desk, lambda session: session.run(delete(AUDIT_HEAD)))


def test_rows_when_they_change_places_then_it_is_seen(desk: Desk) -> None:
    def swap(session: WriteSession) -> None:
        for before, after in ((2, 99), (3, 2), (99, 3)):
            session.run(update(AUDIT).where(AUDIT.c.seq == before).values(seq=after))

    assert found_after(desk, swap)


def test_row_when_put_in_then_is_seen(desk: Desk) -> None:
    def put_in(session: WriteSession) -> None:
        row = session.first(select(AUDIT).where(AUDIT.c.seq == ENTRIES))
        assert row is not None
        session.run(insert(AUDIT).values(**{**row._asdict(), "seq": ENTRIES + 1}))

    assert found_after(desk, put_in)


def test_chain_when_made_anew_without_the_secret_then_its_anchors_show_it(desk: Desk) -> None:
    def rewritten(session: WriteSession) -> None:
        session.run(delete(AUDIT))
        session.run(delete(AUDIT_HEAD))
        for number in range(ENTRIES):
            write(session, number + 100)

    assert found_after(desk, rewritten)


@pytest.mark.parametrize("column", ["seq", "digest", "at", "previous", "signature"])
def test_anchor_when_changed_then_is_seen(desk: Desk, column: str) -> None:
    new: object = 4 if column in {"seq", "at"} else "0" * 63 + "1"
    tamper = update(AUDIT_ANCHOR).where(AUDIT_ANCHOR.c.number == 1).values({column: new})
    assert found_after(desk, lambda session: session.run(tamper))


def test_anchor_when_kept_elsewhere_then_shows_a_past_made_anew_with_the_secret(desk: Desk) -> None:
    with desk.database.read() as session:
        seq, digest = audit_head(session)
        assert verified(desk.seal, session, [KeptAnchor(seq=seq, digest=digest)]).is_whole
        assert not verified(desk.seal, session, [KeptAnchor(seq=seq, digest="f" * 64)]).is_whole
        assert not verified(desk.seal, session, [KeptAnchor(seq=seq + 1, digest=digest)]).is_whole


def test_worker_when_it_seals_then_adds_an_anchor_and_its_next_job(desk: Desk) -> None:
    begin_sealing(desk)
    begin_sealing(desk)
    drain(desk.database, sealing_handlers(desk))
    with desk.database.read() as session:
        assert [each.seq for each in anchors(session, 0, 10)] == [3, 5, ENTRIES]
        assert session.number(text("SELECT count(*) FROM job WHERE kind = 'desk.audit_sealed'")) == 2


def test_entries_when_asked_by_what_and_whom_then_are_the_merchants_own_newest_first(desk: Desk) -> None:
    with desk.database.read() as session:
        everything = entries_of(session, "main", AuditWanted(action="order"), 10)
        assert [each.seq for each in everything] == list(range(ENTRIES, 0, -1))
        assert [each.seq for each in entries_of(session, "main", AuditWanted(subject="s-2", actor="ana"), 10)] == [3]
        assert [each.seq for each in entries_of(session, "main", AuditWanted(), 2, before=4)] == [3, 2]
        assert not entries_of(session, "acme", AuditWanted(), 10)


@settings(max_examples=60)
@given(
    seq=st.integers(1, ENTRIES), column=st.sampled_from(COLUMNS), number=st.integers(0, 2**40), word=st.text(max_size=8)
)
def test_any_value_when_changed_then_it_is_seen(
    sqlite_files: SqliteFiles, seq: int, column: str, number: int, word: str
) -> None:
    new: object = number if column == "at" else word.replace("\0", "") + "x"
    with sqlite_files.fresh() as database:
        desk = a_desk(database)
        an_audit(desk)
        tamper = update(AUDIT).where(AUDIT.c.seq == seq).values({column: new})
        assert found_after(desk, lambda session: session.run(tamper))
