"""Money over HTTP: gateways' messages, where it stands, disputes with their evidence, exchange rates."""

import zipfile
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest

from engine.order.terms import PaymentStatus
from engine.store.labels import labels_of
from tests.builders import a_payment, an_order
from tests.gateway_messages import Message, adyen, stripe_dispute, stripe_intent
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, life, post, worked

UNPAID = a_payment(status=PaymentStatus.AUTHORISED, captured=None, captured_at=None, gateway="other")
RATES = {
    "rates": [
        {"base": "EUR", "quote": "USD", "rate": "1.0812", "source": "ecb", "at": "2026-11-20T00:00:00Z"},
        {"base": "EUR", "quote": "GBP", "rate": "0.8301", "source": "ecb", "at": "2026-11-20T00:00:00Z"},
    ]
}


def waiting(service: Service) -> str:
    """An order whose money is awaited."""
    return admitted(service, an_order(payment=UNPAID))


def told(service: Service, gateway: str, message: Message) -> Shown:
    """A message, taken; afterwards a worker has done what follows."""
    return post(service, f"/v1/payments/{gateway}/events", message)


def disputed(service: Service) -> tuple[str, str]:
    """An order with a dispute: both ids."""
    order_id = waiting(service)
    told(service, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    told(service, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    return order_id, str(service.get("/v1/disputes").json()["data"][0]["id"])


def test_event_when_told_twice_then_is_taken_once_and_the_order_goes_on(service: Service) -> None:
    order_id = waiting(service)
    message = stripe_intent("payment_intent.succeeded", amount_received=4488)
    taken = [told(service, "stripe", message)["taken"][0] for _ in range(2)]
    assert [(each["order_id"], each["payment"], each["is_new"]) for each in taken] == [
        (order_id, "captured", True),
        (order_id, "captured", False),
    ]
    assert life(service, order_id)["stage"] == "fulfilling"


def test_event_when_it_moves_no_money_then_is_ignored(service: Service) -> None:
    assert told(service, "adyen", adyen("REPORT_AVAILABLE", 0)) == {"taken": [], "ignored": ["REPORT_AVAILABLE"]}


@pytest.mark.parametrize(
    ("path", "content", "status", "code"),
    [
        ("stripe", b"{", 400, "malformed_json"),
        ("stripe", b"[]", 422, "message_refused"),
        ("stripe", b"{}", 422, "message_refused"),
        ("paymill", b"{}", 422, "parameter_rejected"),
    ],
)
def test_event_when_it_is_none_then_is_a_problem(
    service: Service, path: str, content: bytes, status: int, code: str
) -> None:
    headers = {"Content-Type": "application/json"}
    response = service.call("POST", f"/v1/payments/{path}/events", content=content, headers=headers)
    assert is_problem(response, status, code), response.text


def test_event_when_no_order_is_called_so_then_is_not_found(service: Service) -> None:
    message = stripe_intent("payment_intent.succeeded", amount_received=1)
    assert is_problem(service.call("POST", "/v1/payments/stripe/events", message), 404, "not_found")


def test_event_when_the_amount_cannot_be_then_is_refused(service: Service) -> None:
    waiting(service)
    message = stripe_intent("payment_intent.succeeded", amount_received=4488, currency="xxx")
    assert is_problem(service.call("POST", "/v1/payments/stripe/events", message), 422, "payment_refused")


def test_payment_when_read_then_shows_ledger_and_sums(service: Service) -> None:
    order_id = waiting(service)
    told(service, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4488))
    shown = service.get(f"/v1/orders/{order_id}/payment").json()
    assert (shown["payment"], shown["kept"]) == ("captured", {"EUR": 4488})
    assert [each["kind"] for each in shown["ledger"]] == ["authorise", "capture"]
    assert [(each["action"], each["state"]) for each in shown["instructions"]] == [("capture", "sent")]


def test_payment_when_a_person_accepts_less_then_the_order_goes_on_and_says_why(service: Service) -> None:
    order_id = waiting(service)
    told(service, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4000))
    assert service.get(f"/v1/orders/{order_id}/payment").json()["payment"] == "mismatched"
    assert post(service, f"/v1/orders/{order_id}/payment/accept", {"reason": "agreed"})["payment"] == "captured"
    assert life(service, order_id)["stage"] == "fulfilling"


