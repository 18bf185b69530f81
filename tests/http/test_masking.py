"""Who may not see people sees none: in orders, decisions, traces and hits; and what is masked may be sent back."""

import pytest

from api.access.roles import SCOPES, Role
from api.access.scopes import Scope
from api.routes.batches import KEPT_BACK
from engine.desk.submitting import submission_handlers
from engine.order.masking import DOT
from tests.desks import an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import Service
from tests.http.test_orders import sent

BLIND = tuple(sorted(SCOPES[Role.VIEWER] | {Scope.ORDERS_WRITE, Scope.HOLDS_WRITE, Scope.REVIEWS_WRITE}))


@pytest.fixture
def blind(lone_service: Service) -> str:
    return lone_service.make_key(scopes=BLIND).id


def words_of(body: dict[str, object]) -> list[str]:
    """What in an order is about a person, as texts that could be found somewhere."""
    customer, address = body["customer"], body["shipping_address"]
    assert isinstance(customer, dict)
    assert isinstance(address, dict)
    return [str(customer["email"]), str(address["line1"]), str(address["name"])]


def test_views_when_people_are_not_shown_then_hold_none_of_their_values(lone_service: Service, blind: str) -> None:
    body = document(an_unpaid_order())
    decision = sent(lone_service, body)
    paths = [
        f"/v1/orders/{decision['order_id']}",
        f"/v1/orders/{decision['order_id']}/party-hits",
        f"/v1/decisions/{decision['id']}",
        f"/v1/decisions/{decision['id']}/trace",
        f"/v1/decisions/{decision['id']}/trace?alternatives=true&alternatives_ms=50",
        f"/v1/orders/{decision['order_id']}/events",
    ]
    shown, seen = "".join(lone_service.get(path, key=blind).text for path in paths), lone_service.get(paths[0]).text
    for word in words_of(body):
        assert word not in shown
        assert word in seen
    assert DOT in shown


def test_submission_when_people_are_not_shown_then_holds_none_of_their_values(
    lone_service: Service, blind: str
) -> None:
    body = document(an_unpaid_order())
    later = {"Prefer": "respond-async"}
    refused = {"order": body | {"id": "A-2", "currency": "Euro of Jane Doe"}}
    taken = lone_service.call("POST", "/v1/orders", body, key=blind, headers=later).json()
    batch = lone_service.call("POST", "/v1/orders/batch", {"items": [refused]}, key=blind, headers=later).json()
    drain(lone_service.database, submission_handlers(lone_service.app.state.services.desk))
    paths = [taken["links"]["self"], batch["links"]["items"]]
    shown, seen = ("".join(lone_service.get(path, key=key).text for path in paths) for key in (blind, "main"))
    for word in words_of(body):
        assert word not in shown
    assert '"state":"decided"' in shown
    assert "/currency" in shown
    assert (KEPT_BACK in shown, KEPT_BACK in seen) == (True, False)


def test_order_when_masked_then_tells_what_is_needed(lone_service: Service, blind: str) -> None:
    decision = sent(lone_service, document(an_unpaid_order()))
    shown = lone_service.get(f"/v1/orders/{decision['order_id']}", key=blind).json()["document"]
    assert shown["shipping_address"]["country"] == "DE"
    assert shown["customer"]["email"].partition("@")[2]
    assert shown["lines"]


def test_order_when_a_masked_view_is_sent_back_then_nothing_changes(lone_service: Service, blind: str) -> None:
    decision = sent(lone_service, document(an_unpaid_order()))
    path = f"/v1/orders/{decision['order_id']}"
    shown = lone_service.get(path, key=blind).json()["document"]
    patch = {name: shown[name] for name in ("customer", "shipping_address", "billing_address") if name in shown}
    answer = lone_service.call("PATCH", path, patch, key=blind)
    assert (answer.status_code, answer.json()["id"]) == (200, decision["id"])
    assert lone_service.get(path).json()["version"] == 1


def test_decision_when_made_by_who_sees_no_people_then_shows_none(lone_service: Service, blind: str) -> None:
    body = document(an_unpaid_order())
    decision = sent(lone_service, body)
    patch = {"shipping_address": {"line2": "Hinterhaus"}}
    answer = lone_service.call("PATCH", f"/v1/orders/{decision['order_id']}", patch, key=blind)
    assert answer.status_code == 200
    for word in words_of(body):
        assert word not in answer.text
