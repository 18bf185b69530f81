"""Carriers that come to the warehouse of the demonstration: booked by the real adapter at a carrier that is played.

Nobody outside is ever asked: the connection is switched off before anybody looks around.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from functools import partial

import orjson

from api.composition.house import House
from api.demo_shop.names import HOST
from api.demo_shop.town import Town
from engine.clock import Clock
from engine.outgoing.client import Bounds, Reply
from fulfillment.carriers.connecting import CarrierStated, connect_carrier, switch_carrier_off, switch_carrier_on
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.pickups import PickupWanted, want_pickup
from fulfillment.carriers.words import AdapterName

HOUSE, BY, NAME, SPOT = "SZX-1", "Wei", "demo-line", "Gate 2"
BOOKED, OVER = timedelta(minutes=90), timedelta(minutes=30)  # before the end; jobs are done by the hour
READY, CLOSES = time(14), time(17, 30)
PARCELS, GRAMS = (12, 9), 620
CREATED = 201


class PlayedCarrier:
    """Answers in our own protocol that it comes; satisfies `fulfillment.channels.wire.Sender`."""

    def send(
        self,
        method: str,  # noqa: ARG002
        url: str,
        content: bytes | None = None,  # noqa: ARG002
        *,
        headers: Mapping[str, str] | None = None,  # noqa: ARG002
        bounds: Bounds | None = None,  # noqa: ARG002
    ) -> Reply:
        """Any call."""
        said = {"id": "DEMO-PU-1"} if url.endswith("/pickups") else {"name": "Demonstration line (made up)"}
        return Reply(status=CREATED, body=orjson.dumps(said))


def with_played_carrier(house: House, clock: Clock) -> House:
    """A house that asks no carrier but this one."""
    return replace(house, lines=CarrierLines(house.desk.seal, PlayedCarrier(), clock))


def plan_pickup(town: Town) -> None:
    """Has one booked for the day on which the story ends, where it still can be, and one for the next day."""
    town.at(town.ends - BOOKED, partial(_book, town))
    town.at(town.ends - OVER, lambda: _switch_off(town))


def _book(town: Town) -> None:
    port, caller = town.house.carrier_port, town.caller(BY)
    stated = CarrierStated(endpoint=f"https://carrier.{HOST}/v1", secrets={"access_token": "made-up"})
    known = connect_carrier(port, caller, AdapterName.OWN_CARRIER, NAME, stated)
    switch_carrier_on(port, caller, known.id)
    for later, parcels in enumerate(PARCELS):
        wanted = PickupWanted(
            connection=known.id, warehouse=HOUSE, day=(town.ends + timedelta(days=later)).date(), ready=READY,
            closes=CLOSES, parcels=parcels, weight_g=parcels * GRAMS, spot=SPOT,
        )  # fmt: skip
        town.tried(partial(want_pickup, port, caller, wanted))


def _switch_off(town: Town) -> None:
    switch_carrier_off(town.house.carrier_port, town.caller(BY), NAME)
