"""Requests to customers over HTTP: the routes for shops, the public form, and the page."""

import base64
import re
from typing import Any

import pytest
from httpx2 import Response

from api.access.scopes import Scope
from api.customer_page.words import words_of
from engine.desk.customer_requests import EXPIRE, REMIND
from engine.desk.request_jobs import request_handlers
from engine.desk.telling import handlers
from engine.order.order import Order
from fulfillment.notify.texts import LANGUAGES
from tests.desks import a_vague_address, an_honest_order, document, medicine_to_australia
from tests.draining import drain
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.lives import admitted, post
from tests.http.test_orders import sent

PDF = b"%PDF-1.7 a permit"
ANSWER = {"address": {"postcode": "10115"}}
FORM = {"address.postcode": "10115"}
SCRIPTLESS = "default-src 'none'; style-src 'sha256-"


def asked(service: Service, order: Order | None = None) -> dict[str, Any]:
    """A request that the order's decision led to, as its shop sees it."""
    sent(service, document(order or a_vague_address()))
    work(service)
    row = service.get("/v1/customer-requests").json()["data"][0]
    shown: dict[str, Any] = service.get(f"/v1/customer-requests/{row['id']}").json()
    return shown


def work(service: Service) -> None:
    desk = service.app.state.services.desk
    due = {**handlers(desk.ids), **request_handlers(desk)}
    drain(service.database, {kind: each for kind, each in due.items() if kind not in {REMIND, EXPIRE}})


def path_of(request: dict[str, Any]) -> str:
    return str(request["url"]).partition(":8080")[2]


def posted(service: Service, path: str, **texts: str) -> Response:
    found = service.client.get(path)
    seen = re.search(r'name="seen" value="([^"]*)"', found.text)
    assert seen is not None
    return service.client.post(path, data={"seen": seen[1], **texts}, follow_redirects=False)


def test_answer_when_people_are_not_shown_then_is_masked_and_has_no_link(lone_service: Service) -> None:
    shown = asked(lone_service)
    path = f"/v1/customer-requests/{shown['id']}"
    blind = lone_service.make_key(scopes=[Scope.ORDERS_READ, Scope.REQUESTS_WRITE]).id
    assert lone_service.get(path, key=blind).json()["url"] is None
    assert lone_service.call("POST", f"{path}/resend", key=blind).json()["url"] is None
    lone_service.call("POST", f"{path}/answer", {"address": {"postcode": "10115"}})
    masked, whole = (lone_service.get(path, key=key).json()["answer"] for key in (blind, "main"))
    assert "10115" in str(whole)
    assert "10115" not in str(masked)
    assert masked.keys() == whole.keys()


def test_request_when_a_decision_asks_then_shops_read_it_with_its_link(service: Service) -> None:
    shown = asked(service)
    assert (shown["state"], shown["asks"]) == ("open", ["address.postcode"])
    assert re.fullmatch(r"/r/[A-Za-z0-9_-]{75}", path_of(shown))
    assert service.get("/v1/customer-requests").json()["data"][0]["url"] is None


def test_link_when_the_key_may_only_read_orders_then_is_not_shown(lone_service: Service) -> None:
    shown = asked(lone_service)
    key = lone_service.make_key(scopes=[Scope.ORDERS_READ])
    assert lone_service.get(f"/v1/customer-requests/{shown['id']}", key=key.id).json()["url"] is None


def test_list_when_filtered_and_paged_then_shows_what_is_wanted(service: Service) -> None:
    first = asked(service, a_vague_address("A-1"))
    asked(service, a_vague_address("A-2"))
    service.call("POST", f"/v1/customer-requests/{first['id']}/cancel", {})
    page = service.get("/v1/customer-requests?limit=1").json()
    assert page["has_more"]
    rest = service.get(f"/v1/customer-requests?limit=1&cursor={page['next_cursor']}").json()
    assert [each["id"] for each in rest["data"]] == [first["id"]]
    for query in ("state=cancelled", f"order_id={first['order_id']}"):
        assert [each["id"] for each in service.get(f"/v1/customer-requests?{query}").json()["data"]] == [first["id"]]
    assert service.get("/v1/customer-requests?shop=elsewhere").json()["data"] == []
    assert service.get("/v1/customer-requests", key=OTHER).json()["data"] == []


