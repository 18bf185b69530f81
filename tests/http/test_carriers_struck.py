"""Each call to a carrier, struck before it, in it and behind it, by the real worker: one effect, and no job is left."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

import api.worker
from engine.store.tables import JOB
from fulfillment.jobs import CARRIER_BOOK, CARRIER_MANIFEST, CARRIER_PICKUP, CARRIER_RECALL, CARRIER_VOID
from tests.carrier_servers.own_carrier import OwnCarrierServer
from tests.http.carrier_town import again, bookings, connected, packed, stands, states
from tests.http.conftest import Service
from tests.http.lives import post
from tests.http.test_pickups import closed, housed, read, want
from tests.struck import OURS, Fault, Strikes

ROUNDS = 8
EACH = pytest.mark.parametrize("fault", list(Fault))


@pytest.fixture
def server() -> OwnCarrierServer:
    return OwnCarrierServer()


def strike(monkeypatch: pytest.MonkeyPatch, server: OwnCarrierServer, fault: Fault, kind: str) -> Strikes:
    """From now on the next calls of this kind are struck."""
    strikes = Strikes(fault, frozenset({kind}))
    if fault in OURS:
        plain = api.worker.handlers
        monkeypatch.setattr(api.worker, "handlers", lambda house: strikes.handlers(plain(house)))
    else:
        setattr(server.faults, fault, strikes.left)
    return strikes


def settled(service: Service) -> list[tuple[str, str]]:
    """Works until nothing of carriers is left; answers what is."""
    left: list[tuple[str, str]] = []
    for _ in range(ROUNDS):
        service.clock.move(3600)
        again(service)
        with service.database.read() as session:
            found = session.rows(select(JOB.c.kind, JOB.c.state).where(JOB.c.state.not_in(("done",))))
        left = [(each.kind, each.state) for each in found if each.kind.startswith("carrier_") or each.state == "dead"]
        left = [each for each in left if each[0] != "carrier_scans"]  # a timer
        if not left:
            break
    return left


@EACH
def test_booking_when_struck_then_is_there_once(
    lone_service: Service, monkeypatch: pytest.MonkeyPatch, server: OwnCarrierServer, fault: Fault
) -> None:
    connected(lone_service, server)
    strikes = strike(monkeypatch, server, fault, CARRIER_BOOK)
    order_id = packed(lone_service)
    assert settled(lone_service) == []
    assert (states(lone_service), stands(lone_service, order_id)) == (["booked"], "labelled")
    assert [each["number"] for each in server.bookings.values()] == [bookings(lone_service)[0]["number"]]
    assert (strikes.left == 0) == (fault in OURS)


@EACH
def test_voiding_when_struck_then_the_booking_is_gone(
    lone_service: Service, monkeypatch: pytest.MonkeyPatch, server: OwnCarrierServer, fault: Fault
) -> None:
    connected(lone_service, server)
    order_id = packed(lone_service)
    strike(monkeypatch, server, fault, CARRIER_VOID)
    post(lone_service, f"/v1/orders/{order_id}/cancel", {"reason": "customer asked"})
    assert settled(lone_service) == []
    assert (states(lone_service), server.bookings) == (["voided"], {})


@EACH
def test_pickup_when_struck_then_the_van_comes_once(
    lone_service: Service, monkeypatch: pytest.MonkeyPatch, server: OwnCarrierServer, fault: Fault
) -> None:
    housed(lone_service, server)
    strike(monkeypatch, server, fault, CARRIER_PICKUP)
    made = want(lone_service)
    assert settled(lone_service) == []
    found = read(lone_service, made)
    assert (found["state"], list(server.pickups)) == ("booked", [found["remote"]])


def manifest(service: Service, order_id: str) -> None:
    closed(service, order_id)


def recall(service: Service, order_id: str) -> None:
    post(service, f"/v1/orders/{order_id}/cancel", {"reason": "fraud"})


@EACH
@pytest.mark.parametrize(("kind", "act"), [(CARRIER_MANIFEST, manifest), (CARRIER_RECALL, recall)])
def test_what_was_handed_over_when_struck_then_is_told_once(
    lone_service: Service, monkeypatch: pytest.MonkeyPatch, server: OwnCarrierServer, fault: Fault, kind: str,
    act: Callable[[Service, str], None],
) -> None:  # fmt: skip
    connected(lone_service, server)
    order_id = packed(lone_service)
    if kind == CARRIER_RECALL:
        closed(lone_service, order_id)
    strike(monkeypatch, server, fault, kind)
    act(lone_service, order_id)
    assert settled(lone_service) == []
    assert (len(server.manifests), len(server.recalls)) == (1, int(kind == CARRIER_RECALL))
