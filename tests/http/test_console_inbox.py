"""The inbox in the console: conversations by their clock, the draft in the buyer's language, answers sent once."""

from api.access.roles import Role
from api.console.visit import LANGUAGE
from tests.http.conftest import Service
from tests.http.console_forms import form_sent
from tests.http.lives import admitted, delivered
from tests.http.people import signed_in
from tests.http.test_inbox import ASKS, case_of, told
from tests.http.test_order_events import MONEY, tell


def test_inbox_when_a_message_waits_then_shows_its_clock_and_who_set_it(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    browser = signed_in(lone_service, Role.SERVICE)
    page = browser.get("/console/inbox").text
    assert (f"/console/inbox/{taken['case_id']}" in page, "24 h left" in page, "assumption" in page) == (True,) * 3
    assert str(taken["case_id"]) not in browser.get("/console/inbox?view=orderless").text


def test_inbox_when_read_in_chinese_then_says_so_of_an_assumption(lone_service: Service) -> None:
    told(lone_service, order=admitted(lone_service))
    browser = signed_in(lone_service, Role.SERVICE)
    browser.client.cookies.set(LANGUAGE, "zh")
    assert ">我方假定</span>" in browser.get("/console/inbox").text
    assert ">我方假定</span>" in browser.get("/console/deadlines").text


def test_conversation_when_opened_then_has_the_draft_in_the_buyers_language(lone_service: Service) -> None:
    taken = told(lone_service, order=delivered(lone_service), language="fr")
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/inbox/{taken['case_id']}"
    page = browser.get(path).text
    assert ASKS in page
    assert "Bonjour" in page
    assert "Hello" in browser.get(f"{path}?draft=english").text


def test_answer_when_edited_and_sent_then_leaves_and_stops_the_clock(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/inbox/{taken['case_id']}"
    answer = form_sent(browser, f"{path}/reply", text="Tomorrow.\r\nSorry!", subject="Your order", language="en")
    assert answer.headers["location"] == f"{path}?said=done"
    whole = case_of(lone_service, taken)
    assert (whole["case"]["state"], whole["messages"][1]["text"]) == ("answered", "Tomorrow.\nSorry!")


def test_answer_when_somebody_was_faster_then_is_refused_and_what_was_typed_is_kept(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/inbox/{taken['case_id']}"
    form_sent(browser, f"{path}/assign", seen="1")
    late = form_sent(browser, f"{path}/reply", "k-2", text="My long answer", seen="1")
    assert ("version_changed" in late.text, "My long answer" in late.text) == (True, True)


def test_case_when_taken_and_closed_by_forms_then_is_closed(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    browser = signed_in(lone_service, Role.SERVICE)
    where = form_sent(browser, "/console/inbox/next").headers["location"]
    assert where == f"/console/inbox/{taken['case_id']}"
    form_sent(browser, f"{where}/close", "k-2", reason_code="solved")
    assert case_of(lone_service, taken)["case"]["state"] == "closed"
    assert "Nothing waits" in form_sent(browser, "/console/inbox/next", "k-3").text


def test_case_when_its_order_is_named_then_moves_there(lone_service: Service) -> None:
    order = admitted(lone_service)
    taken = told(lone_service, order="nobody's")
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/inbox/{taken['case_id']}"
    form_sent(browser, f"{path}/order", order=order)
    assert case_of(lone_service, taken)["case"]["order_id"] == order


def test_conversation_when_somebody_sees_no_people_then_shows_no_text(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    page = signed_in(lone_service, Role.VIEWER).get(f"/console/inbox/{taken['case_id']}").text
    assert (ASKS in page, "Not shown to you" in page) == (False, True)


def test_dispute_when_evidence_was_handed_over_then_says_so(lone_service: Service) -> None:
    order = delivered(lone_service)
    tell(lone_service, order, "chargeback.opened", dispute="dp_1", reason_code="13.1", scheme="visa", **MONEY)
    (dispute,) = lone_service.get("/v1/disputes").json()["data"]
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/disputes/{dispute['id']}"
    assert "Proof of delivery" in browser.get(path).text
    assert form_sent(browser, f"{path}/submit", note="uploaded").status_code == 303
    assert lone_service.get(f"/v1/disputes/{dispute['id']}").json()["state"] == "submitted"
    assert f"/console/disputes/{dispute['id']}" in browser.get(
        f"/console/inbox/{lone_service.get('/v1/cases?kind=chargeback').json()['data'][0]['id']}"
    ).text  # fmt: skip
