"""An application whose connections to carriers lead to servers in memory, and orders that are packed for them."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from api.services import Services
from engine.order.order import Order
from engine.store.tables import JOB
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.words import AdapterName
from fulfillment.store.tables import CARRIER_BOOKING
from tests.carrier_servers.dhl_express import ACCOUNT, PASSWORD, USER, DhlServer
from tests.carrier_servers.own_carrier import TOKEN, OwnCarrierServer
from tests.carrier_servers.yanwen import TOKEN as YANWEN_TOKEN
from tests.carrier_servers.yanwen import USER as YANWEN_USER
from tests.carrier_servers.yanwen import YanwenServer
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import admitted, life, post, worked
from tests.http.test_shipment_papers import SENDER

Shown = dict[str, Any]
Server = DhlServer | YanwenServer | OwnCarrierServer
SERVICE = "intl-express"
OF: dict[type[Server], dict[str, object]] = {
    DhlServer: {
        "adapter": AdapterName.DHL_EXPRESS.value, "endpoint": "https://carrier.example/mydhlapi",
        "settings": {"account": ACCOUNT}, "secrets": {"username": USER, "password": PASSWORD},
        "services": {SERVICE: "P"},
    },
    YanwenServer: {
        "adapter": AdapterName.YANWEN.value, "endpoint": "https://carrier.example",
        "secrets": {"user_id": YANWEN_USER, "api_token": YANWEN_TOKEN}, "services": {SERVICE: "481"},
    },
    OwnCarrierServer: {
        "adapter": AdapterName.OWN_CARRIER.value, "endpoint": "https://carrier.example/api",
        "secrets": {"access_token": TOKEN}, "services": {SERVICE: "VAN"},
    },
}  # fmt: skip


def leads_to(service: Service, server: Server) -> Server:
    """Has every connection of the application lead to this server."""
    server.clock = service.clock
    services: Services = service.app.state.services
    lines = CarrierLines(services.desk.seal, server.direct, service.clock, credential=lambda _: None)
    service.app.state.services = replace(services, lines=lines)
    return server


def connected(service: Service, server: Server, name: str = "line", **more: object) -> str:
    """A connection that is switched on; answers its id."""
    leads_to(service, server)
    made = service.call("POST", "/v1/carrier-connections", {**OF[type(server)], "name": name, **more})
    assert made.status_code == 201, made.text
    id_ = str(made.json()["id"])
    switched = service.call("POST", f"/v1/carrier-connections/{id_}/on")
    assert switched.status_code == 200, switched.text
    return id_


def for_carrier(id_: str = "A-1001", service: str = SERVICE, **changes: object) -> Order:
    """An order whose parcel travels by a service."""
    order = an_honest_order(id_)
    assert order.shipping is not None
    return replace(order, shipping=replace(order.shipping, service=service), **changes)  # type: ignore[arg-type]


def packed(service: Service, order: Order | None = None, boxes: int = 1) -> str:
    """An order that was packed into boxes, and booked as far as its carrier lets it; answers its id."""
    service.call("PUT", "/v1/senders", SENDER)
    order_id = admitted(service, for_carrier() if order is None else order)
    post(service, f"/v1/orders/{order_id}/picks", {})
    for _ in range(boxes - 1):
        inside = [{"line": 1, "quantity": 1}]
        post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 300, "lines": inside})
    post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    return order_id


def again(service: Service) -> None:
    """What was put off is due now, and is worked on."""
    with service.database.write() as session:
        session.run(update(JOB).where(JOB.c.state == "ready", JOB.c.kind.like("carrier_%")).values(run_after=0))
    worked(service)


def bookings(service: Service) -> list[Shown]:
    """All bookings, oldest first."""
    found: list[Shown] = service.get("/v1/carrier-bookings").json()["data"]
    return found


def states(service: Service) -> list[str]:
    """How they stand."""
    return [str(each["state"]) for each in bookings(service)]


def stands(service: Service, order_id: str) -> str:
    """How the part of an order stands."""
    return str(life(service, order_id)["fulfilment"]["state"])


def rows(service: Service, merchant: str) -> int:
    """How many bookings a merchant has."""
    with service.database.read() as session:
        return len(session.rows(select(CARRIER_BOOKING.c.id).where(CARRIER_BOOKING.c.merchant_id == merchant)))
