"""A parcel leaves only with complete papers, where its merchant has said who sends."""

from api.services import Services
from engine.desk.desk import Caller
from engine.desk.erasing import erase
from engine.desk.preferences import PAPERS_FIRST, prefer
from engine.order.order import Order, ShipFrom
from tests.builders import an_order
from tests.desks import ANALYST
from tests.http.conftest import Service
from tests.http.lives import Shown, labelled, life, post
from tests.http.test_shipment_papers import SENDER

NO_EORI = {**SENDER, "numbers": []}


def handed_over(service: Service, order_id: str) -> Shown:
    return post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)


def waiting(service: Service, order: Order | None = None) -> str:
    """A labelled parcel whose sender has no EORI."""
    service.call("PUT", "/v1/senders", NO_EORI)
    return labelled(service, order)


def test_manifest_when_a_number_is_missing_then_the_parcel_stays_and_names_it(service: Service) -> None:
    order_id = waiting(service)
    closed = handed_over(service, order_id)
    (stayed,) = closed["stayed"]
    assert (closed["left"], closed["parcels"], stayed["code"]) == ([], 0, "paper_incomplete")
    (missing,) = stayed["missing"]
    assert (missing["pointer"], missing["code"]) == ("/postal_item/party_identifiers", "eori_missing")
    assert life(service, order_id)["fulfilment"]["state"] == "labelled"


def test_manifest_when_the_number_was_added_then_the_parcel_leaves(lone_service: Service) -> None:
    order_id = waiting(lone_service)
    handed_over(lone_service, order_id)
    lone_service.call("PUT", "/v1/senders", SENDER)
    assert handed_over(lone_service, order_id)["left"] == [order_id]


def test_manifest_when_the_merchant_lets_them_leave_then_nothing_is_asked(lone_service: Service) -> None:
    order_id = waiting(lone_service)
    services: Services = lone_service.app.state.services
    prefer(services.desk, Caller(merchant="main", name="ana"), PAPERS_FIRST, 0)
    assert handed_over(lone_service, order_id)["left"] == [order_id]


def test_manifest_when_no_sender_is_kept_then_nothing_is_asked(lone_service: Service) -> None:
    order_id = labelled(lone_service)
    assert handed_over(lone_service, order_id)["left"] == [order_id]


def test_manifest_when_the_parcel_is_domestic_then_it_needs_no_papers(lone_service: Service) -> None:
    order_id = waiting(lone_service, an_order(ship_from=ShipFrom(country="DE")))
    assert handed_over(lone_service, order_id)["left"] == [order_id]


def test_manifest_when_papers_were_printed_then_what_was_declared_counts(lone_service: Service) -> None:
    lone_service.call("PUT", "/v1/senders", SENDER)
    order_id = labelled(lone_service)
    shipment = life(lone_service, order_id)["shipment"]["id"]
    assert lone_service.get(f"/v1/shipments/{shipment}/papers/declaration.json").status_code == 200
    lone_service.call("PUT", "/v1/senders", NO_EORI)
    assert handed_over(lone_service, order_id)["left"] == [order_id]


def test_manifest_when_its_person_was_erased_then_the_parcel_stays_and_says_so(lone_service: Service) -> None:
    order_id = waiting(lone_service)
    services: Services = lone_service.app.state.services
    erase(services.desk, ANALYST, order_id)
    (stayed,) = handed_over(lone_service, order_id)["stayed"]
    assert [each["code"] for each in stayed["missing"]] == ["person_erased"]
