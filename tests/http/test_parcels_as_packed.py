"""Papers speak of the parcel as it was packed: of its box, and of the warehouse that it leaves."""

from engine.order.order import Order
from tests.builders import an_address, an_order
from tests.http.conftest import Service
from tests.http.lives import Shown, admitted, labelled, life, post
from tests.http.test_shipment_papers import SENDER

SIDES = {f"{where}_{side}_mm": 300 for where in ("inner", "outer") for side in ("length", "width", "height")}
BOX = {**SIDES, "name": "B1", "empty_g": 120, "max_g": 20_000, "cost_minor": 40, "currency": "EUR"}


def in_a_box(service: Service, *materials: str, order: Order | None = None) -> Shown:
    """The papers of a parcel in a box of the merchant's."""
    service.call("PUT", "/v1/senders", SENDER)
    assert service.call("POST", "/v1/boxes", {**BOX, "materials": list(materials)}).status_code == 200
    order_id = admitted(service, order)
    post(service, f"/v1/orders/{order_id}/picks", {})
    post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500, "box": "B1"})
    return papers(service, order_id)


def papers(service: Service, order_id: str) -> Shown:
    shipment = life(service, order_id)["shipment"]["id"]
    found: Shown = service.get(f"/v1/shipments/{shipment}/papers").json()
    return found


def codes(shown: Shown) -> set[str]:
    return {each["code"] for each in shown["faults"] if each["stops"]}


def test_papers_when_the_box_is_of_raw_wood_then_its_mark_is_asked(lone_service: Service) -> None:
    assert codes(in_a_box(lone_service, "wood")) == {"packaging_untreated"}


def test_papers_when_the_box_is_of_marked_wood_then_nothing_is_missing(lone_service: Service) -> None:
    assert in_a_box(lone_service, "marked_wood")["printable"]


def test_papers_when_the_box_is_known_then_its_codes_and_those_of_its_filler_go_with_it(lone_service: Service) -> None:
    to_rome = an_address(line1="Via Roma 12", city="Roma", state="RM", postcode="00184", country="IT")
    shown = in_a_box(lone_service, "corrugated_board", order=an_order(shipping_address=to_rome))
    text = lone_service.get(f"/v1/shipments/{shown['shipment_id']}/papers/declaration.json").text
    assert ("PAP 20" in text, "PAP 22" in text) == (True, True)


def test_papers_when_the_parcel_leaves_a_warehouse_of_the_buyers_country_then_no_invoice_is_needed(
    lone_service: Service,
) -> None:
    lone_service.call("PUT", "/v1/senders", SENDER)
    order_id = labelled(lone_service)
    before = {each["kind"] for each in papers(lone_service, order_id)["papers"] if each["needed"]}
    warehouse = life(lone_service, order_id)["fulfilment"]["warehouse"]
    lone_service.call("POST", "/v1/warehouses", {"code": warehouse, "country": "DE"})
    after = {each["kind"] for each in papers(lone_service, order_id)["papers"] if each["needed"]}
    assert "invoice" in before
    assert "invoice" not in after
