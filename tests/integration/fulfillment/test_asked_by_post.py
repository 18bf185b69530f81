"""A line of one's own that is asked by POST where its parcels are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.database import Database
from fulfillment.channels.errors import SignInRefused
from fulfillment.store.shipments import tracked
from fulfillment.store.tracking import following_of
from fulfillment.tracking.sources.connecting import switch_on
from fulfillment.tracking.sources.words import Power, SourceKind
from tests.carrier_servers.own_carrier import TOKEN, OwnCarrierServer
from tests.tracked_parcels import send_one
from tests.tracking_house import OPERATOR, TrackingHouse

Event = dict[str, object]
ACCEPTED: Event = {
    "code": "accepted",
    "time": "2026-11-26T10:00:00+08:00",
    "country": "CN",
    "place": "Shenzhen",
}
THERE: Event = {
    "code": "delivered",
    "time": "2026-11-28T10:00:00+01:00",
    "country": "DE",
    "place": "Berlin",
}


@pytest.fixture
def line() -> Iterator[OwnCarrierServer]:
    server = OwnCarrierServer()
    with server.running():
        yield server


@pytest.fixture
def house(database: Database, tmp_path: Path, line: OwnCarrierServer) -> TrackingHouse:
    assert line.peer is not None
    return TrackingHouse(database, tmp_path, line.client, line.peer.opening)


def connected(house: TrackingHouse, line: OwnCarrierServer, token: str = TOKEN, *, on: bool = True) -> None:
    house.connected(SourceKind.OWN_CARRIER, f"{line.url}/api", on=on, secrets={"access_token": token})
    house.drain()


def statuses(house: TrackingHouse) -> list[str]:
    with house.database.read() as session:
        return [each.status for each in tracked(session, house.parcels()[0].id)]


def later(house: TrackingHouse) -> None:
    house.pass_by(hours=5)
    house.drain()


def test_parcel_when_its_line_is_asked_then_its_events_are_taken_once_in_any_order(
    house: TrackingHouse, line: OwnCarrierServer
) -> None:
    number = send_one(house).number
    line.told[number] = [ACCEPTED]
    connected(house, line)
    line.told[number] = [THERE, ACCEPTED, THERE]
    later(house)
    assert (statuses(house), house.parcels()[0].state) == (["accepted", "delivered"], "delivered")


def test_number_when_the_line_leaves_it_out_then_is_unknown_until_it_is_told(
    house: TrackingHouse, line: OwnCarrierServer
) -> None:
    number = send_one(house).number
    connected(house, line)
    found = []
    for events in (None, [ACCEPTED]):
        line.told |= {} if events is None else {number: events}
        later(house)
        with house.database.read() as session:
            each = following_of(session, house.source().id, number)
        assert each is not None
        found.append(each.unknown)
    assert found == [True, False]


@pytest.mark.parametrize("fault", ["throttle", "break_before"])
def test_line_when_it_is_throttled_or_fails_then_is_asked_again(
    house: TrackingHouse, line: OwnCarrierServer, fault: str
) -> None:
    number = send_one(house).number
    line.told[number] = [ACCEPTED]
    connected(house, line, on=False)
    source = switch_on(house.port, OPERATOR, house.source().id)
    setattr(line.faults, fault, 1)
    house.drain()
    assert (statuses(house), house.source().power) == ([], source.power)
    later(house)
    assert statuses(house) == ["accepted"]


def test_line_when_it_refuses_the_token_then_is_not_switched_on(house: TrackingHouse, line: OwnCarrierServer) -> None:
    send_one(house)
    connected(house, line, "another", on=False)
    with pytest.raises(SignInRefused):
        switch_on(house.port, OPERATOR, house.source().id)
    assert house.source().power is Power.OFF
