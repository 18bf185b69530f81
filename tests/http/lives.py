"""Orders on their way, for tests over HTTP: sent, worked on by the real handlers, moved by requests."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.composition.house import House
from api.services import Services
from api.worker import do_what_is_due
from engine.order.order import Order
from engine.settings import Settings
from fulfillment.handlers import handlers
from fulfillment.jobs import WINDOW
from tests.desks import an_honest_order, document
from tests.doors import SECRET
from tests.draining import drain
from tests.http.conftest import Service
from tests.http.test_orders import sent

Shown = dict[str, Any]


def worked(service: Service) -> None:
    """Lets a worker do all that is due, with the handlers of a real process."""
    services: Services = service.app.state.services
    with TemporaryDirectory() as folder:
        house = House(
            settings=Settings(folder=Path(folder)),
            secret=SECRET,
            database=service.database,
            keyring=service.keyring,
            door=services.door,
            clock=service.clock,
            ids=service.ids,
            desk=services.desk,
            site=services.site,
            lines=services.lines,
        )
        do_what_is_due(house)


def rung(service: Service) -> None:
    """Lets the timers of return windows ring; a worker would wait for them by the database's own clock."""
    services: Services = service.app.state.services
    drain(service.database, {WINDOW: handlers(services.site, service.clock)[WINDOW]})


def admitted(service: Service, order: Order | None = None) -> str:
    """An order that was sent and taken over; answers its id."""
    decision = sent(service, document(an_honest_order() if order is None else order))
    worked(service)
    return str(decision["order_id"])


def life(service: Service, order_id: str) -> Shown:
    """How it stands."""
    found: Shown = service.get(f"/v1/orders/{order_id}/fulfilment").json()
    return found


def post(service: Service, path: str, body: Mapping[str, object] | None = None, status: int = 200) -> Shown:
    """What is answered to a request that succeeds; afterwards a worker has done what follows."""
    response = service.call("POST", path, body)
    assert response.status_code == status, response.text
    worked(service)
    answer: Shown = response.json()
    return answer


def labelled(service: Service, order: Order | None = None) -> str:
    """An order whose parcel is ready to leave."""
    order_id = admitted(service, order)
    post(service, f"/v1/orders/{order_id}/picks", {})
    post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    return order_id


def scan(service: Service, order_id: str, *words: str) -> Shown:
    """The carrier tells these words, one an hour."""
    number = life(service, order_id)["shipment"]["number"]
    events = [{"status": word, "at": f"2026-11-2{3 + place}T10:00:00Z"} for place, word in enumerate(words)]
    return post(service, f"/v1/shipments/{number}/tracking", {"events": events})


def delivered(service: Service, order: Order | None = None) -> str:
    """An order that is with its customer."""
    order_id = labelled(service, order)
    post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    scan(service, order_id, "accepted", "delivered")
    return order_id


def let_go(service: Service, order_id: str) -> None:
    """A person releases whatever the order waits for."""
    for hold in service.get(f"/v1/orders/{order_id}/holds").json()["data"]:
        post(service, f"/v1/holds/{hold['id']}/release", {"reason": "sold at a loss on purpose"})
    worked(service)
