"""Warehouses, what lies in them, counts and short orders over HTTP."""

from dataclasses import replace

import orjson
from sqlalchemy import select

from api.access.roles import Role
from api.routes.stock_examples import A_WAREHOUSE
from engine.order.order import ShipFrom
from engine.store.outbox import Job
from engine.store.tables import JOB
from fulfillment.inventory.substituting import SubstituteWork
from fulfillment.jobs import SUBSTITUTION
from tests.desks import an_honest_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, post
from tests.http.people import signed_in
from tests.printed import words

SKU = "TEE-M-BLUE"
ABROAD = {"code": "SZX-1", "country": "CN", "time_zone": "Asia/Shanghai", "parcel_abroad": 300}
BIN = {"warehouse": "HAM-1", "code": "A-1", "zone": "A"}


def short_order(service: Service) -> str:
    """An order of two pieces whose nearest warehouse has one; another one has plenty."""
    post(service, "/v1/warehouses", dict(A_WAREHOUSE, serves=[], carriers=[]))
    post(service, "/v1/stock", {"sku": SKU, "warehouse": "HAM-1", "pieces": 1})
    order_id = admitted(service, replace(an_honest_order(), ship_from=ShipFrom(country="DE")))
    post(service, "/v1/warehouses", ABROAD)
    post(service, "/v1/stock/receipts", {"sku": SKU, "warehouse": "SZX-1", "pieces": 500})
    return order_id


def test_stock_when_received_moved_and_set_aside_then_places_and_ledger_say_so(service: Service) -> None:
    post(service, "/v1/warehouses", A_WAREHOUSE)
    post(service, "/v1/bins", BIN)
    where = {"sku": "TEA", "warehouse": "HAM-1", "lot": "L1"}
    post(service, "/v1/stock/receipts", where | {"pieces": 10, "expires_on": "2027-09-30", "dedup": "d1"})
    post(service, "/v1/stock/receipts", where | {"pieces": 10, "expires_on": "2027-09-30", "dedup": "d1"})
    post(service, "/v1/stock/moves", where | {"pieces": 6, "to_bin": "A-1"})
    shelf = post(service, "/v1/stock/moves", where | {"pieces": 1, "bin": "A-1", "how": "quarantine"})
    assert (shelf["on_hand"], shelf["blocked"], shelf["free"]) == (10, 1, 9)
    places = service.get("/v1/stock/places?sku=TEA").json()["data"]
    assert [(each["bin"], each["on_hand"], each["expires_on"]) for each in places] == [
        ("", 4, "2027-09-30"), ("A-1", 5, "2027-09-30"), ("QUARANTINE", 1, "2027-09-30")]  # fmt: skip
    movements = service.get("/v1/stock/movements?sku=TEA").json()["data"]
    assert [each["pieces"] for each in movements] == [10, -6, 6, -1, 1]


def test_lot_when_called_back_then_the_orders_that_have_it_are_named(service: Service) -> None:
    post(service, "/v1/stock/receipts", {"sku": SKU, "warehouse": "SZX-1", "pieces": 50, "lot": "L1"})
    order_id = admitted(service)
    changed = post(service, "/v1/stock/lots", {"sku": SKU, "code": "L1", "state": "quarantined"})
    assert changed["orders"] == [order_id]
    assert service.get(f"/v1/stock?sku={SKU}").json()["data"][0]["free"] == 0


def test_count_when_it_differs_then_another_person_counts_and_the_difference_is_booked(service: Service) -> None:
    post(service, "/v1/stock/receipts", {"sku": "TEA", "pieces": 10})
    sheet = post(service, "/v1/stock/counts", {"tolerance_pct": 5}, 201)
    assert sheet["lines"][0]["expected"] is None
    paper = service.get(f"/v1/stock/counts/{sheet['id']}/sheet.pdf?language=zh")
    assert (paper.headers["content-type"], "盘点单" in words(paper.content)) == ("application/pdf", True)
    assert [each["id"] for each in service.get("/v1/stock/counts?state=open").json()["data"]] == [sheet["id"]]
    assert f"/v1/stock/counts/{sheet['id']}/sheet.pdf" in signed_in(service, Role.VIEWER).get("/console/picking").text
    told = f"/v1/stock/counts/{sheet['id']}/lines"
    assert post(service, told, {"sku": "TEA", "pieces": 8, "counter": "Li"})["state"] == "again"
    assert is_problem(service.call("POST", told, {"sku": "TEA", "pieces": 8, "counter": "Li"}), 409, "count_refused")
    assert is_problem(service.call("POST", f"/v1/stock/counts/{sheet['id']}/post"), 409, "count_refused")
    assert post(service, told, {"sku": "TEA", "pieces": 8, "counter": "Wang"})["expected"] == 10
    posted = post(service, f"/v1/stock/counts/{sheet['id']}/post")
    assert (posted["state"], posted["lines"][0]["posted"]) == ("posted", -2)
    assert is_problem(service.get(f"/v1/stock/counts/{sheet['id']}/sheet.pdf"), 422, "paper_empty")