def test_request_when_an_agent_asks_then_is_created_once(service: Service) -> None:
    decision = sent(service, document(an_honest_order()))
    body = {"order_id": decision["order_id"]}
    assert is_problem(service.call("POST", "/v1/customer-requests", body), 409, "nothing_to_ask")
    made = service.call("POST", "/v1/customer-requests", body | {"asks": ["phone"], "days": 3})
    assert (made.status_code, made.json()["asks"], made.json()["created_by"]) == (201, ["phone"], "tests")
    assert "such as +49 1512 3456789." in service.client.get(f"{path_of(made.json())}?lang=en").text
    assert is_problem(service.call("POST", "/v1/customer-requests", body | {"asks": ["phone"]}), 409, "asked_already")
    refused = service.call("POST", "/v1/customer-requests", body | {"asks": ["lines"]})
    assert is_problem(refused, 422, "document_rejected")


def test_answer_when_an_agent_gives_it_then_says_who_and_what_became_of_it(service: Service) -> None:
    shown = asked(service)
    wrong = service.call("POST", f"/v1/customer-requests/{shown['id']}/answer", {"address": {"postcode": "1"}})
    assert is_problem(wrong, 422, "answer_refused")
    assert wrong.json()["errors"][0]["pointer"] == "/address/postcode"
    answered = service.call("POST", f"/v1/customer-requests/{shown['id']}/answer", ANSWER).json()
    assert answered["outcome"] == "admit"
    assert (answered["request"]["ended_by"], answered["request"]["answered_as"]) == ("tests", "agent")
    kept = service.get(f"/v1/customer-requests/{shown['id']}").json()
    assert kept["answer"]["address"] == {"postcode": "10115"}
    again = service.call("POST", f"/v1/customer-requests/{shown['id']}/answer", ANSWER)
    assert is_problem(again, 409, "request_ended")


def test_link_when_a_new_one_is_sent_then_the_old_one_is_gone(service: Service) -> None:
    shown = asked(service)
    renewed = service.call("POST", f"/v1/customer-requests/{shown['id']}/resend").json()
    old, new = service.client.get(path_of(shown)), service.client.get(path_of(renewed))
    assert (old.status_code, new.status_code) == (410, 200)
    assert is_problem(service.client.get(f"/v1{path_of(shown)}"), 410, "link_ended")


def test_form_when_read_as_json_then_asks_everything_in_the_customers_language(service: Service) -> None:
    form = service.client.get(f"/v1{path_of(asked(service))}").json()
    names = [each["name"] for group in form["groups"] for each in group["fields"]]
    assert "address.postcode" in names
    assert "address.country" not in names
    assert not [name for name in names if not name.startswith("address.")]
    assert form["state"] == "open"
    other = service.client.get(f"/v1{path_of(asked(service, a_vague_address('A-7')))}?lang=ja").json()
    assert other["language"] == "ja"


def test_form_when_answered_as_json_then_tells_what_comes_next_again_and_again(service: Service) -> None:
    path = f"/v1{path_of(asked(service))}"
    seen = service.client.get(path).json()["seen"]
    first = service.client.post(path, json=ANSWER | {"seen": seen})
    second = service.client.post(path, json={"address": {"postcode": "80331"}, "seen": seen})
    assert first.json() == second.json()
    assert first.json()["next"] == "goes_on"
    assert service.client.get(path).json()["state"] == "answered"


def test_form_when_the_order_changed_meanwhile_then_409(service: Service) -> None:
    shown = asked(service)
    path = f"/v1{path_of(shown)}"
    seen = service.client.get(path).json()["seen"]
    service.call("PATCH", f"/v1/orders/{shown['order_id']}", {"shipping_address": {"city": "Hamburg"}},
                 headers={"Content-Type": "application/merge-patch+json"})  # fmt: skip
    assert is_problem(service.client.post(path, json=ANSWER | {"seen": seen}), 409, "questions_changed")


