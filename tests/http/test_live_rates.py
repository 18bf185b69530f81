"""Carriers' own prices in quotes: in time or not at all, remembered for minutes, and cards where they fail."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from engine.outgoing.client import Reply
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.live_rates import AT_ONCE, THREADS, LiveRates
from tests.carrier_servers.dhl_express import DhlServer
from tests.carrier_servers.own_carrier import OwnCarrierServer
from tests.http.carrier_town import connected
from tests.http.conftest import Service
from tests.impatient import LONGEST_S, Impatient
from tests.web_peer import SLOW, Peer, SlowAtFirst, a_peer

ASKED = {
    "parcels": [{"weight_g": 480, "sides_mm": [220, 160, 90]}], "from_country": "CN", "to_country": "US",
    "postcode": "10001", "value_minor": 4200, "currency": "USD",
}  # fmt: skip


def offers(service: Service, **more: object) -> dict[str, dict[str, Any]]:
    shown = service.call("POST", "/v1/shipping-quotes", {**ASKED, **more}).json()
    return {str(each["service"]): each for each in shown["offers"]}


def priced_by(service: Service, server: DhlServer | OwnCarrierServer, **more: object) -> None:
    connected(service, server, "line", **more)
    made = LiveRates(service.clock, within_s=5.0)
    service.app.state.services = replace(service.app.state.services, live_rates=made)


def test_quote_when_a_carrier_answers_then_its_price_is_marked_live(service: Service) -> None:
    priced_by(service, DhlServer())
    found = offers(service)
    express = found["intl-express"]
    assert (express["live"], express["price_minor"], express["currency"], express["note"]) == (True, 8925, "EUR", "")
    assert found["line-4px"]["live"] is False


def test_quote_when_asked_again_within_minutes_then_the_carrier_is_not(lone_service: Service) -> None:
    server = DhlServer()
    priced_by(lone_service, server)
    offers(lone_service)
    before = len(server.calls)
    assert offers(lone_service)["intl-express"]["live"]
    assert len(server.calls) == before
    lone_service.clock.move(301)
    offers(lone_service)
    assert len(server.calls) == before + 1


def test_quote_when_carriers_are_not_wished_for_then_none_is_asked(lone_service: Service) -> None:
    server = DhlServer()
    priced_by(lone_service, server)
    before = len(server.calls)
    assert offers(lone_service, live=False)["intl-express"]["live"] is False
    assert len(server.calls) == before


def test_quote_when_a_carrier_is_down_then_the_card_counts_with_a_note(lone_service: Service) -> None:
    server = DhlServer()
    priced_by(lone_service, server)
    server.faults.break_before = 1
    express = offers(lone_service)["intl-express"]
    assert (express["live"], express["note"], express["currency"]) == (False, "no_answer", "CNY")


def test_quote_when_a_product_is_not_among_the_answers_then_the_card_counts(lone_service: Service) -> None:
    priced_by(lone_service, DhlServer(), services={"intl-express": "Z"})
    assert offers(lone_service)["intl-express"]["note"] == "no_product"


def test_quote_when_rates_are_switched_off_for_a_connection_then_it_is_not_asked(lone_service: Service) -> None:
    server = DhlServer()
    priced_by(lone_service, server, live_rates=False)
    assert offers(lone_service)["intl-express"]["note"] == ""


class _Stuck:
    """A sender that answers when it is let go."""

    def __init__(self, server: DhlServer) -> None:
        self.server, self.go, self.calls = server, threading.Event(), 0

    def send(self, method: str, url: str, content: bytes | None = None, **more: Any) -> Reply:  # noqa: ANN401
        self.calls += 1
        assert self.go.wait(30)
        return self.server.direct.send(method, url, content, **more)


@contextmanager
def stuck(service: Service) -> Iterator[_Stuck]:
    """The carrier answers no more until the block ends."""
    services = service.app.state.services
    sender = _Stuck(DhlServer(clock=service.clock))
    lines = CarrierLines(services.desk.seal, sender, service.clock, credential=lambda _: None)
    made = LiveRates(service.clock, within_s=0.05)
    service.app.state.services = replace(services, lines=lines, live_rates=made)
    try:
        yield sender
    finally:
        sender.go.set()
        made.pool.shutdown()


def test_quote_when_a_carrier_hangs_then_the_others_are_told_at_once_by_their_cards(lone_service: Service) -> None:
    connected(lone_service, DhlServer())
    with stuck(lone_service) as sender:
        found = offers(lone_service)
        assert found["intl-express"]["note"] == "no_answer"
        assert found["line-4px"]["note"] == ""
        sender.go.set()
        lone_service.app.state.services.live_rates.pool.shutdown(wait=True)
        assert offers(lone_service)["intl-express"]["live"]  # what came later is there for the next quote


def test_quotes_when_a_carrier_hangs_then_few_calls_to_it_are_under_way_and_threads_are_left_for_others(
    lone_service: Service,
) -> None:
    connected(lone_service, DhlServer())
    with stuck(lone_service) as sender:
        for weight_g in range(480, 480 + 3 * AT_ONCE):
            found = offers(lone_service, parcels=[{"weight_g": weight_g, "sides_mm": [220, 160, 90]}])
            assert found["intl-express"]["note"] == "no_answer"
        assert (sender.calls, THREADS > AT_ONCE) == (AT_ONCE, True)


@dataclass(frozen=True)
class _Elsewhere:
    """Carries what goes to the carrier's address to a peer."""

    client: Impatient
    peer: Peer

    def send(self, method: str, url: str, content: bytes | None = None, **more: Any) -> Reply:  # noqa: ANN401
        return self.client.send(method, self.peer.url(url.removeprefix("https://carrier.example")), content, **more)


@pytest.mark.parametrize("how", SLOW)
def test_quote_when_a_carrier_takes_its_time_then_its_call_ends_and_the_next_quote_has_its_price(
    lone_service: Service, how: str
) -> None:
    server = DhlServer(clock=lone_service.clock)
    connected(lone_service, server)
    struck = SlowAtFirst(server.answer, SLOW[how])
    with a_peer(struck.answer) as peer:
        services, client = lone_service.app.state.services, Impatient(peer)
        lines = CarrierLines(
            services.desk.seal, _Elsewhere(client, peer), lone_service.clock, credential=lambda _: None
        )
        made = LiveRates(lone_service.clock, within_s=LONGEST_S)
        lone_service.app.state.services = replace(services, lines=lines, live_rates=made)
        slow, then = (offers(lone_service)["intl-express"] for _ in range(2))
        made.pool.shutdown()
    assert (slow["note"], then["live"]) == ("no_answer", True)
    assert (struck.slow, client.hurry.is_bounded, made.under_way) == (1, True, {})
