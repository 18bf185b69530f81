"""Parts and parcels of an order over HTTP: named where there are several, and stopped with the reason on the screen."""

from api.services import Services
from fulfillment.inventory.allocating import Part
from fulfillment.planning import replace_part
from fulfillment.site import Occasion
from fulfillment.thread import at_work
from tests.builders import a_line, an_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, let_go, life, post, worked

NOTICE = {"entries": [{"sku": "TEE-M-BLUE", "reason": "copied print", "reference": "N-7"}]}
CHINESE = {"Accept-Language": "zh-CN"}


def split(service: Service) -> str:
    """An order of two shirts, each of which a warehouse of its own sends."""
    order_id = admitted(service, an_order(lines=(a_line(),)))
    services: Services = service.app.state.services
    occasion = Occasion(merchant="main", order_id=order_id, now=service.clock.now())
    parts = [Part(warehouse=each, lines={1: 1}) for each in ("SZX-1", "LEJ-1")]
    with service.database.write() as session, at_work(session, services.site, occasion) as file:
        replace_part(file, file.fulfilment().id, parts)
    worked(service)
    return order_id


def states(stands: Shown) -> list[str]:
    return [part["state"] for part in stands["fulfilments"]]


def test_parts_when_worked_on_one_by_one_then_the_order_ships_with_the_last(service: Service) -> None:
    order_id = split(service)
    assert states(life(service, order_id)) == ["cancelled", "picking", "picking"]
    for part in ("2", life(service, order_id)["fulfilments"][2]["id"]):
        post(service, f"/v1/orders/{order_id}/picks", {"part": part})
        post(service, f"/v1/orders/{order_id}/rescans", {"part": part, "lines": [{"line": 1, "quantity": 1}]})
        post(service, f"/v1/orders/{order_id}/parcels", {"part": part, "weight_g": 300, "box": "S"})
    closed = post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    assert (closed["parcels"], life(service, order_id)["stage"]) == (2, "shipped")
    parcels = [box for part in life(service, order_id)["fulfilments"] for box in part["parcels"]]
    assert [(box["number"], box["box"], box["contents"]) for box in parcels] == [(1, "S", {"1": 1})] * 2


def test_part_when_several_and_none_is_named_then_says_which_there_are(service: Service) -> None:
    order_id = split(service)
    response = service.call("POST", f"/v1/orders/{order_id}/picks", {})
    assert is_problem(response, 422, "part_needed")
    assert [(each["code"], each["detail"]) for each in response.json()["errors"]] == [
        ("possible_part", "2"),
        ("possible_part", "3"),
    ]


def test_part_when_ended_by_itself_then_the_other_goes_on_and_the_price_goes_back(service: Service) -> None:
    order_id = split(service)
    stands = post(service, f"/v1/orders/{order_id}/cancel", {"reason": "broken", "part": "3"})
    assert (states(stands), stands["money"]) == (["cancelled", "picking", "cancelled"], {"EUR": 4488 - 1999})


def test_boxes_when_opened_again_then_are_packed_anew(service: Service) -> None:
    order_id = admitted(service)
    post(service, f"/v1/orders/{order_id}/picks", {})
    one = {"weight_g": 200, "lines": [{"line": 1, "quantity": 1}]}
    assert states(post(service, f"/v1/orders/{order_id}/parcels", one)) == ["picked"]
    post(service, f"/v1/orders/{order_id}/parcels", one)
    let_go(service, order_id)  # two parcels cost more than the order earns
    assert len(life(service, order_id)["fulfilments"][0]["shipments"]) == 2
    assert states(post(service, f"/v1/orders/{order_id}/unpack", {})) == ["picked"]
    assert life(service, order_id)["fulfilments"][0]["parcels"] == []


def test_station_when_goods_were_taken_down_meanwhile_then_the_screen_says_why_in_its_language(
    service: Service,
) -> None:
    order_id = admitted(service)
    post(service, f"/v1/orders/{order_id}/picks", {})
    post(service, "/v1/takedowns", NOTICE, 201)
    response = service.call("POST", f"/v1/orders/{order_id}/parcels", {"weight_g": 500}, headers=CHINESE)
    told = {each["code"]: each["detail"] for each in response.json()["errors"]}
    assert "IMP_TAKEN_DOWN" in told["kept_by"]
    assert "下架" in told["kept_by"]
    waiting = service.get(f"/v1/orders/{order_id}/fulfilment", headers=CHINESE).json()["next"]
    (pack,) = (each for each in waiting if each["event"] == "pack")
    assert pack["told_by"] == ["packer"]
    assert "下架" in pack["reasons"][0]["text"]
