"""Which service takes a part: chosen when it is packed, explained, waiting for people, named by them, counted again."""

from dataclasses import replace

from engine.order.line import Battery
from engine.order.order import Order, ShippingChoice
from engine.order.terms import BatteryKind, BatteryPacking, Incoterm, TransportMode
from tests.builders import a_line, an_address, an_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted, labelled, life, post, worked
from tests.http.test_shops import THERE, bound_key

OPEN = ShippingChoice(incoterm=Incoterm.DDP, promised_days=20)
NEW_YORK = an_address(
    name="Jane Roe", line1="350 5th Avenue", city="New York", state="NY", postcode="10118", country="US",
    phone="+1 212 736 3100",
)  # fmt: skip


def unnamed(id_: str = "A-1001", **changes: object) -> Order:
    """An order that names no carrier."""
    return an_order(**{"id": id_, "shipping": OPEN, **changes})


def a_power_bank(packing: BatteryPacking = BatteryPacking.ALONE) -> Order:
    """To New York, by whatever takes it."""
    cell = Battery(kind=BatteryKind.LITHIUM_ION, packing=packing, watt_hours=37.0)
    line = a_line(sku="PB-10K", title="Power bank 10000 mAh", hs_code="850760", quantity=1, unit_price=3998,
                  battery=cell)  # fmt: skip
    shipping = replace(OPEN, mode=TransportMode.SEA, promised_days=60)
    return unnamed("A-PB", lines=(line,), shipping=shipping, shipping_address=NEW_YORK, billing_address=NEW_YORK)


def chosen(service: Service, order_id: str) -> list[Shown]:
    found = service.get(f"/v1/orders/{order_id}/services")
    assert found.status_code == 200, found.text
    return list(found.json()["data"])


def holds(service: Service, order_id: str) -> list[Shown]:
    return [each for each in service.get(f"/v1/orders/{order_id}/holds").json()["data"] if each["state"] == "open"]


def test_part_when_it_is_packed_then_has_a_forecast_before_and_its_label_follows_the_choice(lone_service: Service) -> None:
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
    made = chosen(lone_service, order_id)[-1]
    assert (made["service"], made["state"]) == ("sea-lcl", "chosen")
    assert [each["why"] for each in made["refused"]["line-yanwen"]] == ["goods"]
    assert life(lone_service, order_id)["shipment"]["service_id"] == "sea-lcl"