def test_adjustment_when_its_reason_does_not_fit_then_is_refused(service: Service) -> None:
    body = {"sku": "TEA", "pieces": 3, "reason": "damaged"}
    assert is_problem(service.call("POST", "/v1/stock/adjustments", body), 409, "stock_refused")


def test_warehouse_when_its_zone_is_unknown_then_is_refused(service: Service) -> None:
    refused = service.call("POST", "/v1/warehouses", dict(A_WAREHOUSE, time_zone="Europe/Atlantis"))
    assert is_problem(refused, 422, "warehouse_refused")


def test_short_order_when_another_warehouse_is_chosen_then_leaves_from_there(service: Service) -> None:
    order_id = short_order(service)
    path = f"/v1/orders/{order_id}/shortage-options"
    offered = service.get(path).json()["options"]
    assert {"wait", "other_warehouse", "cancel"} <= {each["kind"] for each in offered}
    assert len(service.get("/v1/stock/backorders").json()["data"]) == 1
    made = post(service, path, {"kind": "other_warehouse", "target": "SZX-1"}, 201)
    assert made["state"] == "done"
    assert service.get(path).json()["options"] == []
    assert is_problem(service.call("POST", path, {"kind": "wait"}), 409, "shortage_refused")


def test_short_order_when_the_customer_takes_a_substitute_then_is_decided_anew_with_it(service: Service) -> None:
    order_id = short_order(service)
    post(service, "/v1/stock/substitutes", {"sku": SKU, "stand_in": "OTHER", "extra": 100})
    post(service, "/v1/stock/receipts", {"sku": "OTHER", "warehouse": "HAM-1", "pieces": 50})
    made = post(service, f"/v1/orders/{order_id}/shortage-options", {"kind": "substitute"}, 201)
    assert made["state"] == "asked"
    post(service, f"/v1/orders/{order_id}/shortage-answers", {"choice_id": made["id"], "consents": True})
    assert service.get(f"/v1/orders/{order_id}").json()["version"] == 2
    with service.database.read() as session:
        order = service.app.state.services.site.desk.order_of(session, order_id)
    assert [line.sku for line in order.lines] == ["OTHER"]


def test_substitutes_when_there_are_more_than_a_page_then_are_listed_page_by_page(service: Service) -> None:
    for stand_in in ("B", "A", "C"):
        post(service, "/v1/stock/substitutes", {"sku": SKU, "stand_in": stand_in})
    first = service.get("/v1/stock/substitutes?limit=2").json()
    second = service.get(f"/v1/stock/substitutes?limit=2&cursor={first['next_cursor']}").json()
    assert [each["stand_in"] for page in (first, second) for each in page["data"]] == ["A", "B", "C"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_substitute_when_the_job_runs_again_then_no_further_pieces_are_exchanged(service: Service) -> None:
    order_id = short_order(service)
    path = f"/v1/orders/{order_id}/shortage-options"
    post(service, "/v1/stock/substitutes", {"sku": SKU, "stand_in": "OTHER"})
    post(service, "/v1/stock/receipts", {"sku": "OTHER", "warehouse": "HAM-1", "pieces": 50})
    post(service, path, {"kind": "split", "target": "rest_later"}, 201)
    made = post(service, path, {"kind": "substitute"}, 201)
    post(service, f"/v1/orders/{order_id}/shortage-answers", {"choice_id": made["id"], "consents": True})
    services = service.app.state.services
    with service.database.read() as session:
        kept = session.first(select(JOB.c.payload).where(JOB.c.kind == SUBSTITUTION))
    assert kept is not None
    payload = orjson.loads(str(kept[0]))
    job = Job(
        id="job_again", kind=SUBSTITUTION, merchant="main", aggregate=order_id, payload=payload, attempts=2, fence=2
    )
    SubstituteWork(services.desk).act(job)
    assert service.get(f"/v1/orders/{order_id}").json()["version"] == 2
    with service.database.read() as session:
        order = services.site.desk.order_of(session, order_id)
    assert [line.sku for line in order.lines] == [SKU, "OTHER"]


def test_goods_when_announced_without_a_zone_then_are_refused(service: Service) -> None:
    body = {"sku": SKU, "quantity": 1, "due_at": "2026-12-02T08:00:00", "reference": "PO-1"}
    assert service.call("POST", "/v1/stock/expected", body).status_code == 422


def test_sharing_terms_when_set_then_are_kept(service: Service) -> None:
    wanted = {"policy": "cheapest", "split": "never"}
    assert service.call("PUT", "/v1/sharing-terms", wanted).json() == wanted
    assert service.get("/v1/sharing-terms").json() == wanted
