"""Guessing, listing, spraying and replaying at the door."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.access.browser import COOKIE
from api.access.passwords import Passwords
from api.access.rates import Rates, read_limits
from api.access.roles import Role
from api.services import Services
from tests.http.conftest import Service, is_problem
from tests.http.people import HERE, PASSWORD, a_browser, a_person, door_of, email_of, signed_in


class CountedPasswords(Passwords):
    """Counts what costs time."""

    def __init__(self) -> None:
        super().__init__(passes=1, kibibytes=8, lanes=1)
        self.checked = 0

    def fits(self, kept: str, password: str) -> bool:
        self.checked += 1
        return super().fits(kept, password)


def test_session_when_signed_out_then_its_cookie_opens_no_route(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.ADMIN)
    kept = browser.client.cookies[COOKIE]
    browser.send("DELETE", "/v1/session")
    for path in ("/v1/session", "/v1/orders", "/v1/users", "/v1/keys"):
        answer = lone_service.client.get(f"{HERE}{path}", headers={"Cookie": f"{COOKIE}={kept}"})
        assert is_problem(answer, 401, "session_over"), path


def test_session_when_its_cookie_is_sent_as_a_key_then_opens_nothing(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.ADMIN)
    for token in (browser.client.cookies[COOKIE], browser.csrf):
        answer = lone_service.get("/v1/orders", key=None, headers={"Authorization": f"Bearer {token}"})
        assert is_problem(answer, 401, "key_not_valid")


def test_session_when_its_token_is_bent_then_is_over(lone_service: Service) -> None:
    token = signed_in(lone_service, Role.ADMIN).client.cookies[COOKIE]
    bent = [token[:-1], token + "A", token.swapcase(), token[::-1], "A" * len(token), "%00", "' OR 1=1 --"]
    for each in bent:
        answer = lone_service.client.get(f"{HERE}/v1/orders", headers={"Cookie": f'{COOKIE}="{each}"'})
        assert answer.status_code == 401, each


def test_session_when_two_cookies_of_the_name_come_then_a_planted_one_gains_nothing(lone_service: Service) -> None:
    planted = signed_in(lone_service, Role.VIEWER, name="Mallory").client.cookies[COOKIE]
    victim = signed_in(lone_service, Role.ADMIN)
    own = victim.client.cookies[COOKIE]
    headers = {"Cookie": f"{COOKIE}={own}; {COOKIE}={planted}", "X-CSRF-Token": victim.csrf}
    fresh = TestClient(lone_service.app, base_url=HERE)
    answer = fresh.post("/v1/keys", json={"name": "x", "scopes": ["orders:read"]}, headers=headers)
    assert answer.status_code in {201, 403}
    if answer.status_code == 403:
        assert answer.json()["code"] == "csrf_missing"


@pytest.mark.parametrize("email", [email_of("Ana"), email_of("Gone"), "nobody@shop.example"])
def test_login_when_wrong_then_costs_one_check_whoever_is_named(lone_service: Service, email: str) -> None:
    """How long an answer takes tells nobody who there is: work is counted, since time is not to be trusted."""
    a_person(lone_service, Role.VIEWER)
    services: Services = lone_service.app.state.services
    counted = CountedPasswords()
    lone_service.app.state.services = replace(services, door=replace(services.door, passwords=counted))
    answer = a_browser(lone_service).log_in(email, "a password that is wrong")
    assert is_problem(answer, 401, "login_refused")
    assert counted.checked == 1
    assert not counted.is_outdated(counted._nobodys)  # checked at the cost of everybody's


def test_logins_when_one_address_tries_many_people_then_has_to_wait(lone_service: Service) -> None:
    """Each person's own count stays low; the address's does not."""
    services: Services = lone_service.app.state.services
    rates = Rates(read_limits(0, 1, "", 5), lone_service.clock.ticks)
    lone_service.app.state.services = replace(services, rates=rates)
    browser = a_browser(lone_service)
    seen = [browser.log_in(f"p{n}@shop.example", "wrong").status_code for n in range(5)]
    assert seen == [401] * 5
    answer = browser.log_in("p9@shop.example", "wrong")
    assert is_problem(answer, 429, "too_many_requests")
    assert int(answer.headers["retry-after"]) > 0
    page = browser.client.post("/login", data={"email": "p9@shop.example", "password": "wrong"})
    assert (page.status_code, page.headers["content-type"]) == (429, "text/html; charset=utf-8")


@pytest.mark.parametrize("merchant", ["\0", "m" * 10_000, "é", "main ", "../main", "'; --"])
def test_login_when_its_merchant_is_no_merchant_then_is_refused_and_nothing_kept(
    service: Service, merchant: str
) -> None:
    form = {"email": "ana@shop.example", "password": PASSWORD, "merchant": merchant}
    assert a_browser(service).client.post("/login", data=form).status_code == 401


@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 60_000, "\u202eevil", "%00"], ids=range(5))
def test_login_when_a_field_holds_odd_text_then_is_refused(service: Service, field: str, text: str) -> None:
    form = {"email": "ana@shop.example", "password": PASSWORD} | {field: text}
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}
    assert a_browser(service).client.post("/login", data=sent).status_code in {401, 413, 422}


def test_link_when_the_host_header_is_forged_then_the_set_origin_stands_in_it(lone_service: Service) -> None:
    services: Services = lone_service.app.state.services
    lone_service.app.state.services = replace(services, door=replace(door_of(lone_service), origin=HERE))
    wanted = {"name": "Bo", "email": "bo@shop.example", "roles": [{"role": "viewer"}]}
    made = lone_service.call("POST", "/v1/users", wanted, headers={"Host": "evil.example"})
    assert made.json()["link"]["url"].startswith(f"{HERE}/welcome/")
