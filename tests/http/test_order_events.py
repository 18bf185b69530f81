"""Events that shops tell: taken in once, in any order, and what follows from them."""

import itertools
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from engine.order.terms import PaymentStatus
from engine.store.tables import TOLD_EVENT
from tests.builders import a_payment, an_order
from tests.http.conftest import NOW, Service, is_problem
from tests.http.lives import admitted, life, worked

AT = NOW.isoformat()
TOTAL = an_order().totals.total
MONEY: dict[str, Any] = {"amount": TOTAL, "currency": "EUR"}


def path(order: str) -> str:
    """Where events of an order go."""
    return f"/v1/orders/{order}/events"


def tell(service: Service, order: str, type_: str, id_: str = "e-1", **more: object) -> dict[str, object]:
    """An event, seen to; answers what came of it."""
    body = {"id": id_, "type": type_, "at": AT, **more}
    assert service.call("POST", path(order), body).status_code == 202
    worked(service)
    rows: list[dict[str, object]] = service.get(f"{path(order)}/received").json()["data"]
    return next(each for each in rows if each["event_id"] == id_)


def promised(service: Service) -> str:
    """An order whose payment is authorised."""
    payment = a_payment(status=PaymentStatus.AUTHORISED, captured=None, captured_at=None)
    return admitted(service, an_order(id="E-1", payment=payment))


def test_event_when_told_twice_then_is_kept_once_and_other_content_is_refused(service: Service) -> None:
    order = admitted(service)
    body = {"id": "e-1", "type": "order.note", "at": AT, "note": "the buyer rang"}
    first, again = service.call("POST", path(order), body), service.call("POST", path(order), body)
    assert (first.status_code, again.status_code, again.json()["id"]) == (202, 200, first.json()["id"])
    assert is_problem(service.call("POST", path(order), body | {"note": "x"}), 409, "event_differs")


def test_capture_when_told_then_ledger_and_order_follow_and_it_is_decided_anew(service: Service) -> None:
    order = promised(service)
    came = tell(service, order, "payment.captured", reference="pi_1", **MONEY)
    assert came["state"] == "applied"
    assert life(service, order)["payment"] == "captured"
    document = service.get(f"/v1/orders/{order}").json()
    assert (document["version"], document["document"]["payment"]["status"]) == (2, "captured")


def test_capture_when_the_gateway_told_it_too_then_counts_once(service: Service) -> None:
    order = promised(service)
    tell(service, order, "payment.captured", reference="pi_1", **MONEY)
    again = tell(service, order, "payment.captured", "e-2", reference="pi_1", **MONEY)
    assert again["state"] == "noted"
    assert service.get(f"/v1/orders/{order}/payment").json()["received"] == {"EUR": TOTAL}


@pytest.mark.parametrize("order_of", list(itertools.permutations(range(3))))
def test_money_when_told_in_any_order_then_comes_to_the_same(lone_service: Service, order_of: tuple[int, ...]) -> None:
    order = promised(lone_service)
    told: list[tuple[str, Mapping[str, object]]] = [
        ("payment.authorised", MONEY),
        ("payment.failed", {}),
        ("payment.captured", MONEY),
    ]
    for number in order_of:
        kind, more = told[number]
        at = (NOW + timedelta(minutes=number - 10)).isoformat()
        tell(lone_service, order, kind, f"e-{number}", **{"at": at, **more})
    shown = lone_service.get(f"/v1/orders/{order}").json()["document"]["payment"]
    assert (shown["status"], shown["captured"]) == ("captured", TOTAL)
    assert life(lone_service, order)["payment"] == "captured"


def test_expiry_when_told_then_the_order_is_decided_with_it(service: Service) -> None:
    order = promised(service)
    came = tell(service, order, "payment.expired")
    assert service.get(f"/v1/orders/{order}").json()["document"]["payment"]["status"] == "expired"
    assert "was decided" in str(came["detail"])


def test_chargeback_when_told_then_opens_a_dispute_and_labels_the_order(service: Service) -> None:
    order = admitted(service)
    tell(service, order, "payment.captured", "e-0", reference="pi_1", **MONEY)
    came = tell(service, order, "chargeback.opened", dispute="dp_1", reason_code="10.4", scheme="visa", **MONEY)
    assert (came["state"], life(service, order)["payment"]) == ("applied", "disputed")
    assert [each["reference"] for each in service.get("/v1/disputes").json()["data"]] == ["dp_1"]
    labels = service.get(f"/v1/labels?order_id={order}").json()["data"]
    assert [(each["kind"], each["reason_code"]) for each in labels] == [("chargeback", "10.4")]


def test_chargeback_when_it_is_about_goods_then_teaches_nothing_of_the_buyer(lone_service: Service) -> None:
    order = admitted(lone_service)
    tell(lone_service, order, "chargeback.opened", dispute="dp_1", reason_code="13.1", scheme="visa", **MONEY)
    assert lone_service.get(f"/v1/labels?order_id={order}").json()["data"] == []


def test_cancellation_when_told_then_ends_the_order_once(service: Service) -> None:
    order = admitted(service)
    assert tell(service, order, "order.cancelled")["state"] == "applied"
    assert life(service, order)["stage"] == "cancelled"
    assert tell(service, order, "order.cancelled", "e-2")["state"] == "noted"


def test_address_when_changed_in_time_then_makes_a_version_and_lies_sealed(service: Service) -> None:
    order = admitted(service)
    came = tell(service, order, "address.change_requested", shipping_address={"line1": "Secret Lane 5"})
    assert came["state"] == "applied"
    assert service.get(f"/v1/orders/{order}").json()["document"]["shipping_address"]["line1"] == "Secret Lane 5"
    with service.database.read() as session:
        assert "Secret Lane" not in repr(session.rows(TOLD_EVENT.select()))


def test_address_when_the_order_has_ended_then_is_refused(lone_service: Service) -> None:
    order = admitted(lone_service)
    tell(lone_service, order, "order.cancelled", "e-0")
    came = tell(lone_service, order, "address.change_requested", shipping_address={"line1": "Secret Lane 5"})
    assert (came["state"], came["code"]) == ("refused", "too_late")


def test_address_when_its_person_is_erased_first_then_is_refused(lone_service: Service) -> None:
    order = admitted(lone_service)
    body = {"id": "e-1", "type": "address.change_requested", "at": AT, "shipping_address": {"line1": "Secret Lane 5"}}
    lone_service.call("POST", path(order), body)
    lone_service.call("POST", f"/v1/orders/{order}/erasure")
    worked(lone_service)
    came = lone_service.get(f"{path(order)}/received").json()["data"][0]
    assert (came["state"], came["code"]) == ("refused", "person_erased")


def test_delivery_when_no_parcel_is_ours_then_is_noted(lone_service: Service) -> None:
    assert tell(lone_service, admitted(lone_service), "shipment.delivered", number="1Z")["state"] == "noted"


@pytest.mark.parametrize(
    "body",
    [
        {"type": "payment.captured"},
        {"type": "address.change_requested"},
        {"type": "order.note", "shipping_address": {"city": "x"}},
        {"type": "order.painted"},
    ],
)
def test_event_when_it_says_too_little_or_too_much_then_422(lone_service: Service, body: Mapping[str, object]) -> None:
    order = f"ord_{'0' * 32}"
    response = lone_service.call("POST", path(order), {"id": "e", "at": AT, **body})
    assert is_problem(response, 422, "document_rejected")
