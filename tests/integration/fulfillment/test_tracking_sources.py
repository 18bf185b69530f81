"""Sources on loopback that speak what their publishers describe: asked in turns, pushed, throttled, refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.store.database import Database
from fulfillment.channels.errors import KnockRefused, SignInRefused
from fulfillment.records import Following, Tracked
from fulfillment.store.shipments import tracked
from fulfillment.store.tracking import following_of, unknown_codes
from fulfillment.tracking.sources.connecting import switch_on
from fulfillment.tracking.sources.hearing import hear_source
from fulfillment.tracking.sources.words import Power, SourceKind
from fulfillment.tracking.vocabulary import Word
from tests.channel_servers import dhl, seventeen_track
from tests.channel_servers.dhl import DhlServer
from tests.channel_servers.seventeen_track import CN, DE, SeventeenTrackServer, an_event
from tests.tracked_parcels import send_one, swept, watches
from tests.tracking_house import OPERATOR, TrackingHouse

OTHER = "another-token"
ALL = [
    an_event("InTransit_PickedUp", "2026-11-25T20:00:00+08:00"),
    an_event("InTransit_CustomsReleased", "2026-11-26T10:00:00+08:00"),
    an_event("InTransit_Departure", "2026-11-26T23:00:00+08:00"),
    an_event("InTransit_CustomsReleased", "2026-11-28T09:00:00+01:00", DE),
]


@pytest.fixture
def house(asking: TrackingHouse) -> TrackingHouse:
    return asking


@pytest.fixture
def deutsche(sqlite_file: Database, tmp_path: Path) -> Iterator[tuple[TrackingHouse, DhlServer]]:
    server = DhlServer()
    with server.running():
        assert server.peer is not None
        yield TrackingHouse(sqlite_file, tmp_path, server.client, server.peer.opening), server


def follow(house: TrackingHouse, server: SeventeenTrackServer) -> str:
    """A parcel that 17TRACK follows."""
    number = send_one(house).number
    house.connected(SourceKind.SEVENTEEN_TRACK, server.url, secrets={"token": server.token})
    house.drain()
    return number


def events(house: TrackingHouse) -> list[Tracked]:
    with house.database.read() as session:
        return list(tracked(session, house.parcels()[0].id))


def following(house: TrackingHouse, number: str) -> Following:
    with house.database.read() as session:
        found = following_of(session, house.source().id, number)
    assert found is not None
    return found


def test_parcel_when_it_left_then_is_registered_once_and_its_events_are_taken(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = follow(house, seventeen)
    assert seventeen.registered == [number]
    seventeen.events[number] = ALL
    house.pass_by(hours=1)
    house.drain()
    assert [each.status for each in events(house)] == [
        Word.ACCEPTED, Word.EXPORT_RELEASED, Word.DEPARTED_ORIGIN, Word.CUSTOMS_CLEARED
    ]  # fmt: skip
    assert [call.steps[-1] for call in seventeen.calls].count("register") == 1


def test_event_when_taken_then_keeps_code_local_time_and_country_and_no_street_or_postcode(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = follow(house, seventeen)
    seventeen.events[number] = [an_event("InTransit_PickedUp", "2026-11-25T20:00:00+08:00", CN, "Signed by Wu Kim")]
    house.pass_by(hours=1)
    house.drain()
    found = events(house)[0]
    assert (found.carrier_code, found.local, found.country) == ("InTransit_PickedUp", "2026-11-25T20:00:00+08:00", "CN")
    assert found.data == {"table": "17track", "code": "InTransit_PickedUp", "stated": "2026-11-25T20:00:00+08:00",
                          "detail": "signed", "country": "CN", "place": "Shenzhen"}  # fmt: skip


def test_source_when_throttled_then_waits_and_goes_on(house: TrackingHouse, seventeen: SeventeenTrackServer) -> None:
    number = send_one(house).number
    house.connected(SourceKind.SEVENTEEN_TRACK, seventeen.url, secrets={"token": seventeen.token})
    seventeen.faults.throttle = 1
    house.drain()
    assert (seventeen.registered, house.source().error.split(":")[0]) == ([], "channel_throttled")
    house.pass_by(seconds=3)
    house.drain()
    assert (seventeen.registered, house.source().error) == ([number], "")


def test_source_when_out_of_order_then_is_asked_again_later_and_the_number_registered_once(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = send_one(house).number
    house.connected(SourceKind.SEVENTEEN_TRACK, seventeen.url, secrets={"token": seventeen.token})
    seventeen.faults.lose_after = 1
    house.drain()
    assert house.source().failures == 1
    house.pass_by(minutes=1)
    house.drain()
    assert (seventeen.registered, house.source().failures) == ([number], 0)


def test_source_when_its_key_is_refused_then_is_stopped_until_somebody_looks(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    follow(house, seventeen)
    seventeen.token = OTHER
    house.pass_by(hours=5)
    house.drain()
    assert house.source().power is Power.STOPPED
    seventeen.token = seventeen_track.TOKEN
    switch_on(house.port, OPERATOR, "source-1")
    assert house.source().power is Power.ON


def test_source_when_switched_on_with_a_wrong_key_then_is_refused(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    with pytest.raises(SignInRefused):
        house.connected(SourceKind.SEVENTEEN_TRACK, seventeen.url, secrets={"token": "wrong"})
    assert house.source().power is Power.OFF


def test_number_when_never_to_be_followed_then_is_not_asked_for_again(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = send_one(house).number
    seventeen.unwanted[number] = -18019903
    house.connected(SourceKind.SEVENTEEN_TRACK, seventeen.url, secrets={"token": seventeen.token})
    house.drain()
    assert (following(house, number).refused, following(house, number).next_at) == ("-18019903", None)


def test_quota_when_used_up_then_is_told_and_the_number_tried_again(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    seventeen.quota = 0
    number = follow(house, seventeen)
    assert house.source().error.startswith("17track_quota")
    seventeen.quota = 1
    house.pass_by(hours=5)
    house.drain()
    assert seventeen.registered == [number]


def test_push_when_twice_and_out_of_order_then_changes_nothing_more(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = follow(house, seventeen)
    seventeen.events[number] = ALL[:2]
    early = seventeen.push(number)
    seventeen.events[number] = ALL
    late = seventeen.push(number)
    for knock in (late, early, late):
        hear_source(house.port, house.source().id, knock)
        house.drain()
    assert [each.status for each in events(house)][-1] == Word.CUSTOMS_CLEARED
    assert len(events(house)) == len(ALL)


def test_push_when_signed_by_another_key_then_is_refused(house: TrackingHouse, seventeen: SeventeenTrackServer) -> None:
    number = follow(house, seventeen)
    seventeen.events[number] = ALL
    knock = seventeen.push(number)
    for bad in (seventeen.push(number, token=OTHER), replace(knock, body=knock.body + b" ")):
        with pytest.raises(KnockRefused):
            hear_source(house.port, house.source().id, bad)


def test_code_when_no_table_knows_it_then_is_kept_counted_and_says_nothing(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = follow(house, seventeen)
    seventeen.events[number] = [an_event("InTransit_ByDrone", "2026-11-26T10:00:00+08:00", CN, "Handed to flight")]
    hear_source(house.port, house.source().id, seventeen.push(number))
    house.drain()
    with house.database.read() as session:
        found = unknown_codes(session, "main")
    assert [(each[1], each[3]) for each in found] == [("InTransit_ByDrone", 1)]
    assert (house.parcels()[0].status, house.parcels()[0].state) == (Word.NO_NEWS, "handed_over")


def test_number_when_its_carrier_knows_nothing_for_two_days_then_is_flagged(
    house: TrackingHouse, seventeen: SeventeenTrackServer
) -> None:
    number = follow(house, seventeen)
    house.pass_by(hours=5)
    house.drain()
    swept(house, days=2)
    assert watches(house) == ["unknown_number"]
    seventeen.events[number] = ALL[:1]
    house.drain()
    house.pass_by(hours=5)
    house.drain()
    swept(house, minutes=15)
    assert watches(house, "closed") == ["unknown_number"]


def test_dhl_when_asked_then_local_times_are_read_where_they_happened(
    deutsche: tuple[TrackingHouse, DhlServer],
) -> None:
    house, server = deutsche
    number = send_one(house).number
    server.events[number] = [
        dhl.an_event("transit", "2026-11-26T21:30:00", "US", "CINCINNATI HUB - USA", "Clearance processing complete"),
        dhl.an_event("transit", "2026-11-25T21:30:00", "CN", "SHENZHEN - CHINA", "Shipment picked up"),
    ]
    house.connected(SourceKind.DHL, server.url, secrets={"api_key": server.key})
    house.drain()
    found = [(each.status, each.local, each.zone_from) for each in events(house)]
    assert found == [
        (Word.ACCEPTED, "2026-11-25T21:30:00+08:00", "country"),
        (Word.CUSTOMS_CLEARED, "2026-11-26T21:30:00-05:00", "place"),
    ]


def test_dhl_when_it_tells_who_signed_then_no_name_is_kept(deutsche: tuple[TrackingHouse, DhlServer]) -> None:
    house, server = deutsche
    number = send_one(house).number
    told = "Delivered - Signed for by: MUSTERMANN"
    server.events[number] = [dhl.an_event("delivered", "2026-11-27T10:00:00", "DE", "LEIPZIG - GERMANY", told)]
    house.connected(SourceKind.DHL, server.url, secrets={"api_key": server.key})
    house.drain()
    assert house.parcels()[0].status == Word.DELIVERED
    assert "MUSTERMANN" not in repr(events(house)).upper()


def test_dhl_when_a_day_has_few_calls_then_they_are_spread_over_it(deutsche: tuple[TrackingHouse, DhlServer]) -> None:
    house, server = deutsche
    send_one(house)
    settings = {"per_day": "24"}
    house.connected(SourceKind.DHL, server.url, settings=settings, secrets={"api_key": server.key})
    house.drain()
    before = len(server.calls)
    house.pass_by(minutes=59)
    house.drain()
    assert len(server.calls) == before
    house.clock.pass_by(timedelta(hours=24))
    house.drain()
    assert len(server.calls) == before + 1
