"""Files of orders over HTTP: who acts on how many of their orders, and each of them as it stands now."""

from api.access.scopes import Scope
from tests.browser.test_console_order_files import SHEET
from tests.http.conftest import Service, is_problem
from tests.http.lives import worked

CSV = {"Content-Type": "text/csv"}


def a_decided_file(service: Service) -> str:
    file = service.call("POST", "/v1/order-files", content=SHEET, headers=CSV).json()
    worked(service)
    return str(file["id"])


def test_file_when_decided_then_says_who_acts_and_lists_its_orders_by_rows(service: Service) -> None:
    id_ = a_decided_file(service)
    assert service.get(f"/v1/order-files/{id_}").json()["acts"] == {"nobody": 1, "buyer": 1}
    first = service.get(f"/v1/order-files/{id_}/orders?limit=2").json()
    rest = service.get(f"/v1/order-files/{id_}/orders?limit=2&cursor={first['next_cursor']}").json()
    found = [(each["row"], each["merchant_order_id"], each["outcome"]) for each in (*first["data"], *rest["data"])]
    assert found == [(2, "F-1", "admit"), (3, "F-2", "ask_customer"), (4, None, None)]
    assert "quantity" in rest["data"][0]["faults"][0]


def test_file_when_an_order_changes_then_counts_how_it_stands_now(lone_service: Service) -> None:
    id_ = a_decided_file(lone_service)
    rows = lone_service.get(f"/v1/order-files/{id_}/orders").json()["data"]
    lone_service.call("PATCH", f"/v1/orders/{rows[1]['order_id']}", {"shipping_address": {"postcode": "44000"}})
    assert lone_service.get(f"/v1/order-files/{id_}").json()["acts"] == {"nobody": 2}


def test_orders_of_a_file_when_personal_data_are_not_seen_then_faults_are_left_out(lone_service: Service) -> None:
    id_ = a_decided_file(lone_service)
    key = lone_service.make_key(scopes=[Scope.ORDERS_READ]).id
    rows = lone_service.get(f"/v1/order-files/{id_}/orders", key=key).json()["data"]
    assert (rows[2]["code"], rows[2]["faults"]) == ("order_rejected", [])


def test_orders_when_the_file_is_unknown_then_are_not_found(lone_service: Service) -> None:
    answer = lone_service.get("/v1/order-files/orf_" + "0" * 32 + "/orders")
    assert is_problem(answer, 404, "not_found")
