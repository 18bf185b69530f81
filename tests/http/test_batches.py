"""Orders in bulk and later: each item judged by itself, and what was taken in is decided once."""

from collections.abc import Mapping

import pytest

from engine.desk.submitting import submission_handlers
from engine.ids import Prefix
from engine.store.tables import SUBMISSION
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

BATCH, ORDERS = "/v1/orders/batch", "/v1/orders"
LATER = {"Prefer": "respond-async"}


def items(*orders: object) -> dict[str, object]:
    """The body of a batch."""
    return {"items": [{"order": each} for each in orders]}


def work(service: Service) -> list[str]:
    """What a worker does with submissions."""
    return drain(service.database, submission_handlers(service.app.state.services.desk))


def test_batch_when_one_is_faulty_then_only_it_is_refused_with_its_place(service: Service) -> None:
    good, held = document(an_honest_order()), document(an_unpaid_order())
    done = service.call("POST", BATCH, items(good, {"id": "x"}, held, "no order")).json()
    assert [each["status"] for each in done["data"]] == [201, 422, 201, 422]
    assert done["counts"] == {"decided": 2, "replayed": 0, "rejected": 2}
    places = {each["pointer"] for each in done["data"][1]["problem"]["errors"]}
    assert "/items/1/order/lines" in places


@pytest.mark.parametrize(("headers", "status"), [({}, 200), (LATER, 202)])
def test_batch_when_an_item_has_a_number_of_any_length_then_only_that_is_refused(
    service: Service, headers: Mapping[str, str], status: int
) -> None:
    answer = service.call("POST", BATCH, items({"total": 10**30}), headers=headers)
    assert answer.status_code == status
    assert answer.json()["counts"]["rejected"] == 1


def test_batch_when_compared_with_single_orders_then_answers_are_the_same(service: Service) -> None:
    order = document(an_unpaid_order())
    batched = service.call("POST", BATCH, items(order)).json()["data"][0]["decision"]
    assert sent(service, order) == batched


def test_batch_when_an_order_comes_twice_in_it_then_is_decided_once(service: Service) -> None:
    order = document(an_honest_order())
    data = service.call("POST", BATCH, items(order, order)).json()["data"]
    assert [each["status"] for each in data] == [201, 200]
    assert data[0]["decision"]["id"] == data[1]["decision"]["id"]


def test_batch_when_repeated_with_its_key_then_each_item_gets_what_it_got(service: Service) -> None:
    body, key = items(document(an_honest_order()), document(an_unpaid_order())), {"Idempotency-Key": "b-1"}
    first = service.call("POST", BATCH, body, headers=key)
    order = first.json()["data"][1]["decision"]["order_id"]
    service.call("PATCH", f"{ORDERS}/{order}", {"buyer_note": "changed meanwhile"})
    again = service.call("POST", BATCH, body, headers=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert [each["decision"]["id"] for each in again.json()["data"]] == [
        each["decision"]["id"] for each in first.json()["data"]
    ]
    other = service.call("POST", BATCH, items(document(an_unpaid_order())), headers=key)
    assert is_problem(other, 422, "idempotency_key_reused")


def test_batch_when_an_items_key_comes_with_another_order_then_only_that_is_refused(service: Service) -> None:
    keyed = {"order": document(an_honest_order()), "key": "k"}
    service.call("POST", BATCH, {"items": [keyed]})
    other = {"order": document(an_unpaid_order()), "key": "k"}
    data = service.call("POST", BATCH, {"items": [other, {**keyed}]}).json()["data"]
    assert [each["status"] for each in data] == [422, 200]
    assert data[0]["problem"]["code"] == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "document_rejected"),
        ({"items": []}, "document_rejected"),
        ({"items": [{"order": {}, "colour": 1}]}, "document_rejected"),
        ({"items": [{"order": {}}] * 501}, "document_rejected"),
    ],
)
def test_batch_when_it_is_none_then_is_refused_as_a_whole(
    lone_service: Service, body: Mapping[str, object], code: str
) -> None:
    assert is_problem(lone_service.call("POST", BATCH, body), 422, code)


