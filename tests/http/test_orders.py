"""Orders and decisions over HTTP: what a storefront sees."""

import pytest

from api.routes.examples import A_DECISION
from engine.order.party import TaxIdentifier
from tests.builders import an_address, an_order
from tests.desks import a_power_bank_by_post, a_vague_address, an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service, is_problem

ORDERS = "/v1/orders"


def sent(service: Service, body: object, **headers: str) -> dict[str, object]:
    """A decision."""
    response = service.call("POST", ORDERS, body, headers=headers)
    assert response.status_code in {200, 201}, response.text
    answer: dict[str, object] = response.json()
    return answer


def test_submit_when_honest_then_admitted_with_links_and_version(service: Service) -> None:
    response = service.call("POST", ORDERS, document(an_honest_order()))
    decision = response.json()
    assert (response.status_code, decision["outcome"], decision["merchant_order_id"]) == (201, "admit", "A-1001")
    assert response.headers["Location"] == decision["links"]["order"] == f"/v1/orders/{decision['order_id']}"
    assert response.headers["ETag"] == '"1"'


def test_orders_when_asked_for_by_id_then_these_and_no_stranger_s(service: Service) -> None:
    ids = [str(sent(service, document(an_honest_order(each)))["order_id"]) for each in ("I-1", "I-2", "I-3")]
    asked = f"{ORDERS}?ids={ids[0]},{ids[2]}"
    assert [each["merchant_order_id"] for each in service.get(asked).json()["data"]] == ["I-3", "I-1"]
    assert service.get(asked, key="other").json()["data"] == []
    assert is_problem(service.get(f"{ORDERS}?ids=I-1"), 422, "parameter_rejected")


def test_submit_when_refused_then_it_is_a_success_whose_outcome_says_so(service: Service) -> None:
    to_north_korea = document(an_honest_order()) | {"shipping_address": {"country": "KP", "city": "Pyongyang"}}
    response = service.call("POST", ORDERS, to_north_korea)
    assert (response.status_code, response.json()["outcome"]) == (201, "cancel")


def test_submit_when_repeated_then_answers_200_and_says_that_it_is_a_replay(service: Service) -> None:
    first = sent(service, document(an_unpaid_order()), **{"Idempotency-Key": '"k-1"'})
    for headers in ({"Idempotency-Key": "k-1"}, {}):
        response = service.call("POST", ORDERS, document(an_unpaid_order()), headers=headers)
        assert (response.status_code, response.headers["Idempotent-Replayed"]) == (200, "true")
        assert response.json() == first


def test_submit_when_a_key_comes_with_another_body_then_422(service: Service) -> None:
    sent(service, document(an_honest_order()), **{"Idempotency-Key": "k-1"})
    response = service.call("POST", ORDERS, document(an_unpaid_order()), headers={"Idempotency-Key": "k-1"})
    assert is_problem(response, 422, "idempotency_key_reused")


def test_submit_when_faulty_then_names_each_fault_with_its_place(service: Service) -> None:
    response = service.call("POST", ORDERS, {"id": 7, "colour": "red"})
    assert is_problem(response, 422, "order_rejected")
    assert {"/id", "/colour", "/lines"} <= {each["pointer"] for each in response.json()["errors"]}


@pytest.mark.parametrize(("content", "status", "code"), [
    (b"{", 400, "malformed_json"),
    (b"[]", 422, "order_rejected"),
    (b'{"a": ' + b"[" * 200 + b"]" * 200 + b"}", 422, "order_rejected"),
    (b" " * (1 << 20) + b"{}", 413, "body_too_large"),
])  # fmt: skip
def test_submit_when_it_is_no_order_document_then_a_problem_says_why(
    lone_service: Service, content: bytes, status: int, code: str
) -> None:
    response = lone_service.call("POST", ORDERS, content=content, headers={"Content-Type": "application/json"})
    assert is_problem(response, status, code)


def test_submit_when_it_names_another_merchant_then_403(lone_service: Service) -> None:
    response = lone_service.call("POST", ORDERS, document(an_honest_order()) | {"merchant": "acme"})
    assert is_problem(response, 403, "other_merchant")


