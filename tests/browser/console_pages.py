"""Every page of the console, for what is asked of all of them: looks, widths, languages, accessibility."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fulfillment.store.trips import trips_to_look_at
from fulfillment.tracking.looking import look
from tests.browser.console_people import with_orders
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import admitted, labelled, life, scan
from tests.http.test_waves import a_list

SIDES = {"length": 300, "width": 220, "height": 120}


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page: the name of its pictures and its address, with places for ids of sample orders, such as `{held}`."""

    name: str
    path: str


PAGES = (
    PageShown("queue", "/console/queue"),
    PageShown("queue-empty", "/console/queue?country=ZZ"),
    PageShown("orders", "/console/orders"),
    PageShown("order", "/console/orders/{held}"),
    PageShown("order-all-rules", "/console/orders/{held}?rules=all"),
    PageShown("fulfilment", "/console/fulfilment"),
    PageShown("fulfilment-order", "/console/fulfilment/{labelled}"),
    PageShown("fulfilment-picking", "/console/fulfilment/{picking}"),
    PageShown("fulfilment-plan", "/console/fulfilment/{picking}/plan/{part}"),
    PageShown("picking", "/console/picking?work=picking"),
    PageShown("wave", "/console/picking/{wave}"),
    PageShown("parcels", "/console/parcels"),
    PageShown("parcel", "/console/parcels/{number}"),
)


def furnished(service: Service) -> Mapping[str, str]:
    """Fills the service with what the pages show; answers the ids that addresses name."""
    orders = with_orders(service)
    held = service.get("/v1/reviews").json()["data"][0]["order_id"]
    return {"held": held, "order": next(iter(orders.values())), **_at_work(service)}


def _at_work(service: Service) -> Mapping[str, str]:
    """An order in picking, and one on its way."""
    picking = admitted(service, an_honest_order("A-1101"))
    sent = labelled(service, an_honest_order("A-1102"))
    number = life(service, sent)["shipment"]["number"]
    scan(service, sent, "accepted", "import_held")
    part = life(service, picking)["fulfilments"][0]["id"]
    with service.database.write() as session:
        for merchant, shipment_id in trips_to_look_at(session, service.clock.now() + timedelta(days=9), 10):
            look(session, service.ids, merchant, shipment_id, service.clock.now() + timedelta(days=9))
    wave = a_list(service)["wave_id"]
    size = {"weight_g": 180, "dimensions": {"length_mm": 250, "width_mm": 180, "height_mm": 20}}
    seen = service.get("/v1/products/TEE-M-BLUE").headers["etag"]
    assert service.call("PUT", "/v1/products/TEE-M-BLUE", size, headers={"If-Match": seen}).status_code == 200
    box = {
        f"{side}_{name}_mm": long
        for side in ("inner", "outer")
        for name, long in zip(SIDES, (300, 220, 120), strict=True)
    }
    more = {"name": "M", "empty_g": 180, "max_g": 10_000, "cost_minor": 65, "currency": "EUR", "materials": []}
    assert service.call("POST", "/v1/boxes", {**box, **more}).status_code == 200
    return {"picking": picking, "labelled": sent, "number": number, "part": part, "wave": wave}
