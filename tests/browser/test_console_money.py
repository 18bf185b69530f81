"""Money in the console: a report taken in and a line given its order, a dispute answered, a bill disputed, losses."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.gateway_messages import stripe_intent
from tests.http.conftest import Service
from tests.http.lives import admitted, delivered, life
from tests.http.test_freight_and_profit import HEAD as BILL_HEAD
from tests.http.test_freight_and_profit import bill
from tests.http.test_payments import disputed, told, waiting
from tests.http.test_settlements import HEAD, sale, send

Served = tuple[Service, str]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@SCRIPT
def test_report_when_taken_in_then_its_unknown_line_is_given_an_order(
    browser: Browser, served: Served, tmp_path: Path, script: bool
) -> None:
    service, origin = served
    order_id = admitted(service)
    report = tmp_path / "november.csv"
    report.write_text(HEAD + sale("A-9", "44.88"), encoding="utf-8")
    with at_the_console(browser, served, Role.OPERATOR, script=script) as page:
        page.goto(f"{origin}/console/reconciliation")
        page.get_by_label("File").set_input_files(report)
        page.locator("select[name=provider]").select_option("generic")
        page.get_by_role("button", name="Take it in").click()
        expect(page.get_by_role("status")).to_have_text("Taken in.")
        page.get_by_role("link", name="Without a place").click()
        page.get_by_role("link", name="Work on these as cases").click()
        page.get_by_role("link", name="unknown in our books").click()
        page.get_by_label("Order number").fill("A-1001")
        page.get_by_role("region", name="Say what it is about").get_by_label("Why").fill("by the buyer's mail")
        page.get_by_role("button", name="It belongs there").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
    assert service.get(f"/v1/orders/{order_id}/settlement").json()["lines"][0]["how"] == "person"


def test_report_when_it_cannot_be_read_then_page_tells_each_fault(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    report = tmp_path / "november.csv"
    report.write_text(HEAD + sale("A-9", "many"), encoding="utf-8")
    with at_the_console(browser, served, Role.OPERATOR) as page:
        page.goto(f"{served[1]}/console/reconciliation")
        page.get_by_label("File").set_input_files(report)
        page.locator("select[name=provider]").select_option("generic")
        page.get_by_role("button", name="Take it in").click()
        expect(page.get_by_role("alert")).to_contain_text("row 2")
        expect(page.get_by_label("File")).to_be_visible()


@SCRIPT
def test_case_when_appealed_and_won_then_is_recovered(browser: Browser, served: Served, script: bool) -> None:
    send(served[0], HEAD + "2026-11-22T09:00:00Z,penalty,EUR,-3.00,0,,\n")
    with at_the_console(browser, served, Role.OPERATOR, script=script) as page:
        page.goto(f"{served[1]}/console/reconciliation")
        page.get_by_role("link", name="penalty").click()
        for act in ("It was appealed", "The appeal was won", "The money is there"):
            page.get_by_label(act).check()
            page.get_by_label("Why").fill("their mail")
            page.get_by_role("button", name="Do it").click()
            expect(page.get_by_role("status")).to_have_text("Done.")
        expect(page.get_by_role("heading", level=1)).to_contain_text("recovered")


@SCRIPT
def test_dispute_when_answered_and_lost_then_is_so(browser: Browser, served: Served, script: bool) -> None:
    service, origin = served
    order_id, dispute = disputed(service)
    with at_the_console(browser, served, Role.SERVICE, script=script) as page:
        page.goto(f"{origin}/console/orders/{order_id}")
        page.get_by_role("link", name="Dispute: fraud").click()
        with page.expect_download() as waits:
            page.get_by_role("link", name="Evidence as an archive").click()
        assert waits.value.suggested_filename.endswith(".zip")
        page.get_by_label("Note").fill("uploaded")
        page.get_by_role("button", name="It was handed in").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("answered")
        page.get_by_label("We lost").check()
        page.get_by_role("button", name="Tell it").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("lost")
    assert service.get(f"/v1/disputes/{dispute}").json()["state"] == "lost"


def test_payment_when_less_came_then_is_taken_as_it_is(browser: Browser, served: Served) -> None:
    service, origin = served
    order_id = waiting(service)
    told(service, "stripe", stripe_intent("payment_intent.succeeded", amount_received=4000))
    with at_the_console(browser, served, Role.SERVICE) as page:
        page.goto(f"{origin}/console/payments/{order_id}")
        page.get_by_label("Why").fill("a discount on the phone")
        page.get_by_role("button", name="Take it as it is").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
    assert life(service, order_id)["payment"] == "captured"


@SCRIPT
def test_bill_when_taken_in_then_its_difference_is_disputed_and_credited(
    browser: Browser, served: Served, tmp_path: Path, script: bool
) -> None:
    file = tmp_path / "bill.csv"
    file.write_text(f"{BILL_HEAD}NOT-OURS,R-1,EUR,12.50,1.00,\n", encoding="utf-8")
    with at_the_console(browser, served, Role.OPERATOR, script=script) as page:
        page.goto(f"{served[1]}/console/freight")
        page.get_by_label("File").set_input_files(file)
        page.get_by_role("button", name="See what would come of it").click()
        expect(page.get_by_role("status")).to_contain_text("1 line, 1 of them new")
        assert served[0].get("/v1/freight-bills").json()["data"] == []
        page.get_by_label("File").set_input_files(file)
        page.get_by_role("button", name="Take it in").click()
        expect(page.get_by_role("status")).to_have_text("Taken in.")
        with page.expect_download() as waits:
            page.get_by_role("link", name="Table of the differences (CSV)").click()
        assert waits.value.suggested_filename.endswith(".csv")
        page.get_by_label("Sent how, with which letter").fill("letter of 22 November")
        page.get_by_role("button", name="It was disputed").click()
        page.get_by_role("link", name="not our parcel EUR 13.50").click()
        page.get_by_label("The carrier gave it back").check()
        page.get_by_label("Why").fill("credit note 7")
        page.get_by_role("button", name="Do it").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("credited")
    assert served[0].get("/v1/freight-recovery").json()["data"][0]["credited"] == 1350


def test_profit_when_an_order_loses_money_then_comes_first_and_says_why(browser: Browser, served: Served) -> None:
    service, origin = served
    order_id = delivered(service)
    bill(service, f"{BILL_HEAD}{life(service, order_id)['shipment']['number']},R-1,EUR,750.00,,\n")
    with at_the_console(browser, served, Role.VIEWER, script=False) as page:
        page.goto(f"{origin}/console/profit?since=2026-11-01&until=2026-12-31")
        expect(page.locator("main")).to_contain_text("1 of 1 order at a loss.")
        page.locator("tbody a").first.click()
        expect(page.get_by_role("region", name="Profit", exact=True).first).to_contain_text("freight bill carrier/R-1")


def test_pages_when_somebody_may_only_read_then_show_no_form(browser: Browser, served: Served) -> None:
    service, origin = served
    send(service, HEAD + sale("A-9", "44.88"))
    with at_the_console(browser, served, Role.VIEWER) as page:
        for path in ("reconciliation", "freight", "disputes"):
            page.goto(f"{origin}/console/{path}")
            expect(page.locator("main form[method=post]")).to_have_count(0)
