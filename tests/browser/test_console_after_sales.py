"""After-sales in a browser: a claim from its opening to its payment, a return decided and looked at, an answer sent."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.after_sales import a_return
from tests.browser.console_people import at_the_console
from tests.claim_house import PNG
from tests.http.conftest import Service
from tests.http.lives import delivered, life, worked
from tests.http.test_claims import gone
from tests.http.test_inbox import case_of, told

Served = tuple[Service, str]
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@BOTH
def test_claim_when_opened_proved_filed_and_paid_by_a_person_then_is_closed(
    browser: Browser, served: Served, tmp_path: Path, script: bool
) -> None:
    service, origin = served
    number = life(service, gone(service))["shipment"]["number"]
    photo = tmp_path / "box.png"
    photo.write_bytes(PNG)
    with at_the_console(browser, served, Role.SERVICE, script=script) as page:
        page.goto(f"{origin}/console/parcels/{number}")
        page.get_by_role("link", name="Something happened to a parcel").click()
        page.get_by_label("What happened").select_option("damage")
        page.get_by_label("Happened at").fill("2026-11-22T09:30")
        page.get_by_role("button", name="Open the case").click()
        worked(service)
        page.reload()
        expect(page.get_by_role("heading", level=2, name="Evidence")).to_contain_text("2 lacking")
        page.get_by_label("File").set_input_files(photo)
        page.get_by_role("button", name="Hand in").click()
        expect(page.get_by_role("heading", level=2, name="Evidence")).to_contain_text("1 lacking")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Letter to the carrier").click()
        assert waiting.value.suggested_filename.endswith(".pdf")
        page.get_by_role("button", name="File it").click()
        page.get_by_role("button", name="Carrier has approved").click()
        page.get_by_role("textbox", name="Amount", exact=True).fill("15.30")
        page.get_by_label("Their own number of it").fill("CN-1")
        page.get_by_role("button", name="Book the payment").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("closed")
    (claim,) = service.get("/v1/claims").json()["data"]
    assert (claim["state"], claim["paid"]) == ("closed", 1530)


@BOTH
def test_return_when_let_come_and_looked_at_then_its_money_goes_back(
    browser: Browser, served: Served, script: bool
) -> None:
    service, origin = served
    back = a_return(service, "A-1203", "changed_mind")
    with at_the_console(browser, served, Role.SERVICE, script=script) as page:
        page.goto(f"{origin}/console/returns?awaits=person")
        page.locator("tbody a[data-open]").click()
        expect(page.get_by_text("The law of DE lets the customer withdraw")).to_be_visible()
        page.get_by_role("button", name="Let it come").click()
        page.get_by_role("button", name="That is what came back").click()
        expect(page.get_by_role("alert")).to_contain_text("Say what came back")
        page.get_by_label("not what was sold").fill("1")
        page.get_by_role("button", name="That is what came back").click()
        worked(service)
        page.reload()
        page.get_by_label("Goes back, in EUR").fill("4.50")
        page.get_by_role("button", name="Settle").click()
        expect(page.get_by_text("EUR 4.50")).to_be_visible()
    shown = service.get(f"/v1/returns/{back}").json()
    assert (shown["state"], shown["amount"]) == ("closed", 450)


@BOTH
def test_message_when_taken_and_answered_by_an_edited_draft_then_stops_its_clock(
    browser: Browser, served: Served, script: bool
) -> None:
    service, origin = served
    taken = told(service, order=delivered(service), language="fr")
    with at_the_console(browser, served, Role.SERVICE, script=script) as page:
        page.goto(f"{origin}/console/inbox")
        page.get_by_role("button", name="Take the next").click()
        text = page.get_by_label("Text")
        expect(text).to_have_value(re.compile("Bonjour"))
        text.fill(f"{text.input_value()}\nÀ bientôt")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Done.")
        expect(page.locator(".talk .ours")).to_contain_text("À bientôt")
    whole = case_of(service, taken)
    assert (whole["case"]["state"], whole["case"]["due_at"]) == ("answered", None)
