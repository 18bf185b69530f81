"""Orders by stage: counted and listed, on both databases, and within somebody's shops alone."""

from tests.desks import an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import admitted, labelled, worked
from tests.http.test_orders import sent
from tests.http.test_shops import HERE, THERE, bound_key

Counts = dict[str, int]


def counts(service: Service, key: str = "main") -> Counts:
    told = service.get("/v1/fulfilment/counts", key=key).json()
    assert told["total"] == sum(each["orders"] for each in told["by_stage"])
    return {each["stage"]: each["orders"] for each in told["by_stage"] if each["orders"]}


def test_stages_when_counted_then_each_order_counts_once_where_it_stands(service: Service) -> None:
    admitted(service, an_honest_order("one"))
    labelled(service, an_honest_order("two"))
    sent(service, document(an_unpaid_order("held")))
    worked(service)
    assert counts(service) == {"screened": 1, "fulfilling": 2}
    assert counts(service, "other") == {}


def test_orders_when_listed_by_stage_then_newest_first_and_page_by_page(service: Service) -> None:
    for name in ("one", "two", "three"):
        admitted(service, an_honest_order(name))
    first = service.get("/v1/fulfilment?stage=fulfilling&limit=2").json()
    rest = service.get(f"/v1/fulfilment?stage=fulfilling&limit=2&cursor={first['next_cursor']}").json()
    assert [each["merchant_order_id"] for each in first["data"] + rest["data"]] == ["three", "two", "one"]
    assert service.get("/v1/fulfilment?stage=delivered").json()["data"] == []


def test_stages_when_somebody_has_one_shop_then_sees_its_orders_alone(service: Service) -> None:
    order = an_honest_order("one")
    admitted(service, order)
    here, there = bound_key(service, HERE), bound_key(service, THERE)
    assert counts(service, here) == {"fulfilling": 1}
    assert counts(service, there) == {}
    assert service.get("/v1/fulfilment", key=there).json()["data"] == []


def test_manifests_when_asked_for_the_newest_then_come_first(service: Service) -> None:
    made = []
    for name in ("one", "two", "three"):
        order_id = labelled(service, an_honest_order(name))
        body = {"carrier": "dhl_express", "orders": [order_id]}
        made.append(service.call("POST", "/v1/manifests", body).json()["id"])
    first = service.get("/v1/manifests?newest_first=true&limit=2").json()
    rest = service.get(f"/v1/manifests?newest_first=true&limit=2&cursor={first['next_cursor']}").json()
    assert [each["id"] for each in first["data"] + rest["data"]] == made[::-1]
