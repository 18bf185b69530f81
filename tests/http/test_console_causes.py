"""Causes and suggestions in the console: drawn on the server, as a table to take along, with where to change what."""

from api.access.roles import Role
from api.console.screens.causes import leads_to
from tests.http.conftest import Service
from tests.http.console_forms import form_sent
from tests.http.people import signed_in
from tests.http.test_causes import a_suggestion, returned

WINTER = "since=2026-11-01&until=2027-03-31"


def test_causes_when_shown_then_are_drawn_with_their_interval_and_money(lone_service: Service) -> None:
    returned(lone_service)
    page = signed_in(lone_service, Role.ANALYST).get(f"/console/causes?by=sku&{WINTER}").text
    assert ("TEE-M-BLUE" in page, 'class="between"' in page, "not as described" in page) == (True, True, True)


def test_causes_when_taken_along_then_are_a_table(lone_service: Service) -> None:
    returned(lone_service)
    browser = signed_in(lone_service, Role.ANALYST)
    assert f"/console/file/v1/causes.csv?by=lane&amp;{WINTER.replace('&', '&amp;')}" in browser.get(
        f"/console/causes?by=lane&{WINTER}"
    ).text  # fmt: skip
    assert "text/csv" in browser.get(f"/console/file/v1/causes.csv?by=lane&{WINTER}").headers["content-type"]


def test_period_when_it_is_none_then_the_page_says_so(lone_service: Service) -> None:
    page = signed_in(lone_service, Role.ANALYST).get("/console/causes?since=2026-12-01&until=2026-11-01").text
    assert 'role="alert"' in page


def test_suggestion_when_shown_then_names_the_money_and_is_set_aside_with_a_reason(lone_service: Service) -> None:
    id_ = a_suggestion(lone_service)
    browser = signed_in(lone_service, Role.ANALYST)
    assert "EUR 160.00 a month at stake" in browser.get("/console/suggestions").text
    assert form_sent(browser, f"/console/suggestions/{id_}/dismiss", why="a strike").status_code == 303
    assert "a strike" in browser.get("/console/suggestions?state=dismissed").text


def test_suggestion_when_it_names_a_rule_in_force_then_leads_there_and_else_to_where_to_look() -> None:
    told: dict[str, object] = {"target": "SVC-010 shipping.lost_avoid", "about": "CN-FR line-4px", "change": "service"}
    assert leads_to(told, frozenset({"SVC-010"})) == "/console/rules/SVC-010"
    assert leads_to(told, frozenset()) == "/console/causes?by=service"
    assert leads_to({**told, "target": "rule", "about": "FRD-011"}, frozenset({"FRD-011"})) == "/console/rules/FRD-011"
