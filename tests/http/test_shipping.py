"""Shipping services, rate cards and quotes over HTTP."""

from dataclasses import replace

from api.schemas.shipping import ASKED
from engine.bundled import data_folder
from engine.order.line import Battery
from engine.order.terms import BatteryKind, BatteryPacking
from fulfillment.shipping.loading import load_shipping
from tests.builders import a_line
from tests.desks import an_honest_order
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, admitted
from tests.http.test_shops import THERE, bound_key

HEAD = "service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg\n"
CHEAP = HEAD + "line-4px,us,CNY,2026-01-01,,0,20000,0,0,1,1\n"
CSV = {"Content-Type": "text/csv"}


def quoted(service: Service, body: Shown, key: str = "main") -> Shown:
    response = service.call("POST", "/v1/shipping-quotes", body, key=key)
    assert response.status_code == 200, response.text
    return dict(response.json())


def imported(service: Service, table: str, query: str = "") -> Shown:
    response = service.call("POST", f"/v1/shipping-rates{query}", content=table.encode(), headers=CSV)
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_services_when_listed_then_have_zones_goods_and_terms(service: Service) -> None:
    listed = {each["id"]: each for each in service.get("/v1/shipping-services").json()["data"]}
    assert listed.keys() == load_shipping(data_folder()).services.keys()
    assert listed["sea-lcl"]["zones"][0]["most_days"] == 45
    assert "battery_alone" not in listed["intl-express"]["goods"]


def test_quote_when_parcels_are_stated_then_every_service_is_priced_or_refused_with_reasons(service: Service) -> None:
    shown = quoted(service, dict(ASKED))
    refused = {each["service"]: [why["why"] for why in each["refusals"]] for each in shown["refused"]}
    offered = [each["service"] for each in shown["offers"]]
    assert sorted([*offered, *refused]) == sorted(load_shipping(data_folder()).services)
    assert refused["de-domestic"] == ["lane"]
    assert shown["chosen"] == offered[0]
    assert all(each["price_minor"] == sum(item["minor"] for item in each["items"]) for each in shown["offers"])


def test_quote_when_own_rates_are_imported_then_they_go_before_for_that_merchant_alone(lone_service: Service) -> None:
    service = lone_service
    assert imported(service, CHEAP, "?dry_run=true")["new"] == 1
    assert service.get("/v1/shipping-rates").json()["data"] == []
    assert imported(service, CHEAP) == {"new": 1, "known": 0, "faults": []}
    own = {each["service"]: each for each in quoted(service, dict(ASKED))["offers"]}["line-4px"]
    assert (own["own_rates"], own["price_minor"], own["currency"]) == (True, 48, "CNY")
    assert [each["entered_by"] for each in service.get("/v1/shipping-rates").json()["data"]] != []
    assert service.get("/v1/shipping-rates", key="other").json()["data"] == []
    assert not any(each["own_rates"] for each in quoted(service, dict(ASKED), key="other")["offers"])


def test_rates_when_rows_are_wrong_then_each_is_named_and_none_is_kept(lone_service: Service) -> None:
    told = imported(lone_service, CHEAP + "line-4px,moon,CNY,2026-13-01,,0,1,0,0,1,1\n")
    assert [(each["line"], each["column"]) for each in told["faults"]] == [(3, "zone"), (3, "valid_from")]
    assert lone_service.get("/v1/shipping-rates").json()["data"] == []


def test_rates_when_the_file_is_no_table_then_422(service: Service) -> None:
    response = service.call("POST", "/v1/shipping-rates", content=b"a,b\n1,2\n", headers=CSV)
    assert is_problem(response, 422, "rate_table_refused")


def test_quote_when_for_an_order_then_its_goods_lane_and_value_count(lone_service: Service) -> None:
    service = lone_service
    cell = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.IN_EQUIPMENT, watt_hours=10.0)
    order_id = admitted(service, replace(an_honest_order(), lines=(a_line(battery=cell),)))
    shown = quoted(service, {"order_id": order_id})
    told = [why["told"] for each in shown["refused"] for why in each["refusals"] if why["why"] == "lane"]
    assert shown["parcels"] == 1
    assert {each["to"] for each in told} == {an_honest_order().shipping_address.country}
    assert is_problem(
        service.call("POST", "/v1/shipping-quotes", {"order_id": order_id}, key="other"), 404, "not_found"
    )


def test_quote_when_the_order_is_of_another_shop_then_404(lone_service: Service) -> None:
    order_id = admitted(lone_service, an_honest_order())
    key = bound_key(lone_service, THERE)
    body = {"order_id": order_id}
    assert is_problem(lone_service.call("POST", "/v1/shipping-quotes", body, key=key), 404, "not_found")


def test_quote_when_an_embargo_meets_the_destination_then_no_service_takes_it_by_law(service: Service) -> None:
    shown = quoted(service, {**ASKED, "to_country": "KP"})
    assert (shown["offers"], shown["chosen"]) == ([], "")
    assert all("law" in [why["why"] for why in each["refusals"]] for each in shown["refused"])


def test_quote_when_needs_are_stated_then_what_fails_them_is_ruled_out(service: Service) -> None:
    shown = quoted(service, {**ASKED, "needs": {"most_days": 8}, "way": "pareto"})
    assert shown["chosen"] == "intl-express"
    assert {tuple(each["ruled_out"]) for each in shown["offers"]} == {(), ("days",)}


def test_quote_when_neither_order_nor_parcels_are_named_then_422(service: Service) -> None:
    assert service.call("POST", "/v1/shipping-quotes", {"to_country": "US"}).status_code == 422
