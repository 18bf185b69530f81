"""Order files in the console: a sheet dropped in, followed until it is decided, read by who acts, and taken back."""

import csv
import io

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.http.conftest import Service
from tests.http.lives import worked

Served = tuple[Service, str]
HEADERS = (
    "order id,placed at,currency,sku,title,quantity,unit price,hs code,origin,weight g,total,recipient,address 1,city,"
    "postcode,country,phone,payment method,payment status,payment gateway,captured,ship from country,carrier,incoterm"
)
PAID = "card,captured,stripe,19.99,CN,dhl_express,DDP"
TEE = 'TEE-1,"Cotton T-shirt, knitted",1,19.99,61091000,CN,180,19.99'
SHEET = "\r\n".join(
    (
        HEADERS,
        f"F-1,2026-11-20 10:00:00,EUR,{TEE},Erika Muster,Beispielweg 1,Berlin,10115,DE,+4930901820,{PAID}",
        f"F-2,2026-11-20 10:05:00,EUR,{TEE},Hugo Lambert,3 place du Marche,Nantes,,FR,+33240419000,{PAID}",
        f"F-3,2026-11-20 10:09:00,EUR,{TEE.replace(',1,', ',many,')},Max Muster,Weg 2,Bonn,53111,DE,,{PAID}",
    )
).encode()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_sheet_when_dropped_in_then_its_orders_are_counted_by_who_acts(
    browser: Browser, served: Served, script: bool
) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.ANALYST, script=script) as page:
        page.goto(f"{origin}/console/order-files")
        page.set_input_files("[name=file]", {"name": "orders.csv", "mimeType": "text/csv", "buffer": SHEET})
        page.get_by_role("button", name="Decide its orders").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        worked(service)
        if not script:
            page.get_by_role("link", name="Look again").click()
        figures = page.locator(".figures")
        expect(figures).to_contain_text("nobody", timeout=15_000)
        expect(figures).to_contain_text("the buyer")
        expect(page.locator("tr", has_text="F-2")).to_contain_text("asks the buyer")
        expect(page.locator("tr", has_text="no order")).to_contain_text("write a whole number")
        with page.expect_download() as coming:
            page.get_by_role("link", name="as CSV").click()
        rows = list(csv.DictReader(io.StringIO(coming.value.path().read_text(encoding="utf-8-sig"))))
        assert [each["outcome"] for each in rows] == ["admit", "ask_customer", "not_decided"]
        page.get_by_role("link", name="F-1").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("F-1")


def test_sheet_when_dropped_in_again_then_leads_to_what_came_of_it(browser: Browser, served: Served) -> None:
    service, origin = served
    headers = {"Content-Type": "text/csv"}
    file = service.call("POST", "/v1/order-files", content=SHEET, headers=headers).json()
    with at_the_console(browser, served, Role.ANALYST, script=False) as page:
        page.goto(f"{origin}/console/order-files")
        page.set_input_files("[name=file]", {"name": "orders.csv", "mimeType": "text/csv", "buffer": SHEET})
        page.get_by_role("button", name="Decide its orders").click()
        expect(page.get_by_role("status").first).to_contain_text("The same file came before")
        assert file["id"] in page.url


def test_sheet_when_nobody_may_send_then_files_are_shown_alone(browser: Browser, served: Served) -> None:
    with at_the_console(browser, served, Role.VIEWER, script=False) as page:
        page.goto(f"{served[1]}/console/order-files")
        expect(page.get_by_text("No file came yet.")).to_be_visible()
        expect(page.locator("[name=file]")).to_have_count(0)
