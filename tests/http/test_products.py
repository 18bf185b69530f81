"""The product file over HTTP: one product, whole files, tasks."""

from engine.desk import products_following, telling
from tests.builders import a_line, an_order
from tests.desks import document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

CSV = {"Content-Type": "text/csv"}
BATTERY = {"kind": "lithium_ion", "watt_hours": 20}


def work(service: Service) -> None:
    desk = service.app.state.services.desk
    drain(service.database, {**telling.handlers(service.ids), **products_following.handlers(desk)})


def test_product_when_put_then_is_new_once_and_read_as_it_stands(service: Service) -> None:
    first = service.call("PUT", "/v1/products/PB%2F20", {"hs6": "850760"})
    again = service.call("PUT", "/v1/products/PB%2F20", {"hs6": "850760"})
    read = service.get("/v1/products/PB%2F20")
    assert (first.status_code, again.status_code, read.headers["etag"]) == (201, 200, '"1"')
    assert read.json()["product"] == {"sku": "PB/20", "status": "active", "hs6": "850760"}
    assert is_problem(service.get("/v1/products/PB%2F20", key="other"), 404, "not_found")


def test_product_when_it_has_faults_then_each_is_told_with_its_place(service: Service) -> None:
    response = service.call("PUT", "/v1/products/A", {"sku": "A", "hs6": "1", "gtin": "12345670", "colour": "red"})
    assert is_problem(response, 422, "product_rejected"), response.text
    assert {each["pointer"] for each in response.json()["errors"]} == {"/hs6", "/colour"}
    assert is_problem(service.call("PUT", "/v1/products/A", {"sku": "B"}), 422, "product_rejected")
    assert is_problem(service.call("PUT", "/v1/products/A", content=b"{", headers={"Content-Type": "application/json"}),
                      400, "malformed_json")  # fmt: skip


def test_product_when_somebody_changed_it_then_if_match_keeps_it(service: Service) -> None:
    for origin in ("CN", "VN"):
        service.call("PUT", "/v1/products/A", {"origin": origin})
    stale = service.call("PUT", "/v1/products/A", {"origin": "DE"}, headers={"If-Match": '"1"'})
    assert is_problem(stale, 412, "version_changed")


def test_file_when_sent_then_rows_are_counted_and_it_comes_out_again(service: Service) -> None:
    sheet = "SKU,海关编码,Asin\nA,850760,amazon:B0A\nB,12,\n".encode()
    done = service.call("POST", "/v1/products/imports", content=sheet, headers=CSV).json()
    assert [done[name] for name in ("rows", "added", "refused", "dry_run")] == [2, 1, 1, False]
    assert [(each["row"], each["column"], each["sku"]) for each in done["faults"]] == [(3, "海关编码", "B")]
    exported = service.get("/v1/product-file")
    again = service.call("POST", "/v1/products/imports?dry_run=true", content=exported.content, headers=CSV).json()
    assert (again["unchanged"], again["faults"], again["dry_run"]) == (1, [], True)


def test_file_when_it_is_json_then_documents_are_products(service: Service) -> None:
    done = service.call("POST", "/v1/products/imports", {"products": [{"sku": "A", "hs6": "850760"}, {"hs6": "1"}]})
    assert [done.json()[name] for name in ("added", "refused")] == [1, 1]


def test_file_when_it_is_none_then_says_so(service: Service) -> None:
    assert is_problem(
        service.call("POST", "/v1/products/imports", content=b"name\nA\n", headers=CSV), 422, "unknown_format"
    )
    assert is_problem(
        service.call("POST", "/v1/products/imports", content=b"x", headers={"Content-Type": "text/plain"}),
        415,
        "media_type_not_read",
    )


def test_listing_when_longer_than_a_page_then_goes_on_by_cursor(service: Service) -> None:
    for sku in ("A", "B", "C"):
        service.call("PUT", f"/v1/products/{sku}", {"origin": "CN"})
    first = service.get("/v1/products?limit=2").json()
    rest = service.get(f"/v1/products?limit=2&cursor={first['next_cursor']}").json()
    assert [each["sku"] for each in (*first["data"], *rest["data"])] == ["A", "B", "C"]


def test_task_when_answered_then_the_orders_that_waited_go_on(service: Service) -> None:
    service.call("PUT", "/v1/products/PB", {"origin": "CN", "battery": BATTERY})
    decision = sent(service, document(an_order(lines=(a_line(sku="PB"),))))
    task = decision["holds"][0]["task"]  # type: ignore[index]
    work(service)
    shown = service.get(f"/v1/product-tasks/{task}").json()
    assert (shown["attributes"], shown["orders"]) == (["battery_packing"], 1)
    path = f"/v1/product-tasks/{task}/answer"
    answered = service.call("POST", path, {"battery": {"packing": "in_equipment"}}).json()
    work(service)
    assert (answered["task"]["state"], answered["product"]["version"]) == ("answered", 2)
    assert service.get(f"/v1/orders/{decision['order_id']}").json()["outcome"] == "admit"
    assert service.get("/v1/product-tasks").json()["data"] == []


def test_answer_when_it_is_no_product_then_the_task_stays(service: Service) -> None:
    service.call("PUT", "/v1/products/PB", {"origin": "CN", "battery": BATTERY})
    sent(service, document(an_order(lines=(a_line(sku="PB"),))))
    work(service)
    task = service.get("/v1/product-tasks").json()["data"][0]["id"]
    refused = service.call("POST", f"/v1/product-tasks/{task}/answer", {"battery": {"packing": "in a box"}})
    assert is_problem(refused, 422, "product_rejected"), refused.text
    assert service.get(f"/v1/product-tasks/{task}").json()["state"] == "open"
