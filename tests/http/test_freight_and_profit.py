"""Carriers' bills and profits over HTTP: a bill in, its differences decided, an order's profit, tables."""

import csv
from io import StringIO

from api.access.roles import Role
from engine.clock import microseconds
from fulfillment.profit.keeping import ON_THE_SPOT
from fulfillment.store.tables import PROFIT_KEPT
from tests.desks import an_honest_order
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.lives import delivered, life, post
from tests.http.people import signed_in
from tests.http.test_shops import bound_key

CSV = {"Content-Type": "text/csv"}
HEAD = "tracking_number,invoice_number,currency,freight,fuel,import_tax\n"
NOVEMBER = "since=2026-11-01&until=2026-12-31"


def bill(service: Service, text: str, query: str = "", path: str = "/v1/freight-bills", status: int = 201) -> dict:  # type: ignore[type-arg]
    answer = service.call("POST", f"{path}{query}", content=text.encode(), headers=CSV)
    assert answer.status_code == status, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_bill_when_sent_then_its_differences_are_listed_decided_and_summed_up(service: Service) -> None:
    text = f"{HEAD}NOT-OURS,R-1,EUR,12.50,1.00,\n"
    assert len(bill(service, text, path="/v1/freight-bills/look", status=200)["differences"]) == 1
    taken = bill(service, text)
    assert bill(service, text, status=200)["known"]
    (found,) = service.get("/v1/freight-differences?state=open").json()["data"]
    assert (found["kind"], found["amount"], found["freight_bill_id"]) == ("not_ours", 1350, taken["bill"]["id"])
    path = f"/v1/freight-differences/{found['id']}/decide"
    assert post(service, path, {"act": "credit", "why": "told by mail"})["state"] == "credited"
    assert is_problem(service.call("POST", path, {"act": "lose", "why": "x"}), 409, "freight_case_decided")
    (row,) = service.get("/v1/freight-recovery").json()["data"]
    assert (row["credited"], row["rate_basis_points"]) == (1350, 10_000)


def test_dispute_when_asked_for_then_table_and_letter_come_and_it_is_noted(service: Service) -> None:
    id_ = bill(service, f"{HEAD}NOT-OURS,R-1,EUR,12.50,1.00,\n")["bill"]["id"]
    table = service.get(f"/v1/freight-bills/{id_}/dispute.csv?lang=zh")
    assert next(csv.DictReader(StringIO(table.text.removeprefix("\ufeff"))))["parcel"] == "NOT-OURS"
    assert service.get(f"/v1/freight-bills/{id_}/dispute.pdf").content.startswith(b"%PDF")
    done = post(service, f"/v1/freight-bills/{id_}/dispute", {"why": "letter"})
    assert [each["state"] for each in done["data"]] == ["disputed"]
    assert is_problem(service.get(f"/v1/freight-bills/{id_}/dispute.csv?bill=R-2"), 409, "nothing_to_dispute")


def test_bill_when_it_is_faulty_then_each_fault_is_told_and_nothing_kept(service: Service) -> None:
    answer = service.call(
        "POST", "/v1/freight-bills", content=f"{HEAD}A,R,EUR,many,,\nB,R,XXX,1,,\n".encode(), headers=CSV
    )
    assert is_problem(answer, 422, "freight_bill_rejected")
    assert "row 2" in answer.text
    assert service.get("/v1/freight-bills").json()["data"] == []


def test_order_when_delivered_and_billed_then_its_profit_says_where_each_figure_is_from(service: Service) -> None:
    order_id = delivered(service)
    number = life(service, order_id)["shipment"]["number"]
    bill(service, f"{HEAD}{number},R-1,EUR,7.50,,\n")
    drain(service.database, {})
    found = service.get(f"/v1/orders/{order_id}/profit").json()
    freight = [each for each in found["actual"]["figures"] if each["part"] == "freight"]
    assert [(each["known"], each["minor"], each["source"]) for each in freight] == [
        ("billed", -750, "freight_bill:carrier/R-1")
    ]
    table = service.get(f"/v1/profit?by=shop&{NOVEMBER}").json()
    assert table["total"]["profit"] == found["actual"]["known"]
    assert table["rows"][0]["key"] == "shop-de"


def test_profits_when_asked_as_table_or_page_then_they_come(service: Service) -> None:
    delivered(service)
    text = service.get(f"/v1/profit.csv?by=order&{NOVEMBER}").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 1
    assert "<svg" in service.get(f"/v1/profit.html?lang=zh&{NOVEMBER}").text


def test_period_when_it_is_none_or_the_currency_is_none_then_refused(service: Service) -> None:
    for query in ("since=2026-12-01&until=2026-11-01", "since=2026-11-01&until=2026-11-02&currency=XXQ"):
        assert is_problem(service.get(f"/v1/profit?{query}"), 422, "parameter_rejected")


