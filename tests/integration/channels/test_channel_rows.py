"""Rows of channels, on both databases: kept as they were given, unique where they must be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import StoreConflict
from engine.store.database import Database
from fulfillment.channels.words import ChannelName, Power, SayingState, Taken, Topic
from fulfillment.records import Backfill, ChannelOrder, Connection, DayCount, Progress, Saying
from fulfillment.store import channels as rows
from fulfillment.store import sayings as said

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SHOP = Connection(id="chn_1", merchant_id="main", channel=ChannelName.AMAZON, name="de", shop="berlin", endpoint="https://a",
                  id_prefix="de-", settings={"marketplace": "A1PA6795UKMFR9"}, named={"token": "CLEARWAY_CHANNEL_DE"},
                  since=NOON, created_at=NOON, created_by="ann", changed_at=NOON)  # fmt: skip
ORDER = ChannelOrder(merchant_id="main", connection_id="chn_1", ref="302-1", order_id="de-302-1", taken=Taken.REFUSED,
                     digest="d", changed_at=NOON, seen_at=NOON, faults=("/lines: missing",), sealed=b"x")  # fmt: skip
TRACKING = Saying(id="say_1", merchant_id="main", connection_id="chn_1", order_id="de-302-1", topic=Topic.SHIPPED,
                  about="parcel:1", facts={"carrier": "dhl"}, created_at=NOON)  # fmt: skip


def test_connection_when_kept_then_is_read_as_it_was(database: Database) -> None:
    with database.write() as session:
        rows.add_connection(session, SHOP)
        on = rows.save_connection(session, SHOP, replace(SHOP, power=Power.ON))
        assert on is not None
        assert rows.save_connection(session, SHOP, SHOP) is None  # of an older version
        assert rows.connection_named(session, "main", "de") == on == rows.connection_anywhere(session, "chn_1")
        assert rows.connections_on(session) == (on,) == rows.connections(session, "main", shops={"berlin"})
        assert rows.connection_of(session, "other", "chn_1") is None


@pytest.mark.parametrize("twin", [replace(SHOP, id="chn_2", id_prefix="x"), replace(SHOP, id="chn_2", name="fr")])
def test_connection_when_name_or_prefix_is_taken_then_is_refused(database: Database, twin: Connection) -> None:
    with database.write() as session:
        rows.add_connection(session, SHOP)
    with pytest.raises(StoreConflict), database.write() as session:
        rows.add_connection(session, twin)


def test_rows_of_a_connection_when_put_twice_then_the_last_stands(database: Database) -> None:
    progress = Progress(connection_id="chn_1", merchant_id="main", read_until=NOON)
    backfill = Backfill(connection_id="chn_1", merchant_id="main", since=NOON, until=NOON, read_until=NOON,
                        begun_at=NOON, begun_by="ann")  # fmt: skip
    count = DayCount(merchant_id="main", connection_id="chn_1", day="2026-11-25", listed=2, known=1, missing=("b",),
                     counted_at=NOON)  # fmt: skip
    with database.write() as session:
        for _ in range(2):
            rows.put_progress(session, progress)
            rows.put_backfill(session, backfill)
            rows.put_channel_order(session, ORDER)
            rows.put_day_count(session, count)
        moved = replace(progress, turn=1, after="p2", window_until=NOON + timedelta(hours=1))
        assert rows.move_progress(session, progress, moved)
        assert not rows.move_progress(session, progress, moved)
        assert rows.progress_of(session, "chn_1") == moved
        assert rows.backfill_of(session, "chn_1") == backfill
        assert rows.channel_order(session, "chn_1", "302-1", lock=True) == ORDER
        assert rows.day_counts(session, "main", "chn_1") == (count,)
        assert rows.known_refs(session, "chn_1", ["302-1", "302-2"]) == {"302-1"}
        assert rows.orders_by_taken(session, "chn_1") == {Taken.REFUSED: 1}
        rows.delete_connection(session, SHOP)
        assert rows.channel_orders(session, "main", "chn_1") == ()


def test_saying_when_added_twice_then_is_one(database: Database) -> None:
    with database.write() as session:
        assert said.add_saying(session, TRACKING)
        assert not said.add_saying(session, replace(TRACKING, id="say_2"))
        assert said.sayings_of(session, "main", "de-302-1") == (TRACKING,)
        said.mark_tried(session, TRACKING, "channel_down")
        assert said.mark_said(session, TRACKING, "remote-1", NOON)
        assert not said.mark_refused(session, TRACKING, "no", NOON)
        assert said.saying_of(session, "main", "say_1") == replace(
            TRACKING, state=SayingState.SAID, tries=2, remote="remote-1", ended_at=NOON
        )


def test_saying_when_refused_then_can_wait_again_or_be_dropped(database: Database) -> None:
    with database.write() as session:
        said.add_saying(session, TRACKING)
        said.note_so_far(session, TRACKING, "feed:7")
        assert said.mark_refused(session, TRACKING, "unknown carrier", NOON)
        assert said.reopen_saying(session, TRACKING)
        again = said.saying_of(session, "main", "say_1")
        assert again is not None
        assert again.remote == ""  # else the steps that were refused would be taken for the new ones
        assert said.mark_refused(session, TRACKING, "unknown carrier", NOON)
        assert said.mark_dropped(session, TRACKING, "done by hand", NOON)
        assert said.sayings(session, "main", state=SayingState.DROPPED, connection_id="chn_1")
        assert said.sayings_by_state(session, "chn_1") == {SayingState.DROPPED: 1}