def test_submit_when_chinese_is_asked_for_then_reasons_are_chinese_and_the_buyer_keeps_theirs(
    lone_service: Service,
) -> None:
    decision = lone_service.call(
        "POST", ORDERS, document(a_vague_address()), headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}
    ).json()
    reason = decision["reasons"][0]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in reason["text"])
    assert reason["customer"].startswith("Bitte")


def test_order_when_read_then_shows_document_decisions_and_holds(service: Service) -> None:
    decision = sent(service, document(an_unpaid_order()))
    order = service.get(f"{ORDERS}/{decision['order_id']}").json()
    assert order["document"]["shipping_address"]["name"] == an_address().name
    assert [each["id"] for each in order["decisions"]] == [decision["id"]]
    assert [each["rule"] for each in order["holds"]] == ["PAY-002"]


def test_orders_when_listed_by_outcome_then_pages_hold_each_once(service: Service) -> None:
    held = [sent(service, document(an_unpaid_order(f"U-{n}")))["order_id"] for n in range(5)]
    sent(service, document(an_honest_order()))
    seen, cursor = [], ""
    while True:
        page = service.get(f"{ORDERS}?outcome=hold&limit=2{cursor}").json()
        seen += [each["id"] for each in page["data"]]
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == held[::-1]


def test_orders_when_asked_by_the_merchants_own_id_then_finds_it(service: Service) -> None:
    decision = sent(service, document(an_honest_order("Z-9")))
    found = service.get(f"{ORDERS}?merchant_order_id=Z-9").json()["data"]
    assert [each["id"] for each in found] == [decision["order_id"]]


def test_change_when_the_version_was_seen_then_decides_anew_else_412(service: Service) -> None:
    decision = sent(service, document(a_vague_address()))
    path, patch = f"{ORDERS}/{decision['order_id']}", {"shipping_address": {"postcode": "10115"}}
    changed = service.call("PATCH", path, patch, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["outcome"], changed.headers["ETag"]) == (200, "admit", '"2"')
    assert is_problem(
        service.call("PATCH", path, {"buyer_note": "x"}, headers={"If-Match": '"1"'}), 412, "version_changed"
    )


def test_change_when_it_would_be_another_order_then_422(lone_service: Service) -> None:
    decision = sent(lone_service, document(an_honest_order()))
    response = lone_service.call("PATCH", f"{ORDERS}/{decision['order_id']}", {"id": "B-1"})
    assert is_problem(response, 422, "order_id_changed")


def test_decision_when_read_later_then_is_as_it_was_answered(service: Service) -> None:
    decision = sent(service, document(a_power_bank_by_post()))
    assert service.get(f"/v1/decisions/{decision['id']}").json() == decision


def test_trace_when_read_then_every_rule_has_its_tests_with_values(service: Service) -> None:
    decision = sent(service, document(a_power_bank_by_post()))
    trace = service.get(f"/v1/decisions/{decision['id']}/trace").json()
    rule = next(each for each in trace["rules"] if each["rule"] == "IMP-080")
    assert (rule["truth"], rule["line"]) == (True, 1)
    assert all(test["truth"] is not None and test["actual"] is not None for test in rule["tests"] if test["truth"])
    assert trace["facts"]["ship_to.name"] == an_address().name


def test_trace_when_alternatives_are_asked_for_then_says_what_would_have_to_be_otherwise(service: Service) -> None:
    decision = sent(service, document(an_unpaid_order()))
    trace = service.get(f"/v1/decisions/{decision['id']}/trace?alternatives=true&alternatives_ms=10000").json()
    first = trace["alternatives"]["milder"][0]
    assert (first["outcome"], first["proof"]) == ("admit", "verified")
    assert {each["fact"] for each in first["changes"]} <= {"payment.status", "payment.secured"}
    assert service.get(f"/v1/decisions/{decision['id']}/trace").json()["alternatives"] is None


def test_trace_when_the_time_for_alternatives_is_out_of_bounds_then_422(lone_service: Service) -> None:
    decision = sent(lone_service, document(an_unpaid_order()))
    response = lone_service.get(f"/v1/decisions/{decision['id']}/trace?alternatives=true&alternatives_ms=60000")
    assert is_problem(response, 422, "parameter_rejected")