def test_lines_when_listed_then_each_has_what_differs_in_it(service: Service) -> None:
    id_ = bill(service, f"{HEAD}NOT-OURS,R-1,EUR,12.50,1.00,\n,R-1,EUR,3.00,,\n")["bill"]["id"]
    first = service.get(f"/v1/freight-bills/{id_}/lines?limit=1").json()
    (line,) = first["data"]
    assert (line["parcel"], line["place"], line["amount"]) == ("NOT-OURS", "unknown", 1350)
    assert [each["kind"] for each in line["differences"]] == ["not_ours"]
    (rest,) = service.get(f"/v1/freight-bills/{id_}/lines?cursor={first['next_cursor']}").json()["data"]
    assert (rest["parcel"], rest["differences"]) == ("", [])


def test_differences_when_of_one_bill_then_those_alone_the_newest_first(service: Service) -> None:
    ids = [bill(service, f"{HEAD}NOT-{each},R-{each},EUR,12.50,,\n")["bill"]["id"] for each in range(2)]
    assert [each["id"] for each in service.get("/v1/freight-bills?newest_first=true").json()["data"]] == ids[::-1]
    found = service.get(f"/v1/freight-differences?newest_first=true&freight_bill={ids[0]}").json()["data"]
    assert [each["parcel"] for each in found] == ["NOT-0"]
    assert len(service.get("/v1/freight-differences").json()["data"]) == 2


def test_orders_when_listed_by_profit_then_those_that_lose_come_first(service: Service) -> None:
    orders = [delivered(service, an_honest_order(f"A-{each}")) for each in range(2)]
    number = life(service, orders[1])["shipment"]["number"]
    bill(service, f"{HEAD}{number},R-1,EUR,750.00,,\n")
    drain(service.database, {})
    found = service.get(f"/v1/profit/orders?{NOVEMBER}").json()
    assert [each["order_id"] for each in found["data"]] == orders[::-1]
    assert (found["orders"], found["losses"]) == (2, 1)
    assert found["data"][0]["known"] == service.get(f"/v1/orders/{orders[1]}/profit").json()["actual"]["known"] < 0
    assert len(service.get(f"/v1/profit/orders?most=1&{NOVEMBER}").json()["data"]) == 1


def many_due(service: Service, many: int) -> None:
    """Orders that are to be counted, and of which nothing can be read."""
    row = {"currency": "EUR", "merchant_id": "main", "opened_at": microseconds(service.clock.now()), "marked": 1,
           "made": 0, "made_at": 0, "is_erased": False}  # fmt: skip
    with service.database.write() as session:
        session.add(PROFIT_KEPT, [{**row, "order_id": f"ord_{each}"} for each in range(many)])


def test_sums_when_more_is_due_than_one_request_counts_then_it_says_how_many_wait(service: Service) -> None:
    delivered(service)
    first = service.get(f"/v1/profit?{NOVEMBER}").json()
    assert (first["pending"], first["left_out"], first["total"]["orders"]) == (0, 0, 1)
    many_due(service, 2 * ON_THE_SPOT + 5)
    found = service.get(f"/v1/profit?{NOVEMBER}").json()
    assert (found["pending"], found["left_out"], found["total"]) == (ON_THE_SPOT + 5, ON_THE_SPOT, first["total"])
    of_shop = service.get(f"/v1/profit?shop=shop-de&{NOVEMBER}").json()
    assert (of_shop["pending"], of_shop["left_out"], of_shop["total"]) == (0, 0, first["total"])
    text = service.get(f"/v1/profit.csv?{NOVEMBER}").text
    assert text.splitlines()[-1].startswith("(still to be counted),5,")
    assert service.get(f"/v1/profit/orders?{NOVEMBER}").json()["pending"] == 0


def test_pages_when_orders_are_still_to_be_counted_then_it_is_said_in_words(lone_service: Service) -> None:
    delivered(lone_service)
    lone_service.get(f"/v1/profit?{NOVEMBER}")
    many_due(lone_service, 2 * ON_THE_SPOT + 5)
    browser = signed_in(lone_service, Role.VIEWER)
    assert f"{ON_THE_SPOT + 5} orders are still to be counted in EUR" in browser.get(f"/console/profit?{NOVEMBER}").text
    assert "还有 5 个订单待计算" in lone_service.get(f"/v1/profit.html?lang=zh&{NOVEMBER}").text


def test_profits_when_a_shop_is_named_then_a_caller_bound_to_another_sees_nothing_of_it(service: Service) -> None:
    delivered(service)
    for bound, orders in (("shop-de", 1), ("elsewhere", 0)):
        key = bound_key(service, bound)
        found = service.get(f"/v1/profit?shop=shop-de&{NOVEMBER}", key=key).json()
        assert (found["total"]["orders"], found["pending"]) == (orders, 0)
