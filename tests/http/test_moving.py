"""An external warehouse, differences, channel stock and transfers over HTTP."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
import uvicorn

from api.routes.stock_examples import A_WAREHOUSE
from api.schemas.senders import STATED
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, life, post, worked

HERE = "SZX-1"


@contextmanager
def on_loopback(service: Service) -> Iterator[str]:
    """The application on a real socket; answers its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(service.app, lifespan="off", log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@dataclass
class Warehouse:
    """A small warehouse system: follows its work by the feed, does it, and tells what it did."""

    web: httpx2.Client
    cursor: str | None = None
    told: int = 0
    jobs: dict[str, Shown] = field(default_factory=dict)

    def follow(self) -> list[str]:
        """Reads what is new; answers the actions."""
        actions = []
        while True:
            asked = {"warehouse": HERE, "limit": "1"} | ({"cursor": self.cursor} if self.cursor else {})
            page = self.web.get("/v1/wms/work", params=asked).raise_for_status().json()
            self.cursor = page["next_cursor"]
            for word in page["data"]:
                actions.append(word["action"])
                self.jobs[word["fulfilment_id"]] = word
            if not page["has_more"]:
                return actions

    def tell(self, *events: Shown) -> list[tuple[str, str]]:
        """Tells events under ids of its own; answers what became of each."""
        named = []
        for each in events:
            self.told += 1
            named.append({"id": f"w-{self.told}", "at": "2026-11-22T09:30:00Z", **each})
        answers = self.web.post("/v1/wms/events", json={"events": named}).raise_for_status().json()["answers"]
        return [(each["status"], each["code"]) for each in answers]


@pytest.fixture
def warehouse(service: Service) -> Iterator[Warehouse]:
    """The warehouse, with a key of its own."""
    with on_loopback(service) as address:
        headers = {"Authorization": f"Bearer {service.tokens['main']}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=60) as web:
            yield Warehouse(web)


def test_warehouse_when_it_plays_through_the_feed_then_the_parcel_stands_ready(
    service: Service, warehouse: Warehouse
) -> None:
    order_id = admitted(service)
    assert warehouse.follow() == ["do"]
    (part,) = warehouse.jobs
    pieces = [{"line": each["line"], "pieces": each["quantity"]} for each in warehouse.jobs[part]["data"]["lines"]]
    assert warehouse.tell(
        {"type": "packed", "fulfilment_id": part, "boxes": [{"weight_g": 500}]},  # too early, and stops nothing else
        {"type": "picked", "fulfilment_id": part, "lines": pieces},
        {"type": "received", "warehouse": HERE, "sku": "TEA", "pieces": 4},
    ) == [("refused", "illegal_step"), ("done", ""), ("done", "")]
    again = {"id": "w-2", "type": "picked", "fulfilment_id": part, "lines": pieces}
    assert warehouse.tell(again) == [("repeated", "")]
    packed = {"id": "w-1", "type": "packed", "fulfilment_id": part, "boxes": [{"weight_g": 500, "contents": pieces}]}
    assert warehouse.tell(packed) == [("done", "")]
    worked(service)
    assert life(service, order_id)["fulfilments"][0]["state"] == "labelled"
    assert warehouse.follow() == ["do"]
    parcel = warehouse.jobs[part]["data"]["parcels"][0]
    assert warehouse.web.get(parcel["label"]).status_code == 200
    post(service, "/v1/manifests", {"carrier": parcel["carrier"], "orders": [order_id]}, 201)
    assert warehouse.follow() == ["done"]
    assert warehouse.follow() == []


def test_warehouse_when_its_levels_differ_then_a_person_ends_the_difference(
    service: Service, warehouse: Warehouse
) -> None:
    post(service, "/v1/stock/receipts", {"sku": "TEA", "warehouse": HERE, "pieces": 10})
    levels: Shown = {"id": "s-1", "warehouse": HERE, "at": "2026-11-22T09:30:00Z",
                     "levels": [{"sku": "TEA", "on_hand": 9}]}  # fmt: skip
    first, second = (warehouse.web.post("/v1/wms/stock-levels", json=levels).json() for _ in range(2))
    assert (first["differing"], first["repeated"], second["repeated"]) == (1, False, True)
    (found,) = service.get("/v1/stock/differences?state=open").json()["data"]
    assert (found["pieces"], found["age_days"]) == (-1, 0)
    path = f"/v1/stock/differences/{found['id']}"
    assert is_problem(service.call("POST", path, {"how": "explain"}), 409, "difference_refused")
    assert post(service, path, {"how": "adjust", "remark": "seen"})["state"] == "adjusted"
    assert service.get("/v1/stock?sku=TEA").json()["data"][0]["on_hand"] == 9
    assert service.get("/v1/stock/differences/report").json()["warehouses"][0]["adjusted"] == 1
    changed = levels | {"levels": []}
    assert is_problem(service.call("POST", "/v1/wms/stock-levels", changed), 409, "wms_refused")


def test_tolerance_when_set_then_small_differences_need_nobody(service: Service) -> None:
    post(service, "/v1/stock/receipts", {"sku": "TEA", "warehouse": HERE, "pieces": 100})
    wanted = {"warehouse": HERE, "pieces": 2, "percent": 2}
    assert service.call("PUT", "/v1/stock/tolerances", wanted).json() == wanted
    levels = {"id": "s-1", "warehouse": HERE, "at": "2026-11-22T09:30:00Z", "levels": [{"sku": "TEA", "on_hand": 98}]}
    assert post(service, "/v1/wms/stock-levels", levels)["adjusted"] == 1


def test_channel_when_an_article_is_delisted_or_taken_down_then_shows_none(service: Service) -> None:
    for sku in ("TEA", "TEE", "CUP"):
        post(service, "/v1/stock/receipts", {"sku": sku, "warehouse": HERE, "pieces": 10})
    assert is_problem(service.get("/v1/channels/amazon/stock"), 404, "not_found")
    rules = "/v1/channels/amazon/stock-rules"
    service.call("PUT", rules, {"buffer": 2, "percent": 50})
    service.call("PUT", "/v1/products/TEE", {"status": "delisted"})
    names = [{"channel": "amazon", "sku": "B0CUP"}]
    service.call("PUT", "/v1/products/CUP", {"channel_skus": names})
    post(service, "/v1/takedowns", {"entries": [{"sku": "b0cup", "reason": "brand"}]}, 201)
    shown = service.get("/v1/channels/amazon/stock").json()["data"]
    assert [(each["sku"], each["name"], each["pieces"], each["why"]) for each in shown] == [
        ("CUP", "B0CUP", 0, "takedown"), ("TEA", "TEA", 4, ""), ("TEE", "TEE", 0, "delisted")]  # fmt: skip
    assert service.get(rules).json()["data"][0]["buffer"] == 2
    assert service.call("DELETE", rules).status_code == 204
    assert is_problem(service.call("DELETE", rules), 404, "not_found")


def a_plan(service: Service) -> dict[str, Any]:
    """Both warehouses, goods, the product file, and who imports."""
    post(service, "/v1/warehouses", dict(A_WAREHOUSE))
    post(service, "/v1/warehouses", {"code": HERE, "country": "CN", "time_zone": "Asia/Shanghai"})
    facts = {"customs_name_en": "Green tea", "hs6": "090210", "origin": "CN", "weight_g": 250,
             "declared_value": {"minor": 500, "currency": "USD"}}  # fmt: skip
    service.call("PUT", "/v1/products/TEA", facts)
    lot = {"lot": "L1", "expires_on": "2027-09-30"}
    post(service, "/v1/stock/receipts", {"sku": "TEA", "warehouse": HERE, "pieces": 50, **lot})
    return {"origin": HERE, "destination": "HAM-1", "currency": "USD", "importer": "Acme GmbH", "reference": "TR-7",
            "lines": [{"sku": "TEA", "pieces": 40}]}  # fmt: skip


def boxes(*many: int) -> dict[str, Any]:
    return {"cartons": [{"weight_g": 11200, "length_mm": 600, "width_mm": 400, "height_mm": 400,
                         "contents": [{"sku": "TEA", "lot": "L1", "pieces": each}]} for each in many]}  # fmt: skip


def test_transfer_when_it_goes_all_the_way_then_its_cost_is_in_the_product_file(service: Service) -> None:
    made = post(service, "/v1/transfers", a_plan(service), 201)
    path = f"/v1/transfers/{made['id']}"
    assert (made["lines"][0]["value"], made["kept"][0]["lot"]) == (20000, "L1")
    assert is_problem(service.call("POST", f"{path}/cartons", boxes(39)), 409, "transfer_refused")
    post(service, f"{path}/cartons", boxes(25, 15))
    post(service, f"{path}/ship", {"carrier": "ocean_line", "due_at": "2026-12-24T00:00:00Z"})
    assert service.get("/v1/stock/in-transit").json()["data"] == [{"sku": "TEA", "destination": "HAM-1", "pieces": 40}]
    post(service, f"{path}/costs", {"freight": 3001, "duty": 640})
    post(service, f"{path}/receive", {"carton": 1})
    short = {"carton": 2, "contents": [{"sku": "TEA", "lot": "L1", "pieces": 14}]}
    assert post(service, f"{path}/receive", short)["state"] == "received"
    assert is_problem(service.call("POST", f"{path}/close"), 409, "transfer_refused")
    (missing,) = service.get("/v1/stock/differences?state=open").json()["data"]
    post(service, f"/v1/stock/differences/{missing['id']}", {"how": "adjust", "remark": "never came"})
    closed = post(service, f"{path}/close")
    assert (closed["state"], closed["landed"][0]["total"]) == ("closed", 19500 + 3001 + 640)
    product = service.get("/v1/products/TEA").json()
    assert product["version"] == 2
    assert product["product"]["landed_costs"] == [{"warehouse": "HAM-1", "minor": 593, "currency": "USD"}]
    assert service.get("/v1/transfers?state=closed").json()["data"][0]["id"] == made["id"]


def test_transfer_when_cancelled_then_its_pieces_are_free(service: Service) -> None:
    made = post(service, "/v1/transfers", a_plan(service), 201)
    assert service.get("/v1/stock?sku=TEA").json()["data"][0]["free"] == 10
    assert post(service, f"/v1/transfers/{made['id']}/cancel")["state"] == "cancelled"
    assert service.get("/v1/stock?sku=TEA").json()["data"][0]["free"] == 50


def test_papers_when_the_border_is_crossed_then_name_the_importer_of_record(service: Service) -> None:
    made = post(service, "/v1/transfers", a_plan(service), 201)
    path = f"/v1/transfers/{made['id']}"
    invoice = f"{path}/papers/invoice.pdf"
    assert is_problem(service.get(invoice), 409, "transfer_refused")  # not packed
    post(service, f"{path}/cartons", boxes(25, 15))
    assert "sender" in service.get(invoice).json()["detail"]
    put = {**STATED, "entity": "", "warehouse": ""}
    service.call("PUT", "/v1/senders", put)
    assert "importer of record" in service.get(invoice).json()["detail"]
    service.call("PUT", "/v1/senders", {**put, "entity": "Acme GmbH", "numbers": []})
    assert "has no EORI" in service.get(invoice).json()["detail"]
    numbers = [{"kind": "EORI", "value": "DE123456789012345"}]
    service.call("PUT", "/v1/senders", {**put, "entity": "Acme GmbH", "numbers": numbers})
    for name in ("invoice", "packing_list", "carton_labels"):
        paper = service.get(f"{path}/papers/{name}.pdf")
        assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
