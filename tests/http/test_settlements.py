"""Settlement reports and their cases over HTTP."""

from collections.abc import Mapping

from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, post

CSV = {"Content-Type": "text/csv"}
HEAD = "at,kind,currency,gross,fee,order,batch\n"


def send(service: Service, text: str, query: str = "?provider=generic&name=november.csv", status: int = 201) -> Mapping:  # type: ignore[type-arg]
    response = service.call("POST", f"/v1/settlements{query}", content=text.encode(), headers=CSV)
    assert response.status_code == status, response.text
    answer: Mapping[str, object] = response.json()
    return answer


def sale(order: str, amount: str, fee: str = "-1.00") -> str:
    return f"2026-11-22T09:00:00Z,sale,EUR,{amount},{fee},{order},b1\n"


def test_file_when_sent_twice_then_is_taken_in_once(service: Service) -> None:
    first = send(service, HEAD + sale("A-9", "44.88"))
    again = send(service, HEAD + sale("A-9", "44.88"), status=200)
    assert (first["known"], first["cases_opened"], again["known"], again["cases_opened"]) == (False, 1, True, 0)
    listed = service.get("/v1/settlements").json()["data"]
    assert [each["id"] for each in listed] == [first["settlement"]["id"]]
    assert service.get(f"/v1/settlements/{first['settlement']['id']}").json() == listed[0]


def test_file_when_it_cannot_be_read_then_each_fault_is_told_and_nothing_kept(service: Service) -> None:
    response = service.call(
        "POST", "/v1/settlements?provider=generic", content=(HEAD + sale("A-9", "many")).encode(), headers=CSV
    )
    assert is_problem(response, 422, "report_rejected")
    assert "row 2" in response.json()["detail"]
    assert service.get("/v1/settlements").json()["data"] == []


def test_order_when_its_money_is_settled_then_shows_its_ladder(service: Service) -> None:
    order_id = admitted(service)
    total = service.get(f"/v1/orders/{order_id}/fulfilment").json()["total"]
    send(service, HEAD + sale(order_id, f"{total / 100:.2f}"))
    shown = service.get(f"/v1/orders/{order_id}/settlement").json()
    (ladder,) = shown["ladders"]
    assert (ladder["rungs"]["paid"], ladder["rungs"]["fees"], ladder["net"]) == (total, -100, total - 100)
    assert (ladder["reached"], shown["cases"], shown["lines"][0]["how"]) == ("account", [], "merchant_reference")


def test_case_when_it_is_worked_on_then_keeps_who_and_why(service: Service) -> None:
    send(service, HEAD + sale("A-9", "44.88"))
    (case,) = service.get("/v1/settlement-cases?state=open").json()["data"]
    done = post(service, f"/v1/settlement-cases/{case['id']}/explain", {"why": "another shop of ours"})
    assert (done["state"], [each["act"] for each in done["history"]]) == ("explained", ["open", "explain"])
    assert (done["history"][1]["why"], done["history"][1]["actor"]) == ("another shop of ours", "tests")
    refused = service.call("POST", f"/v1/settlement-cases/{case['id']}/write-off", {"why": "again"})
    assert is_problem(refused, 409, "settlement_case_decided")
    assert service.get("/v1/settlement-cases?state=open").json()["data"] == []


def test_case_when_appealed_and_won_then_is_recovered(service: Service) -> None:
    send(service, HEAD + "2026-11-22T09:00:00Z,penalty,EUR,-3.00,0,,\n")
    (case,) = service.get("/v1/settlement-cases?kind=penalty").json()["data"]
    path = f"/v1/settlement-cases/{case['id']}"
    post(service, f"{path}/appeal", {"why": "sent with the proof"})
    post(service, f"{path}/decide", {"outcome": "won", "why": "their mail"})
    assert post(service, f"{path}/decide", {"outcome": "recovered", "why": "in batch 7"})["state"] == "recovered"


def test_line_when_a_person_gives_it_its_order_then_counts_for_it(service: Service) -> None:
    order_id = admitted(service)
    total = service.get(f"/v1/orders/{order_id}/fulfilment").json()["total"]
    send(service, HEAD + sale("A-9", f"{total / 100:.2f}"))
    (case,) = service.get("/v1/settlement-cases").json()["data"]
    post(service, f"/v1/settlement-cases/{case['id']}/match", {"chosen": order_id, "why": "by the buyer's mail"})
    assert service.get(f"/v1/orders/{order_id}/settlement").json()["lines"][0]["how"] == "person"


def test_match_when_the_case_is_about_no_line_then_is_refused(service: Service) -> None:
    order_id = admitted(service)
    send(service, HEAD + sale(order_id, "1.00"))
    (case,) = service.get("/v1/settlement-cases").json()["data"]
    response = service.call(
        "POST", f"/v1/settlement-cases/{case['id']}/match", {"chosen": order_id, "why": "it is this one"}
    )
    assert is_problem(response, 409, "match_refused")


def test_merchants_when_one_asks_for_what_the_other_has_then_there_is_nothing(service: Service) -> None:
    done = send(service, HEAD + sale("A-9", "44.88"))
    (case,) = service.get("/v1/settlement-cases").json()["data"]
    for path in (f"/v1/settlements/{done['settlement']['id']}", f"/v1/settlement-cases/{case['id']}"):
        assert is_problem(service.get(path, key="other"), 404, "not_found")
    for path in ("/v1/settlements", "/v1/settlement-cases"):
        assert service.get(path, key="other").json()["data"] == []


def test_lines_when_listed_then_those_without_a_place_can_be_asked_for(service: Service) -> None:
    order_id = admitted(service)
    taken = send(service, HEAD + sale(order_id, "44.88") + sale("A-9", "12.00"))
    path = f"/v1/settlements/{taken['settlement']['id']}"
    lines = service.get(f"{path}/lines?limit=1").json()
    (first,), (second,) = lines["data"], service.get(f"{path}/lines?cursor={lines['next_cursor']}").json()["data"]
    assert (first["place"], first["order_id"], second["place"], second["references"]) == (
        "order", order_id, "unknown", ["A-9"],
    )  # fmt: skip
    assert [each["id"] for each in service.get(f"{path}/lines?unmatched=true").json()["data"]] == [second["id"]]


def test_totals_when_read_then_are_by_currency_and_kind(service: Service) -> None:
    penalty = "2026-11-22T09:00:00Z,penalty,EUR,-3.00,0,,\n"
    taken = send(service, HEAD + sale("A-8", "44.88") + sale("A-9", "12.00") + penalty)
    sums = service.get(f"/v1/settlements/{taken['settlement']['id']}/totals").json()["data"]
    found = {each["kind"]: (each["lines"], each["unmatched"], each["gross"], each["net"]) for each in sums}
    assert found == {"sale": (2, 2, 5688, 5488), "penalty": (1, 0, -300, -300)}


def test_reports_when_the_newest_are_wanted_then_pages_go_back(service: Service) -> None:
    ids = [send(service, HEAD + sale(f"A-{each}", "1.00"))["settlement"]["id"] for each in range(3)]
    first = service.get("/v1/settlements?newest_first=true&limit=2").json()
    rest = service.get(f"/v1/settlements?newest_first=true&cursor={first['next_cursor']}").json()
    assert [each["id"] for each in (*first["data"], *rest["data"])] == ids[::-1]
    assert len(service.get("/v1/settlement-cases?newest_first=true").json()["data"]) == 3
