"""Orders in the warehouse and on their way, for the pages of the console that show such work."""

from collections.abc import Mapping
from datetime import timedelta

from fulfillment.store.trips import trips_to_look_at
from fulfillment.tracking.looking import look
from tests.desks import an_honest_order
from tests.http.conftest import Service
from tests.http.lives import admitted, labelled, life, scan, worked
from tests.http.test_console_services import CARD
from tests.http.test_service_choices import unnamed
from tests.http.test_shipping import HEAD
from tests.http.test_waves import a_list

SIDES = {"length": 300, "width": 220, "height": 120}


def at_work(service: Service) -> Mapping[str, str]:
    """An order in picking, one on its way, and a count that waits for its sheet."""
    picking = admitted(service, an_honest_order("A-1101"))
    sent = labelled(service, an_honest_order("A-1102"))
    labelled(service, unnamed("A-1103"))  # of which what-if can choose the service anew
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
    box = {f"{at}_{side}_mm": long for at in ("inner", "outer") for side, long in SIDES.items()}
    more = {"name": "M", "empty_g": 180, "max_g": 10_000, "cost_minor": 65, "currency": "EUR", "materials": []}
    assert service.call("POST", "/v1/boxes", {**box, **more}).status_code == 200
    period = {"since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z", "service": "intl-express"}
    count = service.call("POST", "/v1/shipping-what-ifs", period).json()["id"]
    table = {"Content-Type": "text/csv"}
    assert service.call("POST", "/v1/shipping-rates", content=(HEAD + CARD).encode(), headers=table).status_code == 200
    assert service.call("POST", "/v1/stock/counts", {"warehouse": "SZX-1"}).status_code == 201
    worked(service)
    return {"what_if": count, "picking": picking, "labelled": sent, "number": number, "part": part, "wave": wave}