@pytest.mark.parametrize(
    ("order", "status", "code"), [("", 409, "illegal_step"), ("ord_01a2183490a7710f91ba6250cab41cd4", 404, "not_found")]
)
def test_accept_when_nothing_is_mismatched_then_is_refused(
    service: Service, order: str, status: int, code: str
) -> None:
    order_id = order or waiting(service)
    response = service.call("POST", f"/v1/orders/{order_id}/payment/accept", {"reason": "agreed"})
    assert is_problem(response, status, code), response.text


def test_dispute_when_won_then_the_label_is_kept_with_its_reason(service: Service) -> None:
    order_id, dispute = disputed(service)
    assert post(service, f"/v1/disputes/{dispute}/submit", {"note": "uploaded"})["state"] == "submitted"
    assert post(service, f"/v1/disputes/{dispute}/decide", {"outcome": "won"})["state"] == "won"
    with service.database.read() as session:
        labels = labels_of(session, "main", order_id)
    assert [(each.kind, each.source, each.reason_code) for each in labels] == [
        ("friendly_fraud", "dispute:stripe", "10.4")
    ]
    assert is_problem(service.call("POST", f"/v1/disputes/{dispute}/submit", {}), 409, "dispute_refused")


def test_evidence_when_fetched_then_holds_the_decision_and_is_an_archive(service: Service) -> None:
    _, dispute = disputed(service)
    shown = service.get(f"/v1/disputes/{dispute}/evidence").json()
    kinds = {each["kind"]: each["rows"] for each in shown["exhibits"]}
    assert kinds["decision"][-1]["outcome"] == "admit"
    assert kinds["decision"][-1]["payment.avs"] == "match"
    response = service.get(f"/v1/disputes/{dispute}/evidence/archive")
    assert response.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(response.content)) as opened:
        assert "Erika Muster" in opened.read("evidence.html").decode()


def test_disputes_when_listed_by_state_then_only_those(service: Service) -> None:
    disputed(service)
    assert [each["state"] for each in service.get("/v1/disputes?state=open").json()["data"]] == ["open"]
    assert service.get("/v1/disputes?state=won").json()["data"] == []


@pytest.mark.parametrize("path", ["", "/evidence", "/evidence/archive"])
def test_dispute_when_another_merchants_then_is_not_found(service: Service, path: str) -> None:
    _, dispute = disputed(service)
    assert is_problem(service.get(f"/v1/disputes/{dispute}{path}", key="other"), 404, "not_found")
    for act, body in (("submit", {}), ("decide", {"outcome": "won"})):
        assert is_problem(service.call("POST", f"/v1/disputes/{dispute}/{act}", body, key="other"), 404, "not_found")


def test_message_when_another_merchant_sends_it_then_finds_no_order(service: Service) -> None:
    waiting(service)
    message = stripe_intent("payment_intent.succeeded", amount_received=4488)
    response = service.call("POST", "/v1/payments/stripe/events", message, key="other")
    assert is_problem(response, 404, "not_found")


def test_rates_when_stored_twice_then_are_there_once(service: Service) -> None:
    assert [post(service, "/v1/exchange-rates", RATES)["new"] for _ in range(2)] == [2, 0]
    listed = service.get("/v1/exchange-rates?limit=1").json()
    assert (listed["data"][0]["rate"], listed["has_more"]) == ("1.0812", True)
    assert service.get("/v1/exchange-rates", key="other").json()["data"] == []


def test_rate_when_it_is_of_one_currency_then_is_refused(service: Service) -> None:
    same = {"rates": [{**RATES["rates"][0], "quote": "EUR"}]}
    assert is_problem(service.call("POST", "/v1/exchange-rates", same), 422, "rate_refused")
    worked(service)


def test_disputes_when_the_soonest_are_wanted_then_pages_go_by_their_ends(service: Service) -> None:
    disputed(service)
    for number, days in enumerate((3, 30)):
        message: Any = deepcopy(stripe_dispute("charge.dispute.created", "needs_response"))
        thing = message["data"]["object"]
        due = thing["evidence_details"]["due_by"] + (days - 9) * 24 * 3600
        told(service, "stripe", message | {"id": f"evt_more_{number}", "data": {"object": {
            **thing, "id": f"dp_more_{number}", "evidence_details": {"due_by": due},
        }}})  # fmt: skip
    first = service.get("/v1/disputes?soonest_first=true&limit=2").json()
    rest = service.get(f"/v1/disputes?soonest_first=true&cursor={first['next_cursor']}").json()
    listed = [each["reference"] for each in (*first["data"], *rest["data"])]
    assert listed == ["dp_more_0", "dp_1", "dp_more_1"]
    assert service.get("/v1/disputes?soonest_first=true&state=won").json()["data"] == []
