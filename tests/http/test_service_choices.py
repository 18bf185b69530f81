"""Which service takes a part: chosen when it is packed, explained, waiting for people, named by them, counted again."""

from dataclasses import replace

from api.access.scopes import Scope
from engine.order.line import Battery
from engine.order.order import Order, ShippingChoice, Totals
from engine.order.terms import BatteryKind, BatteryPacking, Incoterm, TransportMode
from engine.store.labels import labels_of
from tests.builders import a_line, a_payment, an_address, an_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, labelled, let_go, life, post, worked

OPEN = ShippingChoice(incoterm=Incoterm.DDP, promised_days=20)
NEW_YORK = an_address(
    name="Jane Roe", line1="350 5th Avenue", city="New York", state="NY", postcode="10118", country="US",
    phone="+1 212 736 3100",
)  # fmt: skip


def unnamed(id_: str = "A-1001", **changes: object) -> Order:
    """An order that names no carrier."""
    return an_order(**{"id": id_, "shipping": OPEN, **changes})


def a_power_bank() -> Order:
    """To New York, by whatever takes it."""
    cell = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.ALONE, watt_hours=37.0)
    line = a_line(sku="PB-10K", title="Power bank 10000 mAh", hs_code="850760", quantity=1, unit_price=3998,
                  battery=cell)  # fmt: skip
    shipping = replace(OPEN, mode=TransportMode.SEA, promised_days=60)
    return unnamed("A-PB", lines=(line,), shipping=shipping, shipping_address=NEW_YORK, billing_address=NEW_YORK)


def to_nowhere() -> Order:
    """To where no service goes from Shenzhen."""
    address = an_address(name="Anna Berg", line1="Laugavegur 1", city="Reykjavik", state=None, postcode="101",
                         country="IS", phone="+354 551 0000")  # fmt: skip
    return unnamed("A-IS", shipping_address=address, billing_address=address,
                   shipping=ShippingChoice(incoterm=Incoterm.DAP))  # fmt: skip


def dear() -> Order:
    """Worth more than the house lets go without a look; paid, and by an express that takes it."""
    line = a_line(quantity=1, unit_price=250_000)
    totals = Totals(total=250_490, goods=250_000, shipping=490)
    paid = a_payment(authorised=250_490, captured=250_490)
    return unnamed("A-DEAR", lines=(line,), totals=totals, payment=paid)


def chosen(service: Service, order_id: str) -> list[Shown]:
    found = service.get(f"/v1/orders/{order_id}/services")
    assert found.status_code == 200, found.text
    return list(found.json()["data"])


def holds(service: Service, order_id: str) -> list[Shown]:
    return [each for each in service.get(f"/v1/orders/{order_id}/holds").json()["data"] if each["state"] == "open"]


def test_part_when_it_is_packed_then_has_a_forecast_before_and_its_label_follows_the_choice(
    lone_service: Service,
) -> None:
    order_id = labelled(lone_service, unnamed())
    forecast, made = chosen(lone_service, order_id)
    assert (forecast["kind"], made["kind"], made["state"]) == ("forecast", "packed", "chosen")
    shipment = life(lone_service, order_id)["shipment"]
    assert (shipment["carrier"], shipment["service_id"]) == (made["carrier"], made["service"])
    assert made["judgement"]["edition"] == made["edition"] != ""
    assert any(made["service"] in line for line in made["explained"]["zh"])


def test_order_when_it_names_a_carrier_of_ours_then_that_one_alone_is_used(lone_service: Service) -> None:
    order_id = labelled(lone_service, unnamed(shipping=replace(OPEN, carrier="DHL")))
    made = chosen(lone_service, order_id)[-1]
    assert (made["service"], made["decided_by"]) == ("intl-express", "order")
    assert life(lone_service, order_id)["shipment"]["carrier"] == "DHL"


def test_order_when_it_names_a_carrier_of_nobody_then_is_labelled_as_it_says(lone_service: Service) -> None:
    order_id = labelled(lone_service)
    made = chosen(lone_service, order_id)[-1]
    assert (made["service"], made["carrier"], made["decided_by"]) == ("", "dhl_express", "order")


