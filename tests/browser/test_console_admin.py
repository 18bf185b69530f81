"""Administration in a browser: somebody invited, given roles and shut out; a key made, rotated and revoked; a setting
set."""

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.http.conftest import Service
from tests.http.people import a_browser

Served = tuple[Service, str]


def opens(service: Service, token: str) -> int:
    """What the orders answer to a key."""
    return service.client.get("/v1/orders", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_key_when_made_rotated_and_revoked_then_opens_only_while_it_is_good(
    browser: Browser, served: Served, script: bool
) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.ADMIN, script=script) as page:
        page.goto(f"{origin}/console/admin/keys")
        page.get_by_label("Name").fill("storefront")
        page.get_by_label("orders:read", exact=True).check()
        page.get_by_role("button", name="Make it").click()
        first = page.locator("[data-secret]").inner_text()
        assert opens(service, first) == 200
        page.goto(f"{origin}/console/admin/keys")
        assert first not in page.content()
        page.get_by_role("link", name="storefront").click()
        page.get_by_role("button", name="Rotate").click()
        second = page.locator("[data-secret]").inner_text()
        assert (first != second, opens(service, first), opens(service, second)) == (True, 200, 200)
        page.get_by_role("button", name="Revoke").click()
        expect(page.get_by_role("status")).to_have_text("Revoked.")
    service.clock.move(6)
    assert (opens(service, first), opens(service, second)) == (200, 401)


def test_person_when_invited_then_comes_in_and_can_be_given_roles_and_shut_out(
    browser: Browser, served: Served
) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.ADMIN, script=False) as page:
        page.goto(f"{origin}/console/admin/people")
        page.get_by_label("Name").fill("Bo")
        page.get_by_label("E-mail").fill("bo@shop.example")
        page.get_by_label("Role").select_option("analyst")
        page.get_by_label("Shops").fill("de, fr")
        page.get_by_role("button", name="Invite").click()
        link = page.locator("[data-secret]").inner_text()
        assert "Bo" in a_browser(service).get(link[link.index("/welcome") :]).text
        page.get_by_role("link", name="Bo", exact=True).click()
        page.get_by_role("checkbox", name="Approver").check()
        page.get_by_label("Shops: Approver").fill("de")
        page.get_by_role("button", name="Save roles").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
        page.get_by_role("button", name="Shut out").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("shut out")
    (found,) = [each for each in service.get("/v1/users").json()["data"] if each["name"] == "Bo"]
    roles = {each["role"]: each["shops"] for each in found["roles"]}
    assert (found["state"], roles) == ("disabled", {"analyst": ["de", "fr"], "approver": ["de"]})


def test_setting_when_set_then_counts_and_too_much_is_refused(browser: Browser, served: Served) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.ADMIN, script=False) as page:
        page.goto(f"{origin}/console/admin/settings")
        page.get_by_role("link", name="Minutes that a taken review").click()
        page.get_by_label("Value").fill("20")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_contain_text("counts at once")
        page.locator("details", has_text="Add or change a shop").evaluate("each => each.open = true")
        shop = page.locator("form[action$='/keep/shop']")
        shop.get_by_label("Code").fill("de")
        shop.get_by_label("Name").fill("Acme Germany")
        shop.get_by_role("button", name="Save").click()
        expect(page.get_by_role("region", name="Shops").last).to_contain_text("Acme Germany")
    assert service.get("/v1/settings/review_lock_minutes").json()["value"] == 20


def test_setting_when_somebody_else_was_faster_then_nothing_is_set(browser: Browser, served: Served) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.ADMIN) as page:
        page.goto(f"{origin}/console/admin/settings/review_lock_minutes")
        service.call("PUT", "/v1/settings/review_lock_minutes", {"value": 30})
        page.get_by_label("Value").fill("20")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("version_passed")
    assert service.get("/v1/settings/review_lock_minutes").json()["value"] == 30


def test_people_when_a_viewer_looks_then_only_settings_are_theirs_to_read(browser: Browser, served: Served) -> None:
    with at_the_console(browser, served, Role.VIEWER) as page:
        page.goto(f"{served[1]}/console/admin/settings/review_lock_minutes")
        expect(page.get_by_text("Admins set it.")).to_be_visible()
        expect(page.locator("nav a[href='/console/admin/people']")).to_have_count(0)
