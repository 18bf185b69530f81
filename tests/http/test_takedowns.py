"""Take-downs over HTTP, with the handlers of a real process: what is being packed stops, and goes on when lifted."""

from api.access.scopes import OF_A_STOREFRONT, Scope
from api.routes.takedowns import NOTICES
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, life, post

CSV = {"Content-Type": "text/csv"}
OF_THE_SHIRT = {"entries": [{"sku": "TEE-M-BLUE", "reason": "copied print", "reference": "N-7"}]}


def test_packing_when_a_notice_comes_then_stops_where_it_stands_until_it_is_lifted(service: Service) -> None:
    order_id = admitted(service)
    post(service, f"/v1/orders/{order_id}/picks", {})
    before = life(service, order_id)
    notice = post(service, "/v1/takedowns", OF_THE_SHIRT, 201)["added"][0]["id"]
    refused = service.call("POST", f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    assert is_problem(refused, 409, "step_blocked")
    assert life(service, order_id)["stage"] == before["stage"]
    post(service, f"/v1/takedowns/{notice}/lift", {"note": "withdrawn"})
    post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500})


def test_file_when_sent_then_its_notices_are_listed(service: Service) -> None:
    response = service.call("POST", "/v1/takedowns/file", content=b"sku,reference\nA-1,N-1\nA-2,N-2\n", headers=CSV)
    assert (response.status_code, response.json()["known"]) == (201, 0)
    first = service.get("/v1/takedowns?limit=1").json()
    assert [each["sku"] for each in first["data"]] == ["A-1"]
    rest = service.get(f"/v1/takedowns?limit=1&cursor={first['next_cursor']}").json()
    assert ([each["sku"] for each in rest["data"]], rest["has_more"]) == (["A-2"], False)


def test_file_when_a_row_is_wrong_then_nothing_is_kept(service: Service) -> None:
    response = service.call("POST", "/v1/takedowns/file", content=b"sku,date\nA-1,\nA-2,soon\n", headers=CSV)
    assert is_problem(response, 422, "takedowns_refused")
    assert service.get("/v1/takedowns").json()["data"] == []


def test_notice_when_lifted_then_listed_only_among_all(service: Service) -> None:
    notice = service.call("POST", "/v1/takedowns", NOTICES).json()["added"][0]["id"]
    lifted = service.call("POST", f"/v1/takedowns/{notice}/lift", {}).json()
    assert (lifted["state"], service.get("/v1/takedowns").json()["data"]) == ("lifted", [])
    assert [each["id"] for each in service.get("/v1/takedowns?state=all").json()["data"]] == [notice]
    assert is_problem(service.call("POST", f"/v1/takedowns/{notice}/lift", {}), 409, "takedown_lifted")


def test_importing_when_the_key_is_a_storefronts_then_403(lone_service: Service) -> None:
    assert Scope.TAKEDOWNS_WRITE not in OF_A_STOREFRONT
    key = lone_service.make_key(scopes=sorted(OF_A_STOREFRONT))
    assert is_problem(lone_service.call("POST", "/v1/takedowns", NOTICES, key=key.id), 403, "scope_missing")
