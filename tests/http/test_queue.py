"""The queue over HTTP: what people choose by, filters, counts, and only the shops that somebody is bound to."""

import pytest

from api.access.roles import Role
from tests.desks import a_power_bank_by_post, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.people import signed_in


@pytest.fixture
def filled(service: Service) -> Service:
    for order in (an_unpaid_order("A-1"), an_unpaid_order("A-2"), a_power_bank_by_post("A-3")):
        assert service.call("POST", "/v1/orders", document(order)).status_code == 201
    worked(service)
    return service


def refs(service: Service, query: str = "") -> list[str]:
    return sorted(each["merchant_order_id"] for each in service.get(f"/v1/queue{query}").json()["data"])


def test_queue_when_read_then_shows_what_people_choose_by(filled: Service) -> None:
    (first, *_) = filled.get("/v1/queue").json()["data"]
    assert first["hold_reasons"]
    assert {"total", "currency", "country", "due_at", "clock", "urgency", "score"} <= first.keys()


QUERIES = (
    "?reason=PAY_PENDING", "?queue=finance", "?shop=nobody", "?country=DE", "?unassigned=true", "?assignee=ana",
    "?due_before=2020-01-01T00:00:00Z", "?channel=own_shop",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_queue_when_filtered_then_counts_say_the_same(filled: Service, query: str) -> None:
    counted = filled.get(f"/v1/queue/counts{query}").json()
    assert counted["total"] == len(refs(filled, query))


def test_counts_when_asked_then_each_reason_has_its_orders(filled: Service) -> None:
    counted = {each["reason"]: each["orders"] for each in filled.get("/v1/queue/counts").json()["by_reason"]}
    assert counted
    assert all(len(refs(filled, f"?reason={reason}")) == orders for reason, orders in counted.items())


def test_queue_when_asked_page_by_page_then_leaves_nothing_out(filled: Service) -> None:
    whole, found, cursor = refs(filled), list[str](), ""
    while True:
        page = filled.get(f"/v1/queue?limit=1{cursor}").json()
        found += [each["merchant_order_id"] for each in page["data"]]
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert sorted(found) == whole


def test_queue_when_somebody_is_bound_to_a_shop_then_shows_that_shop_alone(filled: Service) -> None:
    shops = {each["shop"] for each in filled.get("/v1/queue").json()["data"]}
    bound = signed_in(filled, Role.ANALYST, name="Bo", shops=("elsewhere",))
    assert shops != {"elsewhere"}
    assert bound.get("/v1/queue").json()["data"] == []
    assert bound.get("/v1/queue/counts").json()["total"] == 0
    assert bound.get("/console/queue").status_code == 200
