"""Marks and suppressions in a browser: a buyer blocked by hand, what that did, revoked; an exception drafted."""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from api.console.suppressing import with_one_more
from engine.bundled import rules_folder
from engine.desk.edition_files import rule_files
from tests.browser.console_people import at_the_console
from tests.browser.ruled import a_stored_rule_book
from tests.desks import document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.test_marks import bought
from tests.http.test_orders import sent

Served = tuple[Service, str]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_buyer_when_blocked_by_hand_then_page_shows_what_that_did_and_revokes(
    browser: Browser, served: Served, script: bool
) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.ANALYST, script=script) as page:
        page.goto(f"{origin}/console/marks")
        page.get_by_label("Value").fill("erika.muster@example.com")
        page.get_by_label("Verdict and why").select_option(label="blocked: chargeback")
        page.get_by_role("button", name="Mark").click()
        expect(page.get_by_role("status")).to_have_text("Marked.")
        assert "erika.muster@" not in page.content()
        sent(service, document(bought("A-2")))
        worked(service)
        page.get_by_role("link", name="E-mail").click()
        expect(page.get_by_role("region", name="What it did").last).to_contain_text("held")
        page.get_by_label("Why").fill("somebody else used it")
        page.get_by_role("button", name="Revoke").click()
        expect(page.get_by_role("status")).to_have_text("Revoked.")
    assert service.get("/v1/marks").json()["data"] == []


def test_value_when_it_is_no_key_then_page_says_why_and_keeps_it(browser: Browser, served: Served) -> None:
    with at_the_console(browser, served, Role.ANALYST) as page:
        page.goto(f"{served[1]}/console/marks")
        page.get_by_label("Value").fill("not an address")
        page.get_by_role("button", name="Mark").click()
        expect(page.get_by_role("alert")).to_contain_text("mark_refused")
        expect(page.get_by_label("Value")).to_have_value("not an address")


def test_suppression_when_written_then_stands_in_a_draft_without_faults(browser: Browser, served: Served) -> None:
    service, origin = served
    a_stored_rule_book(service)
    with at_the_console(browser, served, Role.ANALYST, script=False) as page:
        page.goto(f"{origin}/console/suppressions")
        for name, value in {
            "draft": "schools", "rule": "FRD-011", "fact.1": "customer.id", "value.1": "C-4711",
            "fact.2": "customer.guest", "value.2": "false", "why": "buys for all schools", "approved_by": "ben",
            "from": "2026-11-22", "until": "2027-01-31",
        }.items():  # fmt: skip
            page.fill(f"[name='{name}']", value)
        page.get_by_role("button", name="Write it into a draft").click()
        expect(page.locator("main")).to_contain_text("SUP-002")
    draft = service.get("/v1/rules/drafts/schools").json()
    text = service.get("/v1/rules/drafts/schools/files?path=suppressions.yaml").json()["content"]
    assert (draft["faults"], "customer.guest: false" in text, "by: Ana" in text) == ([], True, True)


def test_draft_when_its_name_is_taken_then_page_says_so(browser: Browser, served: Served) -> None:
    service, origin = served
    a_stored_rule_book(service)
    service.call("POST", "/v1/rules/drafts", {"name": "schools"})
    with at_the_console(browser, served, Role.ANALYST) as page:
        page.goto(f"{origin}/console/suppressions")
        for name, value in {"draft": "schools", "rule": "FRD-011", "fact.1": "customer.id", "value.1": "C-1",
                            "why": "x", "approved_by": "ben", "until": "2027-01-31"}.items():  # fmt: skip
            page.fill(f"[name='{name}']", value)
        page.get_by_role("button", name="Write it into a draft").click()
        expect(page.get_by_role("alert")).to_contain_text("draft_there")


def test_suppression_when_ended_then_its_last_day_stands_in_a_draft(browser: Browser, served: Served) -> None:
    service, origin = served
    files = dict(rule_files(rules_folder()))
    entry = {
        "id": "SUP-001", "rule": "FRD-011", "when": {"customer.id": "C-4711"}, "why": "schools", "by": "ana",
        "approved_by": "ben", "from": date(2026, 11, 1), "until": date(2027, 1, 31),
    }  # fmt: skip
    (path,) = [each for each in files if each.endswith("suppressions.yaml")]
    files[path] = with_one_more(files[path].decode(), entry).encode()
    a_stored_rule_book(service, files)
    with at_the_console(browser, served, Role.ANALYST, script=False) as page:
        page.goto(f"{origin}/console/suppressions")
        page.get_by_role("button", name="End SUP-001").click()
        expect(page.locator("main")).to_contain_text("SUP-001")
    draft = service.get("/v1/rules/drafts/end-sup-001").json()
    text = service.get("/v1/rules/drafts/end-sup-001/files?path=suppressions.yaml").json()["content"]
    assert (draft["faults"], "until: 2026-11-22" in text) == ([], True)