def test_papers_when_sent_as_json_then_are_claimed(service: Service) -> None:
    shown = asked(service, medicine_to_australia())
    word = shown["asks"][0]
    paper = {"question": word, "number": "IP-1", "content": base64.b64encode(PDF).decode()}
    path = f"/v1{path_of(shown)}"
    assert is_problem(service.client.post(path, json={"papers": [paper | {"content": "?"}]}), 422, "document_rejected")
    wrong = service.client.post(path, json={"papers": [paper | {"content": base64.b64encode(b"GIF89a").decode()}]})
    assert wrong.json()["errors"][0]["code"] == "file_form"
    assert service.client.post(path, json={"papers": [paper]}).json()["next"] == "waits"
    papers = service.get(f"/v1/orders/{shown['order_id']}/papers").json()["data"]
    assert [(each["state"], each["claimed_by"]) for each in papers] == [("claimed", "customer")]


@pytest.mark.parametrize("tail", ["x", "a" * 75, "A" * 74 + "=", "%00" * 5])
def test_link_when_it_is_none_of_ours_then_one_and_the_same_404(lone_service: Service, tail: str) -> None:
    page = lone_service.client.get(f"/r/{tail}")
    assert page.status_code == 404
    assert page.text == lone_service.client.get("/r/other").text
    assert is_problem(lone_service.client.get(f"/v1/r/{tail}"), 404, "not_found")


def test_link_when_one_sign_is_changed_then_opens_nothing(lone_service: Service) -> None:
    path = path_of(asked(lone_service))
    changed = path[:20] + ("A" if path[20] != "A" else "B") + path[21:]
    assert lone_service.client.get(changed).status_code == 404
    assert lone_service.client.post(changed, data=FORM).status_code == 404


def test_links_when_guessed_too_often_then_the_address_has_to_wait(lone_service: Service) -> None:
    path = path_of(asked(lone_service))
    for _ in range(30):
        assert lone_service.client.get("/r/guess").status_code == 404
    waits = lone_service.client.get(path)
    assert (waits.status_code, waits.headers["retry-after"]) == (429, "600")
    assert is_problem(lone_service.client.get(f"/v1{path}"), 429, "too_many_tries")


def test_link_when_its_time_is_over_or_it_is_taken_back_then_410(lone_service: Service) -> None:
    shown = asked(lone_service)
    lone_service.call("POST", f"/v1/customer-requests/{shown['id']}/cancel", {"reason": "by phone"})
    assert lone_service.client.get(path_of(shown)).status_code == 410
    later = asked(lone_service, a_vague_address("A-8"))
    lone_service.clock.move(30 * 86400)
    assert lone_service.client.get(path_of(later)).status_code == 410


def test_page_when_sent_then_may_do_nothing_but_be_read_and_sent(lone_service: Service) -> None:
    page = lone_service.client.get(path_of(asked(lone_service)))
    policy = page.headers["content-security-policy"]
    assert policy.startswith(SCRIPTLESS)
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "set-cookie" not in page.headers
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text


def test_page_when_sent_then_leads_to_what_comes_next_and_a_second_sending_changes_nothing(service: Service) -> None:
    shown = asked(service)
    path = path_of(shown)
    first = posted(service, path, **FORM)
    assert (first.status_code, first.headers["location"][:6]) == (303, "?lang=")
    assert "Your order goes on" in service.client.get(f"{path}?lang=en").text
    second = service.client.post(path, data=FORM, follow_redirects=False)
    assert second.status_code == 200
    decisions = service.get(f"/v1/orders/{shown['order_id']}").json()
    assert decisions["version"] == 2