def test_power_bank_when_lines_refuse_it_then_goes_by_the_one_that_takes_it(lone_service: Service) -> None:
    order_id = labelled(lone_service, a_power_bank())
    let_go(lone_service, order_id)  # by sea it costs more than it earns, which finance looks at
    made = chosen(lone_service, order_id)[-1]
    assert (made["service"], made["state"]) == ("sea-lcl", "chosen")
    assert "goods" in [each["why"] for each in made["refused"]["line-yanwen"]]
    assert life(lone_service, order_id)["shipment"]["service_id"] == "sea-lcl"


def test_earphones_when_their_battery_lies_beside_them_then_another_line_takes_them(lone_service: Service) -> None:
    cell = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.WITH_EQUIPMENT, watt_hours=1.0)
    line = a_line(sku="EAR-1", title="Wireless earphones", hs_code="851830", battery=cell)
    order_id = labelled(lone_service, unnamed("A-EAR", lines=(line,)))
    made = chosen(lone_service, order_id)[-1]
    assert "goods" in [each["why"] for each in made["refused"]["line-yanwen"]]
    assert made["service"] in {"line-4px", "line-yunexpress"}


def test_part_when_no_service_takes_it_then_waits_in_the_queue_of_shipping_with_every_reason(
    lone_service: Service,
) -> None:
    service = lone_service
    order_id = labelled(service, to_nowhere())
    assert chosen(service, order_id)[-1]["state"] == "waits"
    (hold,) = holds(service, order_id)
    assert (hold["source"], hold["reason"], hold["acts"], hold["waivable"]) == (
        "policy", "SHIPPING_NO_SERVICE", "shipping", False,
    )  # fmt: skip
    assert all(id_ in hold["texts"]["en"] for id_ in service.app.state.services.shipping.services)
    (review,) = service.get("/v1/reviews").json()["data"]
    assert (review["order_id"], review["queue"]) == (order_id, "shipping")
    assert life(service, order_id)["fulfilment"]["state"] == "packed"
    told = service.call("POST", f"/v1/holds/{hold['id']}/release", {"reason": "let it go"})
    assert is_problem(told, 409, "hold_not_waivable")


def test_part_when_needs_leave_nothing_and_are_given_up_then_goes_on_by_itself(lone_service: Service) -> None:
    service = lone_service
    assert service.call("POST", "/v1/shipping-wishes", {"wishes": {"needs": {"most_days": 1}}}).status_code == 201
    order_id = labelled(service, unnamed())
    assert [each["reason"] for each in holds(service, order_id)] == ["SHIPPING_NO_SERVICE"]
    post(service, "/v1/shipping-wishes", {"wishes": None}, 201)
    assert life(service, order_id)["fulfilment"]["state"] == "labelled"
    assert (holds(service, order_id), service.get("/v1/reviews?state=open").json()["data"]) == ([], [])


def test_named_service_when_it_cannot_take_it_and_a_person_lets_go_then_another_is_chosen(
    lone_service: Service,
) -> None:
    service = lone_service
    order_id = labelled(service, unnamed(shipping=replace(OPEN, carrier="yanwen")))  # takes no DDP
    (hold,) = holds(service, order_id)
    assert (hold["reason"], "line-yanwen" in hold["texts"]["zh"]) == ("SHIPPING_NAMED_SERVICE", True)
    post(service, f"/v1/holds/{hold['id']}/release", {"reason": "any will do"})
    assert holds(service, order_id) == []
    made = chosen(service, order_id)[-1]
    assert (made["state"], made["decided_by"] != "order") == ("chosen", True)
    assert life(service, order_id)["fulfilment"]["state"] == "labelled"
    assert service.get("/v1/reviews?state=open").json()["data"] == []


def test_part_when_the_policy_wants_it_looked_at_then_waits_until_it_is_released_and_stays_released(
    lone_service: Service,
) -> None:
    service = lone_service
    order_id = labelled(service, dear())
    (hold,) = holds(service, order_id)
    assert (hold["rule"], hold["reason"]) == ("DEP-002", "DEP_DEAR")
    assert "2" in hold["texts"]["zh"]
    post(service, f"/v1/holds/{hold['id']}/release", {"reason": "box and insurance are right"})
    assert life(service, order_id)["fulfilment"]["state"] == "labelled"
    assert holds(service, order_id) == []


