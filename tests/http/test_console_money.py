"""The console's pages about money over HTTP: whose they are, and what a reader bound to shops is told."""

import pytest

from api.access.roles import Role
from api.console.visit import LANGUAGE
from engine.order.terms import PaymentStatus
from tests.builders import a_payment, an_order
from tests.http.conftest import Service
from tests.http.lives import admitted, post
from tests.http.people import signed_in
from tests.http.test_freight_and_profit import HEAD as BILL_HEAD
from tests.http.test_freight_and_profit import bill
from tests.http.test_payments import disputed
from tests.http.test_settlements import HEAD, sale, send

LISTS = ("reconciliation", "disputes", "freight", "profit", "analytics")


def of_main(service: Service) -> list[str]:
    """Addresses of things of the main merchant."""
    order_id, dispute = disputed(service)
    report = send(service, HEAD + sale("A-9", "44.88"))["settlement"]["id"]
    case = service.get("/v1/settlement-cases?kind=unknown_in_books").json()["data"][0]["id"]
    billed = bill(service, f"{BILL_HEAD}NOT-OURS,R-1,EUR,12.50,1.00,\n")["bill"]["id"]
    difference = service.get("/v1/freight-differences").json()["data"][0]["id"]
    return [f"reconciliation/files/{report}", f"reconciliation/cases/{case}", f"payments/{order_id}",
            f"disputes/{dispute}", f"freight/bills/{billed}", f"freight/differences/{difference}"]  # fmt: skip


def test_pages_when_a_viewer_looks_then_all_open(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    for path in (*LISTS, *of_main(lone_service)):
        assert browser.get(f"/console/{path}").status_code == 200, path


def test_pages_when_they_are_of_another_merchant_then_there_is_nothing(lone_service: Service) -> None:
    paths = of_main(lone_service)
    browser = signed_in(lone_service, Role.ADMIN, merchant="other")
    for path in paths:
        assert browser.get(f"/console/{path}").status_code == 404, path
    for path in LISTS:
        assert "A-9" not in browser.get(f"/console/{path}").text


@pytest.mark.parametrize("path", ["profit", "analytics", "disputes"])
def test_pages_when_the_reader_is_bound_to_another_shop_then_show_none_of_the_rest(
    lone_service: Service, path: str
) -> None:
    order_id, _ = disputed(lone_service)
    browser = signed_in(lone_service, Role.VIEWER, shops=["shop-fr"])
    answer = browser.get(f"/console/{path}?since=2026-11-01&until=2026-12-31")
    assert answer.status_code == 200
    assert order_id not in answer.text


@pytest.mark.parametrize(("language", "words"), [("en", "nothing known yet"), ("zh", "暂无数据")])
def test_profit_when_an_order_was_called_off_unpaid_then_says_that_nothing_is_known(
    lone_service: Service, language: str, words: str
) -> None:
    order_id = admitted(lone_service, an_order(payment=a_payment(status=PaymentStatus.PENDING, captured=0)))
    post(lone_service, f"/v1/orders/{order_id}/cancel", {"reason": "changed their mind"})
    browser = signed_in(lone_service, Role.VIEWER)
    browser.client.cookies.set(LANGUAGE, language)
    shown = browser.get("/console/profit?since=2026-11-01&until=2026-12-31").text
    assert words in shown
    assert "0.00" not in shown