def test_page_when_a_field_is_wrong_then_says_so_at_the_field_and_keeps_what_was_typed(service: Service) -> None:
    path = path_of(asked(service))
    wrong = posted(service, f"{path}?lang=en", **{"address.postcode": "1", "address.line2": "<b>2nd</b> floor"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert 'href="#address-postcode"' in wrong.text
    assert "&lt;b&gt;2nd&lt;/b&gt; floor" in wrong.text
    assert "<title>Error: " in wrong.text
    insisted = posted(service, path, **{"address.postcode": "1", "insists": "yes"})
    assert insisted.status_code == 303


def test_page_when_files_are_sent_then_a_wrong_one_is_refused_and_a_right_one_kept(service: Service) -> None:
    shown = asked(service, medicine_to_australia())
    path, word = path_of(shown), shown["asks"][0]
    seen = service.client.get(f"/v1{path}").json()["seen"]
    wrong = service.client.post(path, data={"seen": seen}, files={word: ("x.pdf", b"GIF89a", "application/pdf")})
    assert wrong.status_code == 422
    right = service.client.post(
        path, data={"seen": seen}, files={word: ("x.pdf", PDF, "application/pdf")}, follow_redirects=False
    )
    assert right.status_code == 303
    assert service.get(f"/v1/orders/{shown['order_id']}/papers").json()["data"][0]["kind"] == word.split(".")[1]


def test_page_when_more_is_sent_than_is_read_then_413(lone_service: Service) -> None:
    path = path_of(asked(lone_service))
    large = lone_service.client.post(path, files={"paper.x.1": ("x.pdf", b"%PDF-" + bytes(17 << 20))})
    assert large.status_code == 413


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_when_read_in_a_language_then_is_in_it_throughout(lone_service: Service, language: str) -> None:
    path = path_of(asked(lone_service))
    page = lone_service.client.get(f"{path}?lang={language}")
    assert f'<html lang="{language}" dir="ltr">' in page.text
    assert words_of(language).says["send"] in page.text
    assert page.headers["content-language"] == language


def test_request_when_its_order_has_ended_then_closes_by_itself(service: Service) -> None:
    order = admitted(service, a_vague_address())
    (before,) = service.get("/v1/customer-requests").json()["data"]
    post(service, f"/v1/orders/{order}/cancel", {"reason": "changed their mind"})
    (after,) = service.get("/v1/customer-requests").json()["data"]
    assert (before["state"], after["state"]) == ("open", "cancelled")
    told = [each["type"] for each in service.get(f"/v1/orders/{order}/events").json()["data"]]
    assert told.count("customer_request.cancelled") == 1


def test_request_when_a_document_and_a_number_are_added_then_the_form_says_why_in_the_buyers_language(
    service: Service,
) -> None:
    order = sent(service, document(an_honest_order()))["order_id"]
    offered = service.get(f"/v1/orders/{order}/questions").json()["addable"]
    number = next(each["ask"] for each in offered if each["ask"].startswith("number."))
    asks = ["paper.cites_permit.1", number]
    shown = service.get(f"/v1/orders/{order}/questions?language=de&added={','.join(asks)}").json()
    assert sorted(shown["asks"]) == sorted(asks)
    messages = [text for group in shown["groups"] for text in group["messages"]]
    assert sorted(messages) == sorted(words_of("de").says[f"added_{each}"] for each in ("paper", "number"))
    made = service.call("POST", "/v1/customer-requests", {"order_id": order, "asks": asks})
    assert (made.status_code, sorted(made.json()["added"])) == (201, sorted(asks))


def test_request_when_an_added_document_is_handed_in_then_waits_for_an_analyst(service: Service) -> None:
    order = sent(service, document(an_honest_order()))["order_id"]
    body = {"order_id": order, "asks": ["paper.cites_permit.1"]}
    made = service.call("POST", "/v1/customer-requests", body).json()
    file = {"question": "paper.cites_permit.1", "content": base64.b64encode(PDF).decode(), "number": "C-1"}
    answer = service.call("POST", f"/v1/customer-requests/{made['id']}/answer", {"papers": [file]})
    assert answer.status_code == 200, answer.text
    papers = service.get(f"/v1/orders/{order}/papers").json()["data"]
    assert [(each["kind"], each["line"], each["state"]) for each in papers] == [("cites_permit", 1, "claimed")]


@pytest.mark.parametrize("word", ["paper.cites_permit.99", "paper.library_card.1", "number.LIBRARY"])
def test_request_when_the_order_has_no_such_question_then_is_refused(service: Service, word: str) -> None:
    order = sent(service, document(an_honest_order()))["order_id"]
    refused = service.call("POST", "/v1/customer-requests", {"order_id": order, "asks": [word]})
    assert is_problem(refused, 422, "question_unknown")