def test_order_when_asked_for_later_then_is_taken_in_and_decided_by_a_worker(service: Service) -> None:
    taken = service.call("POST", ORDERS, document(an_unpaid_order()), headers=LATER)
    assert (taken.status_code, taken.headers["Preference-Applied"]) == (202, "respond-async")
    place = taken.headers["Location"]
    assert service.get(place).json()["state"] == "pending"
    assert work(service) == ["desk.submission"]
    shown = service.get(place).json()
    assert (shown["state"], shown["decision"]["outcome"]) == ("decided", "hold")
    assert sent(service, document(an_unpaid_order()))["id"] == shown["decision_id"]


def test_order_when_asked_for_later_twice_then_the_first_is_answered_again(service: Service) -> None:
    headers = LATER | {"Idempotency-Key": "k-1"}
    first = service.call("POST", ORDERS, document(an_honest_order()), headers=headers)
    again = service.call("POST", ORDERS, document(an_honest_order()), headers=headers)
    assert (again.headers["Location"], again.headers["Idempotent-Replayed"]) == (first.headers["Location"], "true")
    other = service.call("POST", ORDERS, document(an_unpaid_order()), headers=headers)
    assert is_problem(other, 422, "idempotency_key_reused")


def test_order_when_asked_for_later_and_then_at_once_then_both_get_one_decision(service: Service) -> None:
    key = {"Idempotency-Key": "k-1"}
    place = service.call("POST", ORDERS, document(an_honest_order()), headers=LATER | key).headers["Location"]
    at_once = sent(service, document(an_honest_order()), **key)
    work(service)
    assert service.get(place).json()["decision_id"] == at_once["id"]


def test_batch_when_asked_for_later_then_its_items_tell_how_each_came_out(service: Service) -> None:
    body = items(document(an_honest_order()), {"id": 7}, document(an_unpaid_order()))
    taken = service.call("POST", BATCH, body, headers=LATER)
    place = taken.headers["Location"]
    assert taken.json()["counts"] == {"pending": 2, "decided": 0, "rejected": 1}
    work(service)
    assert service.get(place).json()["state"] == "done"
    rows = service.get(f"{place}/items?limit=2").json()
    assert [each["state"] for each in rows["data"]] == ["decided", "rejected"]
    assert rows["data"][1]["problem"]["code"] == "order_rejected"
    rest = service.get(f"{place}/items?limit=2&cursor={rows['next_cursor']}").json()
    assert [each["index"] for each in rest["data"]] == [2]


def test_submission_when_its_person_is_erased_then_it_can_never_be_decided(service: Service) -> None:
    known = sent(service, document(an_honest_order("A-1")))
    place = service.call("POST", ORDERS, document(an_honest_order("A-2")), headers=LATER).headers["Location"]
    service.call("POST", f"{ORDERS}/{known['order_id']}/erasure")
    with service.database.read() as session:
        assert [row.sealed for row in session.rows(SUBMISSION.select())] == [None]
    work(service)
    shown = service.get(place).json()
    assert (shown["state"], shown["problem"]["code"]) == ("rejected", "person_erased")


def test_submission_when_it_waits_then_nothing_of_a_person_lies_open(service: Service) -> None:
    where = an_honest_order().shipping_address
    service.call("POST", ORDERS, document(an_honest_order()), headers=LATER)
    with service.database.read() as session:
        rows = repr(session.rows(SUBMISSION.select()))
    assert [word for word in (where.name, where.line1, where.phone, where.email) if word and word in rows] == []


def test_submissions_when_another_merchant_asks_then_are_not_there(service: Service) -> None:
    place = service.call("POST", ORDERS, document(an_honest_order()), headers=LATER).headers["Location"]
    assert is_problem(service.get(place, key="other"), 404, "not_found")
    assert is_problem(service.get(f"/v1/batches/{service.ids.new(Prefix.BATCH)}"), 404, "not_found")


def test_batch_when_sent_as_a_bare_list_then_is_told_what_a_batch_is(service: Service) -> None:
    refused = service.call("POST", BATCH, [{"order": document(an_honest_order())}])
    assert is_problem(refused, 422, "document_rejected")
    (fault,) = refused.json()["errors"]
    assert fault["pointer"] == ""
    assert fault["code"] == "not_an_object"
    assert '{"items": [{"order": {...}}, ...]}' in fault["detail"]
