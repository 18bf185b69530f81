"""Boxes, packing plans and shared parcels over HTTP, decided by the project's own rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.services import Services
from engine.order.line import Dimensions, Line
from engine.order.order import Order, Totals
from engine.order.party import TaxHolder, TaxIdentifier
from fulfillment.documents.parcel_papers import papers_of
from tests.builders import PLACED_AT, a_line, a_payment
from tests.desks import an_honest_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, life, post, worked

TEE = Dimensions(length_mm=300, width_mm=200, height_mm=30)
TABLE = "name,w,l,d,e,iw,il,id,max,cost,materials\nM,240,330,130,180,230,320,120,10000,65,corrugated_board\n"
CSV = {"Content-Type": "text/csv"}


def an_order_to_merge(number: int, **changes: object) -> Order:
    """Of the same buyer: shirts first, then mugs, since the same again would be a duplicate."""
    lines = (a_line(dimensions=TEE),) if number == 1 else (mugs(),)
    told = {
        "id": f"M-{number}",
        "placed_at": PLACED_AT + timedelta(minutes=number),
        "lines": lines,
        "payment": a_payment(gateway_reference=f"pi_{number}"),
        **changes,
    }
    return replace(an_honest_order(), **told)  # type: ignore[arg-type]


def mugs(quantity: int = 2, unit_price: int = 1999) -> Line:
    """Fragile, by their chapter of the tariff."""
    return a_line(
        sku="MUG", title="Mug, stoneware, white", hs_code="691200", quantity=quantity, unit_price=unit_price,
        dimensions=TEE,
    )  # fmt: skip


def picked(service: Service, *orders: Order) -> list[str]:
    ids = [admitted(service, each) for each in orders]
    for order_id in ids:
        post(service, f"/v1/orders/{order_id}/picks", {})
    return ids


def asked(ids: list[str]) -> Shown:
    return {"orders": [{"order_id": each} for each in ids]}


def part(service: Service, order_id: str) -> str:
    return str(life(service, order_id)["fulfilments"][0]["id"])


def boxes(service: Service) -> Shown:
    taken = service.call("POST", "/v1/boxes/import", content=TABLE.encode(), headers=CSV)
    assert taken.status_code == 200, taken.text
    return dict(taken.json())


def test_plan_when_the_station_has_boxes_then_names_box_contents_weights_and_what_to_heed(
    lone_service: Service,
) -> None:
    service = lone_service
    assert [each["name"] for each in boxes(service)["kept"]] == ["M"]
    (order_id,) = picked(service, an_order_to_merge(1))
    plan = service.get(f"/v1/fulfilments/{part(service, order_id)}/packing-plan").json()
    (box,) = plan["boxes"]
    assert (box["box"], box["contents"], plan["left_out"]) == ("M", {"1": 2}, [])
    assert box["weight_g"] == 180 + 2 * 180
    assert {each["carrier"] for each in box["billed"]} >= {"dhl_express", "ems"}
    assert plan["cost_minor"] == 65
    assert "epr_number_missing" in [each["code"] for each in plan["warnings"]]
    assert is_problem(service.get(f"/v1/fulfilments/{part(service, order_id)}/packing-plan", key="other"), 404,
                      "not_found")  # fmt: skip


def test_box_when_packed_otherwise_then_wants_a_reason_that_is_kept(lone_service: Service) -> None:
    service = lone_service
    boxes(service)
    (order_id,) = picked(service, an_order_to_merge(1))
    path = f"/v1/orders/{order_id}/parcels"
    one = {"weight_g": 400, "box": "M", "lines": [{"line": 1, "quantity": 1}]}
    assert is_problem(service.call("POST", path, one), 422, "parcel_refused")
    assert is_problem(service.call("POST", path, {"weight_g": 900, "box": "M"}), 422, "parcel_refused")
    assert is_problem(service.call("POST", path, {**one, "why": "value"}), 422, "split_refused")
    post(service, path, {**one, "why": "damage"})
    entries = service.get(f"/v1/orders/{order_id}/timeline").json()["data"]
    (told,) = [each["data"] for each in entries if each["event"] == "packed_otherwise"]
    assert (told["why"], told["planned"]) == ("damage", [{"box": "M", "contents": {"1": 2}}])


def test_plan_when_goods_are_not_measured_then_names_them(lone_service: Service) -> None:
    (order_id,) = picked(lone_service, an_honest_order())
    path = f"/v1/fulfilments/{part(lone_service, order_id)}/packing-plan"
    assert is_problem(lone_service.get(path), 422, "goods_unmeasured")


def test_box_when_removed_then_is_listed_no_more(lone_service: Service) -> None:
    boxes(lone_service)
    assert lone_service.call("DELETE", "/v1/boxes?name=M", key="other").status_code == 404
    assert lone_service.call("DELETE", "/v1/boxes?name=M").status_code == 204
    assert lone_service.get("/v1/boxes").json()["data"] == []


def test_orders_when_merged_then_leave_under_one_number_and_declare_the_sum(service: Service) -> None:
    ids = picked(service, an_order_to_merge(1), an_order_to_merge(2))
    made = post(service, "/v1/consignments/propose", {})["data"]
    assert [(each["state"], each["outcome"], each["reasons"]) for each in made] == [("proposed", "admit", [])]
    path = f"/v1/consignments/{made[0]['id']}"
    assert is_problem(service.get(path, key="other"), 404, "not_found")
    post(service, f"{path}/accept", {})
    post(service, f"{path}/parcel", {"weight_g": 1001, "box": "M"})
    worked(service)
    shipments = [life(service, each)["shipment"] for each in ids]
    assert len({each["number"] for each in shipments}) == 1
    services: Services = service.app.state.services
    with service.database.read() as session:
        papers = [
            papers_of(session, services.print_shop, "main", each["id"], service.clock.now(), "tests")
            for each in shipments
        ]
    one, other = (each.declaration for each in papers)
    assert one == other
    assert [line.number for line in one.lines] == [1, 2]
    assert one.gross_g == 1001
    assert one.goods == 2 * 3998
    closed = post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": ids[:1]}, 201)
    assert (closed["left"], closed["stayed"]) == (ids, [])
    assert service.get(path).json()["state"] == "sent"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {"lines": (mugs(6),), "totals": Totals(total=12484, goods=11994, shipping=490),
             "payment": a_payment(gateway_reference="pi_9", authorised=12484, captured=12484)},
            "tax_threshold",
        ),
        ({"tax_identifiers": (TaxIdentifier(kind="IOSS", value="IM2760000742", holder=TaxHolder.MERCHANT),)},
         "other_tax_numbers"),
    ],
)  # fmt: skip
def test_orders_when_together_over_the_limit_or_under_other_numbers_then_refused_with_the_reason(
    lone_service: Service, changes: dict[str, object], code: str
) -> None:
    ids = picked(lone_service, an_order_to_merge(1), an_order_to_merge(2, **changes))
    response = lone_service.call("POST", "/v1/consignments", asked(ids))
    assert is_problem(response, 409, "merge_refused"), response.text
    assert code in [each["code"] for each in response.json()["errors"]]


def test_orders_when_one_is_held_by_hand_then_leaves_the_consignment(lone_service: Service) -> None:
    service = lone_service
    ids = picked(service, an_order_to_merge(1), an_order_to_merge(2))
    made = post(service, "/v1/consignments", asked(ids), 201)
    path = f"/v1/consignments/{made['id']}"
    post(service, f"{path}/accept", {})
    post(service, f"/v1/orders/{ids[1]}/holds", {"reason": "the buyer rang"}, 201)
    worked(service)
    stands = service.get(path).json()
    assert (stands["state"], [each["why"] for each in stands["members"]]) == ("undone", ["undone", "held"])
    assert is_problem(service.call("POST", f"{path}/parcel", {"weight_g": 900}), 409, "consignment_refused")
