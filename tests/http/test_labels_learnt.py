"""Labels for models and rules that arise from what really happens to an order: asked for over HTTP, kept once each."""

from api.composition.money_sources import money_sources
from api.services import Services
from engine.store.labels import labels_of
from fulfillment.learning.nights import LearningWork
from tests.http.conftest import Service
from tests.http.lives import delivered, labelled, life, post, rung, scan
from tests.http.test_payments import disputed

DAYS_31 = 31 * 86_400


def night(service: Service) -> None:
    """What is learnt of orders that ended, twice over: a worker may die behind its work."""
    services: Services = service.app.state.services
    work = LearningWork(database=service.database, site=services.site, sources=money_sources(services.desk),
                        clock=service.clock)  # fmt: skip
    for _ in range(2):
        work.whole("main")


def labels(service: Service, order_id: str) -> list[tuple[str, str]]:
    with service.database.read() as session:
        return [(each.kind, each.source) for each in labels_of(session, "main", order_id)]


def test_chargeback_when_the_bank_decides_against_us_then_labels_the_order_once(lone_service: Service) -> None:
    order_id, dispute = disputed(lone_service)
    assert labels(lone_service, order_id) == []
    post(lone_service, f"/v1/disputes/{dispute}/decide", {"outcome": "lost"})
    night(lone_service)
    assert [kind for kind, _ in labels(lone_service, order_id)] == ["chargeback"]


def test_parcel_when_it_was_given_to_somebody_else_then_labels_the_order_as_not_received_once(
    lone_service: Service,
) -> None:
    order_id = delivered(lone_service)
    told = {"kind": "wrong_delivery", "since": life(lone_service, order_id)["shipment"]["created_at"]}
    claim = post(lone_service, f"/v1/orders/{order_id}/claims", told, 201)["id"]
    post(lone_service, f"/v1/claims/{claim}/move", {"event": "write_off"})
    lone_service.clock.move(DAYS_31)
    rung(lone_service)
    assert life(lone_service, order_id)["stage"] == "completed"
    night(lone_service)
    assert labels(lone_service, order_id) == [("not_received", "aftersales")]


def test_parcel_when_customs_refused_it_then_labels_the_order_once_it_is_back(lone_service: Service) -> None:
    order_id = labelled(lone_service)
    post(lone_service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    scan(lone_service, order_id, "accepted")
    number = life(lone_service, order_id)["shipment"]["number"]
    told = [
        {"status": "import_held", "reason": "customs_refused", "at": "2026-11-24T10:00:00Z"},
        {"status": "returned", "at": "2026-11-25T10:00:00Z"},
    ]
    for _ in range(2):
        post(lone_service, f"/v1/shipments/{number}/tracking", {"events": told})
    (back,) = life(lone_service, order_id)["returns"]
    post(lone_service, f"/v1/returns/{back['id']}/receive", {"grade": "like_new"})
    night(lone_service)
    assert labels(lone_service, order_id) == [("refused_at_customs", "aftersales")]