def test_review_when_it_is_of_a_part_alone_then_its_release_teaches_nothing_of_fraud(lone_service: Service) -> None:
    service = lone_service
    order_id = labelled(service, dear())
    (review,) = service.get("/v1/reviews").json()["data"]
    post(service, f"/v1/reviews/{review['id']}/resolve", {"disposition": "release"})
    assert life(service, order_id)["fulfilment"]["state"] == "labelled"
    with service.database.read() as session:
        assert list(labels_of(session, "main", order_id)) == []


def test_person_when_they_name_a_service_before_the_label_then_it_goes_by_that(lone_service: Service) -> None:
    service = lone_service
    order_id = admitted(service, unnamed())
    named = post(service, f"/v1/orders/{order_id}/services",
                 {"service": "intl-express", "reason_code": "buyer_asked"}, 201)  # fmt: skip
    assert named["explained"]["en"] == ["intl-express, because: buyer_asked"]
    post(service, f"/v1/orders/{order_id}/picks", {})
    post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    made = chosen(service, order_id)[-1]
    assert (made["service"], made["decided_by"]) == ("intl-express", "person")
    late = service.call("POST", f"/v1/orders/{order_id}/services", {"service": "line-4px", "reason_code": "cheaper"})
    assert is_problem(late, 409, "illegal_step")


def test_person_when_the_service_cannot_take_it_then_it_is_refused_to_anybody(lone_service: Service) -> None:
    service = lone_service
    order_id = admitted(service, unnamed())
    for path in ("services", "barred-services"):
        told = service.call(
            "POST", f"/v1/orders/{order_id}/{path}", {"service": "post-packet", "reason_code": "cheaper"}
        )
        assert is_problem(told, 422, "service_refused")


def test_person_when_the_house_bars_it_then_only_an_approver_may_name_it(lone_service: Service) -> None:
    service = lone_service
    order_id = admitted(service, unnamed(shipping=replace(OPEN, incoterm=Incoterm.DAP, promised_days=None)))
    body = {"service": "post-packet", "reason_code": "cheaper"}  # not tracked, and worth more than 30 EUR
    packer = service.make_key(scopes=[Scope.FULFILMENT_WRITE, Scope.ORDERS_READ]).id
    told = service.call("POST", f"/v1/orders/{order_id}/services", body, key=packer)
    assert is_problem(told, 403, "approver_needed")
    approver = service.make_key(scopes=[Scope.RULES_APPROVE]).id
    named = service.call("POST", f"/v1/orders/{order_id}/barred-services", body, key=approver)
    assert named.status_code == 201, named.text
    worked(service)
    post(service, f"/v1/orders/{order_id}/picks", {})
    post(service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    assert life(service, order_id)["shipment"]["service_id"] == "post-packet"


def test_wishes_when_a_shop_has_its_own_then_they_count_for_it_alone(lone_service: Service) -> None:
    service = lone_service
    wanted = {"shop": "shop-de", "wishes": {"needs": {"most_days": 6}}}
    assert service.call("POST", "/v1/shipping-wishes", wanted).status_code == 201
    assert service.get("/v1/shipping-wishes/current?shop=shop-de").json()["of"] == "shop"
    assert service.get("/v1/shipping-wishes/current").json()["of"] == "usual"
    order_id = labelled(service, unnamed())
    made = chosen(service, order_id)[-1]
    assert (made["service"], made["ruled_out"]["line-4px"]) == ("intl-express", ["days"])
    back = service.call("POST", "/v1/shipping-wishes", {"shop": "shop-de", "wishes": None})
    assert back.status_code == 201, back.text
    assert service.get("/v1/shipping-wishes/current?shop=shop-de").json()["of"] == "usual"
    assert len(service.get("/v1/shipping-wishes").json()["data"]) == 2
    assert service.get("/v1/shipping-wishes", key="other").json()["data"] == []


def test_wishes_when_weights_are_in_another_currency_and_not_all_then_are_refused(lone_service: Service) -> None:
    body = {"wishes": {"currency": "CNY", "worth": {"day": 2}}}
    assert is_problem(lone_service.call("POST", "/v1/shipping-wishes", body), 422, "wishes_refused")
