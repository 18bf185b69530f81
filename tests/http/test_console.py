"""The console over HTTP: who is not signed in, what is refused, and how its files are served."""

import pytest

from api.access.roles import Role
from tests.http.conftest import Service
from tests.http.people import a_browser, signed_in
from tests.http.routes import guarded_routes


def test_pages_when_nobody_is_signed_in_then_lead_to_the_door(lone_service: Service) -> None:
    pages = {each.path for each in guarded_routes(lone_service.app) if each.path.startswith("/console")}
    browser = a_browser(lone_service)
    for path in sorted(each for each in pages if "/static/" not in each and "/assets/" not in each):
        for send in (browser.get, lambda path: browser.client.post(path, follow_redirects=False)):
            answer = send(path.replace("{", "").replace("}", ""))
            assert answer.status_code == 405 or answer.headers.get("location") == "/login", path


def test_address_when_only_the_host_is_typed_then_leads_to_the_console(lone_service: Service) -> None:
    answer = a_browser(lone_service).get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")


def test_form_when_it_lacks_its_token_then_does_nothing(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.ANALYST)
    answer = browser.client.post("/console/queue/next", data={"key": "k"}, follow_redirects=False)
    assert (answer.status_code, "csrf" in answer.text) == (403, True)


def test_page_when_a_role_is_missing_then_says_so(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.WAREHOUSE)
    assert browser.get("/console/queue").status_code == 403


@pytest.mark.parametrize("name", ["..%2f..%2fapp.py", "ready", "%2e%2e/app.py", "nothing.js"])
def test_file_when_it_is_none_of_ours_then_is_not_found(lone_service: Service, name: str) -> None:
    assert a_browser(lone_service).get(f"/console/assets/{name}").status_code == 404
    assert a_browser(lone_service).get(f"/console/static/{name}").status_code == 404


def test_page_when_shown_then_allows_no_script_of_its_own(lone_service: Service) -> None:
    policy = signed_in(lone_service, Role.ANALYST).get("/console/queue").headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy


def test_file_when_the_api_streams_it_then_comes_whole(lone_service: Service) -> None:
    answer = signed_in(lone_service, Role.APPROVER).get("/console/file/v1/audit/export?action=order")
    assert (answer.status_code, answer.text) == (200, "number,at,actor,action,subject,data,digest\r\n")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
