"""The queue and the order page in a browser: what people see first, and what they do there."""

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console, press, with_orders
from tests.http.conftest import Service

Served = tuple[Service, str]


def test_queue_when_orders_wait_then_shows_them_by_reason(browser: Browser, served: Served) -> None:
    with_orders(served[0])
    with at_the_console(browser, served, Role.ANALYST) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Queue")
        tab = page.locator(".tabs a").nth(1)
        reason, number = tab.locator("[title]").get_attribute("title"), int(tab.locator(".count").inner_text())
        tab.click()
        expect(page.locator(f"tbody tr:has([title='{reason}'])")).to_have_count(number)
        expect(page.locator("tbody tr")).to_have_count(number)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_order_when_released_then_leaves_the_queue(browser: Browser, served: Served, script: bool) -> None:
    with_orders(served[0])
    with at_the_console(browser, served, Role.ANALYST, script=script) as page:
        waiting = page.locator("tbody tr").count()
        page.get_by_role("button", name="Take the next").click()
        page.get_by_label("release").first.check()
        page.locator(".card [name=code]").select_option("false_alarm")
        page.get_by_role("button", name="Look at what follows").click()
        expect(page.get_by_role("heading", name="What will happen: release")).to_be_visible()
        page.get_by_role("button", name="Resolve").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
        page.goto(f"{served[1]}/console/queue")
        expect(page.locator("tbody tr")).to_have_count(waiting - 1)


def test_queue_when_worked_by_keys_then_needs_no_mouse(browser: Browser, served: Served) -> None:
    with_orders(served[0])
    with at_the_console(browser, served, Role.ANALYST) as page:
        press(page, "j", "j", "x")
        expect(page.locator("tbody tr").nth(1).get_by_role("checkbox")).to_be_checked()
        named = page.locator("tbody tr").nth(1).locator("[data-open]").inner_text()
        press(page, "Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(named)
        press(page, "g", "q")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Queue")


def test_order_when_a_key_of_a_choice_is_pressed_then_it_is_chosen(browser: Browser, served: Served) -> None:
    orders = with_orders(served[0], "D-17")
    with at_the_console(browser, served, Role.ANALYST) as page:
        page.goto(f"{served[1]}/console/orders/{orders['D-17']}")
        for key, value in (("r", "release"), ("w", "keep")):
            press(page, key)
            expect(page.locator(f"[name=disposition][value={value}]")).to_be_checked()


def test_orders_when_resolved_by_keys_then_the_next_one_comes_after_each(browser: Browser, served: Served) -> None:
    with_orders(served[0])
    with at_the_console(browser, served, Role.ANALYST) as page:
        waiting = page.locator("tbody tr").count()
        for _ in range(2):
            press(page, "n")
            expect(page.get_by_role("button", name="Look at what follows")).to_be_visible()
            order = page.url
            press(page, "w", "y")
            expect(page.get_by_role("heading", name="What will happen: keep held")).to_be_visible()
            press(page, "y")
            expect(page.get_by_role("status")).to_have_text("Done.")
            assert page.url.startswith(order)
        page.goto(f"{served[1]}/console/queue")
        expect(page.locator("tbody tr")).to_have_count(waiting - 2)


def test_order_when_somebody_was_faster_then_is_told_what_changed(browser: Browser, served: Served) -> None:
    service = served[0]
    with_orders(service)
    with at_the_console(browser, served, Role.ANALYST) as page:
        review = service.get("/v1/reviews").json()["data"][0]
        page.goto(f"{served[1]}/console/orders/{review['order_id']}")
        page.get_by_role("radio", name="keep held").check()
        page.get_by_role("textbox", name="Note").fill("rang them up")
        page.get_by_role("button", name="Look at what follows").click()
        service.call("POST", f"/v1/reviews/{review['id']}/assign", {"assignee": "ben"})
        page.get_by_role("button", name="Resolve").click()
        expect(page.get_by_role("alert")).to_contain_text("ben")
        expect(page.get_by_role("heading", name="What changed meanwhile")).to_be_visible()
        expect(page.get_by_role("textbox", name="Note")).to_have_value("rang them up")
        page.get_by_role("button", name="Resolve").click()
        expect(page.get_by_role("status")).to_have_text("Done.")


def test_several_when_marked_then_are_looked_at_before_they_end(browser: Browser, served: Served) -> None:
    with_orders(served[0])
    with at_the_console(browser, served, Role.ANALYST) as page:
        for row in (0, 1):
            page.locator("tbody tr").nth(row).get_by_role("checkbox").check()
        page.get_by_role("button", name="Keep held").click()
        expect(page.locator("tbody tr")).to_have_count(2)
        page.get_by_role("button", name="Do it").click()
        expect(page.get_by_role("status")).to_have_text("2 done.")
