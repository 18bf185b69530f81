"""Notices and deadlines in the console: sent again where they failed, previewed in each language, in one list."""

import pytest
from sqlalchemy import update

from api.access.roles import Role
from api.console.visit import LANGUAGE
from fulfillment.notify.texts import LANGUAGES
from fulfillment.records import BouncedAddress
from fulfillment.store.bounced import note_bounced
from fulfillment.store.tables import NOTICE
from tests.http.conftest import Service, is_problem
from tests.http.console_forms import form_sent
from tests.http.lives import admitted, delivered, worked
from tests.http.people import signed_in
from tests.http.stored_things import a_notice
from tests.http.test_claims import opened
from tests.http.test_inbox import told
from tests.http.test_returns import asked


def test_notice_when_it_failed_then_is_listed_and_sent_again_once(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    refused = a_notice(lone_service, order_id)
    browser = signed_in(lone_service, Role.SERVICE)
    assert f"/console/notices/{refused}/retry" in browser.get("/console/notices?state=refused").text
    assert form_sent(browser, f"/console/notices/{refused}/retry").status_code == 303
    worked(lone_service)
    assert lone_service.get(f"/v1/notices/{refused}").json()["state"] == "written"
    assert "notice_not_refused" in form_sent(browser, f"/console/notices/{refused}/retry", "k-2").text


def test_notices_when_listed_newest_first_then_cursors_go_back_in_time(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    a_notice(lone_service, order_id)
    ids = [each["id"] for each in lone_service.get("/v1/notices").json()["data"]]
    first = lone_service.get("/v1/notices?newest_first=true&limit=1").json()
    rest = lone_service.get(f"/v1/notices?newest_first=true&limit=1&cursor={first['next_cursor']}").json()
    assert [first["data"][0]["id"], rest["data"][0]["id"]] == ids[::-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_kind_when_previewed_then_reads_in_the_language_that_is_asked_for(lone_service: Service, language: str) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    letter = lone_service.get(f"/v1/notice-kinds/delivered?language={language}").json()
    page = browser.get(f"/console/notices/kinds/delivered?language={language}").text
    assert f'lang="{language}" data-plain' in page
    assert letter["subject"].split("A-1001")[-1].strip()[:8] in page


def test_order_when_its_notices_are_shown_then_says_what_its_customer_chose(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    page = signed_in(lone_service, Role.SERVICE).get(f"/console/notices/orders/{order_id}").text
    assert ("Order accepted" in page, "always sent" in page) == (True, True)
    assert (">A-1001</a>" in page, order_id[-8:] + "</a>" in page) == (True, False)
    choices = lone_service.get(f"/v1/orders/{order_id}/notice-choices").json()["data"]
    assert {each["topic"]: each["way"] for each in choices} == {
        "service": "mail",
        "progress": "mail",
        "trouble": "mail",
    }
    other = lone_service.get(f"/v1/orders/{order_id}/notice-choices", key="other")
    assert is_problem(other, 404, "not_found")


def test_deadlines_when_listed_then_hold_claims_returns_and_messages_with_their_source(lone_service: Service) -> None:
    claim = opened(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    page = browser.get("/console/deadlines?kind=claim").text
    assert (f"/console/claims/{claim}" in page, "DHL Express, Claims FAQs" in page) == (True, True)


def test_deadlines_when_one_kind_is_asked_for_then_others_are_left_out(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    back, taken = asked(lone_service, order_id), told(lone_service, order=order_id)
    listed = {each["id"] for each in lone_service.get("/v1/deadlines").json()["data"]}
    assert listed == {back["id"], taken["case_id"]}
    assert [each["id"] for each in lone_service.get("/v1/deadlines?kind=return").json()["data"]] == [back["id"]]


def waiting(service: Service, order_id: str) -> str:
    """A notice whose address came back, with what is kept of that."""
    notice = a_notice(service, order_id)
    bounced = BouncedAddress(merchant_id="main", order_id=order_id, way="mail", address="d" * 64, order_version=1,
                             cause="5.1.1", noted_at=service.clock.now())  # fmt: skip
    with service.database.write() as session:
        session.run(update(NOTICE).where(NOTICE.c.id == notice).values(state="waiting", cause="address_bounced"))
        note_bounced(session, bounced)
    return notice


def test_notice_when_its_address_came_back_then_pages_say_why_and_it_goes_on_once_the_address_is_right(
    lone_service: Service,
) -> None:
    order_id = admitted(lone_service)
    notice = waiting(lone_service, order_id)
    browser = signed_in(lone_service, Role.SERVICE)
    for page in ("/console/notices?state=waiting", f"/console/notices/orders/{order_id}"):
        assert "all addresses came back" in browser.get(page).text
    browser.client.cookies.set(LANGUAGE, "zh")
    assert "所有可用地址均已退信" in browser.get("/console/notices").text
    shown = lone_service.get(f"/v1/orders/{order_id}/notices").json()["bounced"]
    assert [(each["way"], each["order_version"], each["cause"]) for each in shown] == [("mail", 1, "5.1.1")]
    path = f"/console/notices/{notice}/retry"
    assert form_sent(browser, path, address_is_right="true").status_code == 303
    assert lone_service.get(f"/v1/orders/{order_id}/notices").json()["bounced"] == []


def test_notice_when_its_deadline_is_opened_then_it_is_closed_on_the_page_of_its_order(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    notice = a_notice(lone_service, order_id)
    browser = signed_in(lone_service, Role.SERVICE)
    page = f"/console/notices/orders/{order_id}"
    assert f'href="{page}"' in browser.get("/console/deadlines?kind=notice").text
    form = f"/console/notices/{notice}/close?order={order_id}"
    assert (form in browser.get(page).text, f"{notice}/close" in browser.get("/console/notices").text) == (True, True)
    assert "/reason" in form_sent(browser, form, how="not_needed", reason="").text
    done = form_sent(browser, form, "k-2", how="not_needed", reason="they rang")
    assert (done.status_code, done.headers["location"]) == (303, f"{page}?said=done")
    assert all(each in browser.get(page).text for each in ("no longer needed", "they rang"))
    assert notice not in browser.get("/console/deadlines").text


def ways(service: Service, order_id: str) -> dict[str, tuple[str, str]]:
    shown = service.get(f"/v1/orders/{order_id}/notice-choices").json()["data"]
    return {each["topic"]: (each["way"], each["chosen_by"]) for each in shown}


def test_choices_when_staff_change_them_then_pages_say_who_and_the_next_notice_follows(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    path = f"/console/notices/orders/{order_id}/choices"
    fields = {"way_progress": "off", "language": "fr", "quiet_begin": "20:00", "quiet_end": "09:00"}
    assert form_sent(browser, path, **fields).status_code == 303
    page = browser.get(f"/console/notices/orders/{order_id}").text
    assert all(each in page for each in ("not at all", "French", "20:00 – 09:00"))
    way, by = ways(lone_service, order_id)["progress"]
    assert (way, by.startswith("staff:")) == ("off", True)
    letter = lone_service.get(f"/v1/orders/{order_id}/notices/delivered").json()
    assert letter["language"] == "fr"
    worked(lone_service)
    audit = lone_service.get("/v1/audit?action=notice_choices.changed").json()["data"]
    assert [each["subject"] for each in audit] == [order_id]


def test_choices_when_they_cannot_be_then_the_page_says_so_and_keeps_what_was(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    path = f"/console/notices/orders/{order_id}/choices"
    refused = form_sent(signed_in(lone_service, Role.SERVICE), path, way_service="off")
    assert "notice_choice_refused" in refused.text
    assert ways(lone_service, order_id)["service"] == ("mail", "")
    seen = form_sent(signed_in(lone_service, Role.VIEWER, name="Ben"), path, way_progress="off")
    assert "scope_missing" in seen.text
    assert ways(lone_service, order_id)["progress"] == ("mail", "")
