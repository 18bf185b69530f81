"""What a model said of orders, over HTTP: counted by bins, and what a threshold would catch."""

from engine.desk.desk import Desk
from engine.desk.model_promoting import promote
from tests.desks import an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent
from tests.small_models import BEA, registered


def scored(service: Service, orders: int = 3) -> list[str]:
    """Orders that a champion scored."""
    desk: Desk = service.app.state.services.desk
    registered(desk)
    promote(desk, BEA, "m1", "the first", measure=lambda *_: ())
    return [str(sent(service, document(an_honest_order(f"A-{each}")))["order_id"]) for each in range(orders)]


def test_scores_when_orders_were_scored_then_bins_hold_them_all(service: Service) -> None:
    scored(service)
    found = service.get("/v1/models/m1/scores?threshold=0").json()
    assert (found["orders"], sum(each["orders"] for each in found["bins"])) == (3, 3)
    assert (found["effect"]["orders"], found["effect"]["share"]) == (3, 1.0)
    caught = [each["orders"] for each in found["thresholds"]]
    assert caught == sorted(caught, reverse=True)


def test_scores_when_frauds_are_known_then_precision_and_recall_are_told(service: Service) -> None:
    first, second, _ = scored(service)
    for order, kind in ((first, "fraud"), (second, "legitimate")):
        answered = service.call("POST", f"/v1/orders/{order}/labels", {"kind": kind, "source": "analyst"})
        assert answered.status_code in {200, 201}, answered.text
    effect = service.get("/v1/models/m1/scores?threshold=0").json()["effect"]
    assert (effect["fraud"], effect["honest"], effect["precision"], effect["recall"]) == (1, 1, 0.5, 1.0)


def test_scores_when_another_merchant_asks_then_the_model_is_not_theirs(lone_service: Service) -> None:
    scored(lone_service, 1)
    found = lone_service.get("/v1/models/m1/scores", key="other")
    assert found.status_code == 404 or found.json()["orders"] == 0


def test_scores_when_the_threshold_is_none_then_is_refused(lone_service: Service) -> None:
    scored(lone_service, 1)
    assert is_problem(lone_service.get("/v1/models/m1/scores?threshold=101"), 422, "parameter_rejected")
    assert is_problem(lone_service.get("/v1/models/m9/scores"), 404, "not_found")