def test_trace_when_values_were_erased_then_alternatives_are_by_the_rules_alone(lone_service: Service) -> None:
    decision = sent(lone_service, document(an_unpaid_order()))
    lone_service.call("POST", f"/v1/orders/{decision['order_id']}/erasure")
    trace = lone_service.get(f"/v1/decisions/{decision['id']}/trace?alternatives=true").json()
    assert trace["erased"]
    assert {each["proof"] for each in trace["alternatives"]["milder"]} <= {"rules"}


def test_replay_when_values_were_erased_then_names_the_ingredient(lone_service: Service) -> None:
    decision = sent(lone_service, document(an_unpaid_order()))
    lone_service.call("POST", f"/v1/orders/{decision['order_id']}/erasure")
    replayed = lone_service.call("POST", f"/v1/decisions/{decision['id']}/replay", {}).json()
    assert [(each["what"], each["now"]) for each in replayed["ingredients"]] == [("personal values", None)]


def test_replay_when_asked_then_is_deterministic(service: Service) -> None:
    decision = sent(service, document(an_unpaid_order()))
    replayed = service.call("POST", f"/v1/decisions/{decision['id']}/replay", {}).json()
    assert (replayed["deterministic"], replayed["outcome"], replayed["differs"]) == (True, "hold", [])
    assert replayed["ingredients"] == []


def test_replay_when_the_edition_is_unknown_then_404(lone_service: Service) -> None:
    decision = sent(lone_service, document(an_honest_order()))
    response = lone_service.call("POST", f"/v1/decisions/{decision['id']}/replay", {"edition": "none"})
    assert is_problem(response, 404, "not_found")


def test_evaluation_when_asked_then_stores_nothing(service: Service) -> None:
    run = service.call("POST", "/v1/evaluations", document(an_unpaid_order())).json()
    assert (run["outcome"], run["reasons"][0]["rule"]) == ("hold", "PAY-002")
    assert service.get(ORDERS).json()["data"] == []


def test_erasure_when_asked_then_the_document_lacks_the_person_and_the_decision_stays(service: Service) -> None:
    decision = sent(service, document(a_vague_address()))
    erased = service.call("POST", f"{ORDERS}/{decision['order_id']}/erasure")
    order = service.get(f"{ORDERS}/{decision['order_id']}").json()
    assert erased.json() == {"order_id": decision["order_id"], "versions": 1}
    assert (order["erased"], order["outcome"], "name" in order["document"]["shipping_address"]) == (
        True,
        "ask_customer",
        False,
    )


def test_example_when_compared_with_such_a_decision_then_says_the_same(lone_service: Service) -> None:
    english = document(a_vague_address()) | {"customer": {"locale": "en"}}
    decision = lone_service.call("POST", ORDERS, english).json()
    shown = next(each for each in decision["reasons"] if each["rule"] == "ADR-005")
    assert A_DECISION["reasons"] == [shown]
    assert A_DECISION.keys() == decision.keys()


def test_order_when_shown_then_the_consignees_number_is_masked_and_can_be_sent_back_so(service: Service) -> None:
    number = TaxIdentifier(kind="CPF", value="529.982.247-25")
    order = an_order(shipping_address=an_address(country="BR", postcode="01310-100"), tax_identifiers=(number,))
    path = f"{ORDERS}/{sent(service, document(order))['order_id']}"
    response = service.get(path)
    assert "529.982" not in response.text
    shown = response.json()["document"]["tax_identifiers"]
    assert shown[0]["value"].endswith("-25")
    again = service.call("PATCH", path, {"tax_identifiers": shown}, headers={"If-Match": '"1"'})
    assert (again.status_code, again.headers["ETag"]) == (200, '"1"')
    told = [service.get(f"/v1/decisions/{again.json()['id']}{part}") for part in ("", "/trace")]
    assert [response.status_code for response in told] == [200, 200]
    assert not [response for response in told if "529.982" in response.text]
