"""Requests that a page of another site has a browser make: none of them changes anything."""

import pytest

from api.access.roles import Role
from tests.attacks.routes import UNSAFE, is_refused, ways
from tests.http.conftest import Service, is_problem
from tests.http.people import HERE, PASSWORD, Browser, a_browser, a_person, email_of, signed_in, the_admin

EVIL = "https://evil.example"


@pytest.fixture
def admin(lone_service: Service) -> Browser:
    return the_admin(lone_service)


def test_every_unsafe_route_when_the_session_sends_no_token_then_403(lone_service: Service, admin: Browser) -> None:
    tried = [each for each in ways(lone_service) if each.needs_caller and each.method in UNSAFE]
    assert len(tried) >= 100
    for each in tried:
        answer = admin.client.request(each.method, each.filled("x_1"), json={})
        assert is_refused(each, answer, 403, "csrf_missing"), (each, answer.text)


def test_every_unsafe_route_when_another_site_sends_the_right_token_then_403(
    lone_service: Service, admin: Browser
) -> None:
    for each in ways(lone_service):
        if each.needs_caller and each.method in UNSAFE:
            answer = admin.send(each.method, each.filled("x_1"), {}, Origin=EVIL)
            assert is_refused(each, answer, 403, "cross_site"), (each, answer.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": "https://evil.example#clearway.example"},
        {"Origin": "https://clearway.example@evil.example"},
        {"Origin": EVIL, "Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_change_when_headers_say_another_site_then_403(admin: Browser, headers: dict[str, str]) -> None:
    answer = admin.client.post("/v1/keys", json={}, headers={"X-CSRF-Token": admin.csrf} | headers)
    assert is_problem(answer, 403, "cross_site"), answer.text


@pytest.mark.parametrize(
    "media", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_change_when_sent_as_a_form_may_be_then_the_token_is_wanted_all_the_same(admin: Browser, media: str) -> None:
    answer = admin.client.post("/v1/keys", content=b"csrf=0&name=x", headers={"Content-Type": media})
    assert is_problem(answer, 403, "csrf_missing")


def test_token_when_of_another_session_then_403(lone_service: Service, admin: Browser) -> None:
    mallory = signed_in(lone_service, Role.VIEWER, name="Mallory")
    for token in (mallory.csrf, admin.csrf.upper(), admin.csrf[:-1], "", "0" * 64, "é" * 8):
        answer = admin.client.post("/v1/keys", json={}, headers={b"X-CSRF-Token": token.encode("latin-1")})
        assert is_problem(answer, 403, "csrf_missing"), token


def test_method_when_another_one_is_named_beside_it_then_that_counts_for_nothing(admin: Browser) -> None:
    """No override lets a GET, which needs no token, change anything."""
    before = admin.get("/v1/keys").json()
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        admin.client.get("/v1/keys?_method=POST", headers={name: "POST"})
    assert admin.get("/v1/keys").json() == before


def test_login_when_another_site_makes_it_then_nobody_is_signed_in(lone_service: Service) -> None:
    """Else somebody would work, unawares, as whoever made the page."""
    a_person(lone_service, Role.VIEWER)
    browser = a_browser(lone_service)
    assert is_problem(browser.log_in(email_of("Ana"), Origin=EVIL), 403, "cross_site")
    form = {"email": email_of("Ana"), "password": PASSWORD}
    page = browser.client.post("/login", data=form, headers={"Origin": EVIL}, follow_redirects=False)
    assert (page.status_code, "set-cookie" in page.headers) == (403, False)


def test_logout_when_forged_then_the_session_goes_on(admin: Browser) -> None:
    assert admin.client.post("/logout", data={}, headers={"Origin": EVIL}, follow_redirects=False).status_code == 403
    assert admin.client.delete("/v1/session").status_code == 403
    assert admin.get("/v1/session").status_code == 200
