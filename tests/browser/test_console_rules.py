"""A rule edited, its impact on last month seen, approved by a second person, and live, all in the console."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.browser.ruled import a_stored_rule_book, work_on_rules
from tests.builders import PLACED_AT, an_address, an_order
from tests.desks import document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.small_editions import LISTS, MORE_WATCHED, small_files

Served = tuple[Service, str]
FEW = "{name: few, given: {velocity.ip_orders_24h: 1"
FIVE, ONE = "value: 5}", "value: 1}"


@pytest.fixture
def ruled(served: Served) -> Served:
    """With three orders of one hour from one place, of which the last was held."""
    service = served[0]
    a_stored_rule_book(
        service, small_files({"fraud/lists.yaml": LISTS.replace(FEW, "{name: few, given: {velocity.ip_orders_24h: 0")})
    )
    for number in range(3):
        order = an_order(
            id=f"F-{number}", shipping_address=an_address(country="FR"), placed_at=PLACED_AT + timedelta(minutes=number)
        )
        assert service.call("POST", "/v1/orders", document(order)).status_code in {200, 201}
    worked(service)
    return served


def begin(page: Page, name: str = "fewer") -> None:
    """From the rule to its threshold in a new draft."""
    page.locator("nav a[href='/console/rules']").click()
    page.get_by_role("link", name="Fraud").click()
    page.get_by_role("link", name="FRD-003").click()
    page.get_by_placeholder("name-of-the-draft").fill(name)
    page.get_by_role("button", name="Change it in a new draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("params.yaml")


def write(page: Page, old: str, new: str) -> None:
    """Writes the file otherwise, in the editor or in the plain field."""
    page.wait_for_load_state()  # before that the field may have no editor yet
    field = page.locator("textarea[name=content]")
    text = str(field.evaluate("each => window.CodeMirror ? each.nextSibling.CodeMirror.getValue() : each.value"))
    assert old in text
    changed = text.replace(old, new)
    field.evaluate(
        "(each, text) => window.CodeMirror ? each.nextSibling.CodeMirror.setValue(text) : each.value = text", changed
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_rule_when_edited_tried_and_approved_then_is_live(browser: Browser, ruled: Served, script: bool) -> None:
    service = ruled[0]
    with at_the_console(browser, ruled, Role.ANALYST, script=script) as page:
        begin(page)
        if script:
            write(page, FIVE, ONE)
        else:
            page.locator("textarea[name=content]").fill(
                page.locator("textarea[name=content]").input_value().replace(FIVE, ONE)
            )
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").first).to_have_text("Saved.")
        page.get_by_role("link", name="Difference to live").click()
        expect(page.locator("pre")).to_contain_text("fraud.many")
        page.get_by_role("link", name="Impact").click()
        page.get_by_role("button", name="Try it on the past").click()
        work_on_rules(service)
        if not script:
            page.reload()
        expect(page.locator(".flow .moved").first).to_be_visible(timeout=20_000)
        expect(page.get_by_role("region", name="Rule by rule").first).to_contain_text("FRD-003")
        page.goto(f"{ruled[1]}/console/drafts/fewer?view=propose")
        page.get_by_label("Why").fill("a ring orders in twos")
        page.get_by_role("button", name="Propose").click()
        work_on_rules(service)
        page.reload()
        page.get_by_role("link", name="See the proposal").click()
        proposal = page.url
        expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    with at_the_console(browser, ruled, Role.APPROVER, name="Ben", script=script) as page:
        page.goto(proposal)
        expect(page.get_by_role("link", name="See the impact")).to_be_visible()
        page.get_by_role("button", name="Approve").click()
        work_on_rules(service)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_contain_text("published")
        page.goto(f"{ruled[1]}/console/rules/FRD-003")
        expect(page.get_by_text("today: 1")).to_be_visible()


def test_file_when_somebody_was_faster_then_shows_what_they_have_and_keeps_mine(
    browser: Browser, ruled: Served
) -> None:
    service = ruled[0]
    with at_the_console(browser, ruled, Role.ANALYST, script=False) as page:
        begin(page)
        field = page.locator("textarea[name=content]")
        theirs = field.input_value().replace(FIVE, "value: 4}")
        service.call(
            "PUT",
            "/v1/rules/drafts/fewer/files",
            {"path": "params.yaml", "content": theirs},
            headers={"If-Match": '"1"'},
        )
        field.fill(field.input_value().replace(FIVE, ONE))
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("region", name="Somebody was faster")).to_contain_text("value: 4}")
        page.get_by_role("button", name="Save mine over it").click()
        expect(page.get_by_role("status").first).to_have_text("Saved.")


def test_check_when_read_in_chinese_then_says_what_kind_of_fault_each_is(browser: Browser, ruled: Served) -> None:
    service = ruled[0]
    service.call("POST", "/v1/rules/drafts", {"name": "typed"})
    wrong = {"path": "fraud/lists.yaml", "content": LISTS.replace("velocity.ip_orders_24h", "velocity.ip_orders_24")}
    service.call("PUT", "/v1/rules/drafts/typed/files", wrong, headers={"If-Match": '"1"'})
    with at_the_console(browser, ruled, Role.ANALYST, locale="zh-CN") as page:
        page.goto(f"{ruled[1]}/console/drafts/typed?view=check")
        row = page.locator("tbody tr").filter(has_text="R020").first
        expect(row).to_contain_text("未知的事实")
        expect(row).to_contain_text("velocity.ip_orders_24h")


def test_editor_when_typed_in_then_completes_facts_and_marks_faults(browser: Browser, ruled: Served) -> None:
    service = ruled[0]
    service.call("POST", "/v1/rules/drafts", {"name": "typed"})
    with at_the_console(browser, ruled, Role.ANALYST) as page:
        page.goto(f"{ruled[1]}/console/drafts/typed/file?path=fraud/lists.yaml")
        expect(page.locator("#lint")).to_have_text("No fault in this file.")
        page.locator(".CodeMirror").click()
        page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setCursor({line: 10, ch: 100})")
        page.keyboard.type(" ship_to.coun")
        expect(page.locator(".CodeMirror-hints")).to_contain_text("ship_to.country")
        page.keyboard.press("Escape")
        expect(page.locator(".CodeMirror-lint-marker").first).to_be_visible(timeout=15_000)
        expect(page.locator("#lint")).to_contain_text("Faults here")


def test_proposal_when_rejected_then_says_why(browser: Browser, ruled: Served) -> None:
    service = ruled[0]
    service.call("POST", "/v1/rules/drafts", {"name": "fewer"})
    ((path, text),) = MORE_WATCHED.items()
    file = {"path": path, "content": text}
    service.call("PUT", "/v1/rules/drafts/fewer/files", file, headers={"If-Match": '"1"'})
    service.call("POST", "/v1/rules/proposals", {"draft": "fewer", "note": "for no reason"})
    work_on_rules(service)
    with at_the_console(browser, ruled, Role.APPROVER, name="Ben", script=False) as page:
        page.locator("nav a[href='/console/proposals']").click()
        page.get_by_role("link", name="for no reason").click()
        page.get_by_label("Why not").fill("nothing changes")
        page.get_by_role("button", name="Reject").click()
        expect(page.locator(".head")).to_contain_text("nothing changes")
        assert service.get("/v1/rules/proposals?state=all").json()["data"][0]["state"] == "rejected"
