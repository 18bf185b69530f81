"""States of an order that come in any order, and any number of times, end where the newest one says."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from engine.store.tables import TOLD_EVENT
from fulfillment.channels.protocol import Seen
from fulfillment.channels.taking import take
from fulfillment.channels.words import Sight, Taken
from tests.databases import SqliteFiles
from tests.desks import an_honest_order, document
from tests.scripted_channel import channel_house

SIGHTS = (Sight.PENDING, Sight.OPEN, Sight.CANCELLED, Sight.GONE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    sights=st.lists(st.sampled_from(SIGHTS), min_size=1, max_size=6),
    deliveries=st.lists(st.integers(0, 5), max_size=10),
)
def test_states_when_delivered_anyhow_then_end_as_the_newest_says(
    sqlite_files: SqliteFiles, sights: list[Sight], deliveries: list[int]
) -> None:
    with sqlite_files.fresh() as fresh:
        house = channel_house(fresh)
        connection, begin = house.on(), house.clock.now()
        body = document(an_honest_order("R-1"))
        states = [
            Seen(ref="R-1", changed_at=begin + timedelta(seconds=second), sight=sight, format="clearway",
                 document=None if sight is Sight.GONE else body | {"buyer_note": f"note {second}"})
            for second, sight in enumerate(sights)
        ]  # fmt: skip
        newest, opened, cancelled = -1, False, False
        for number in [*(each % len(states) for each in deliveries), len(states) - 1]:
            take(house.port, connection, states[number])
            if number > newest and not (newest < 0 and sights[number] is Sight.GONE):
                newest = number
                cancelled = cancelled or (opened and sights[number] is Sight.CANCELLED)
                opened = opened or sights[number] is Sight.OPEN
        row = house.rows(connection).get("R-1")
        with fresh.read() as session:
            told = session.number(select(func.count()).select_from(TOLD_EVENT))
        assert (row is None) == (newest < 0)
        if row is not None:
            ended = Taken.WAITING if sights[newest] is Sight.PENDING else Taken.PASSED_OVER
            assert row.taken is (Taken.DECIDED if opened else ended)
            assert (row.order_id is not None) == opened
        assert told == cancelled
        assert house.decisions() <= sights.count(Sight.OPEN)
