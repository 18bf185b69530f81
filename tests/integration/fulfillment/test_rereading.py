"""What was kept is read again by the tables of today: parcels follow, once."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.store.database import Database
from fulfillment.records import Tracked
from fulfillment.states import Stage, Voyage
from fulfillment.store.shipments import add_tracked, tracked
from fulfillment.tracking.rereading import Reread, begin_rereading, reread_some
from fulfillment.tracking.told import Told
from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import NOON, House
from tests.tracked_parcels import a_told, send_one

OLDER = "older-table"


@pytest.fixture
def house(sqlite_file: Database, tmp_path: Path) -> House:
    return House(sqlite_file, tmp_path)


def misread(house: House, *events: Told) -> None:
    """A parcel whose events an older table did not know: they were kept, and nothing followed."""
    parcel = send_one(house)
    rows = [
        Tracked(id=f"{number:064}", merchant_id="main", order_id="ord_1", shipment_id=parcel.id, status=Word.NO_NEWS,
                at=NOON, received_at=NOON, carrier_code=each.code, data=each.kept(), read_by=OLDER, is_known=False)
        for number, each in enumerate(events)
    ]  # fmt: skip
    with house.database.write() as session:
        add_tracked(session, rows)


def kept(house: House) -> tuple[Tracked, ...]:
    with house.database.read() as session:
        return tracked(session, house.parcels()[0].id)


def read_again(house: House, merchant: str = "main", limit: int = 200) -> Reread:
    with house.database.write() as session:
        return reread_some(session, house.site, merchant, "", house.clock.now(), limit)


def test_code_when_a_table_learns_it_then_parcel_and_order_follow_once(house: House) -> None:
    misread(house, a_told(Word.ACCEPTED, NOON, "CN"), a_told(Word.DELIVERED, NOON + timedelta(days=3), "DE"))
    assert house.parcels()[0].state == Voyage.HANDED_OVER
    assert read_again(house) == Reread(2, 2, None)
    assert (house.parcels()[0].state, house.case().stage) == (Voyage.DELIVERED, Stage.DELIVERED)
    assert read_again(house) == Reread()


def test_events_when_many_then_are_read_by_jobs_chunk_by_chunk(house: House) -> None:
    misread(house, *(a_told(Word.ORIGIN_HUB, NOON + timedelta(hours=each), "CN") for each in range(5)))
    assert read_again(house, limit=2).after is not None
    with house.database.write() as session:
        begin_rereading(session, house.site.ids, "main", house.clock.now())
    house.drain()
    assert {each.status for each in kept(house)} == {Word.ORIGIN_HUB}


def test_events_when_another_merchants_then_are_left_alone(house: House) -> None:
    misread(house, a_told(Word.ACCEPTED, NOON, "CN"))
    assert read_again(house, merchant="other") == Reread()
    assert {each.read_by for each in kept(house)} == {OLDER}
