"""Sessions: begun, renewed, over; and what tries to get round them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.access.browser import COOKIE, LOCAL_COOKIE
from api.access.logging_in import FREE_TRIES, LONGEST_LOCK, lock_after
from api.access.passwords import Passwords
from api.access.people import Granter, PersonChange, change
from api.access.roles import Role
from api.access.sessions import BELIEVED_S
from engine.store.accounts import RoleGrant, put_hash
from engine.store.tables import ACCOUNT, SIGN_IN
from tests.http.conftest import Service, is_problem
from tests.http.people import PASSWORD, a_browser, a_person, door_of, email_of, signed_in, the_admin

INVITED = {"name": "Bo", "email": "bo@shop.example", "roles": [{"role": "viewer"}]}


def test_login_when_right_then_the_cookie_is_protected(lone_service: Service) -> None:
    a_person(lone_service, Role.VIEWER)
    answer = a_browser(lone_service).log_in(email_of("Ana"))
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_login_when_on_this_machine_without_encryption_then_goes_by_another_name(lone_service: Service) -> None:
    a_person(lone_service, Role.VIEWER)
    answer = a_browser(lone_service, "http://localhost:8080").log_in(email_of("Ana"))
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{LOCAL_COOKIE}=")
    assert "Secure" not in cookie


def test_cookie_when_of_the_local_name_elsewhere_then_counts_for_nothing(lone_service: Service) -> None:
    """A page of a neighbouring host can set cookies for ours, but none that begins with `__Host-`."""
    a_person(lone_service, Role.VIEWER)
    local = a_browser(lone_service, "http://localhost:8080")
    local.log_in(email_of("Ana"))
    token = local.client.cookies[LOCAL_COOKIE]
    browser = a_browser(lone_service)
    answer = browser.client.get("/v1/session", headers={"Cookie": f"{LOCAL_COOKIE}={token}"})
    assert is_problem(answer, 401, "key_missing")


@pytest.mark.parametrize("email", ["nobody@shop.example", "ana@shop.example", "", "not an address"])
def test_login_when_wrong_then_says_the_same_of_everybody(lone_service: Service, email: str) -> None:
    a_person(lone_service, Role.VIEWER)
    answer = a_browser(lone_service).log_in(email or "x@y", "wrong")
    assert is_problem(answer, 401, "login_refused")
    assert answer.json()["detail"].startswith("e-mail and password do not belong together")


def test_login_when_the_address_is_written_otherwise_then_is_the_same_person(lone_service: Service) -> None:
    a_person(lone_service, Role.VIEWER)
    assert a_browser(lone_service).log_in("  ANA@Shop.Example ").status_code == 201


@pytest.mark.parametrize("email", ["ana@shop.example", "nobody@shop.example"])
def test_login_when_tried_too_often_then_waits_whether_or_not_there_is_such_a_person(
    service: Service, email: str
) -> None:
    a_person(service, Role.VIEWER)
    browser = a_browser(service)
    for _ in range(FREE_TRIES):
        assert browser.log_in(email, "wrong").status_code == 401
    answer = browser.log_in(email, PASSWORD)
    assert is_problem(answer, 429, "login_locked")
    assert 0 < int(answer.headers["retry-after"]) <= 31


def test_login_when_the_wait_is_over_then_is_let_in_and_forgotten(service: Service) -> None:
    a_person(service, Role.VIEWER)
    browser = a_browser(service)
    for _ in range(FREE_TRIES + 2):
        browser.log_in(email_of("Ana"), "wrong")
    service.clock.move(31)
    assert browser.log_in(email_of("Ana")).status_code == 201
    assert browser.log_in(email_of("Ana"), "wrong").status_code == 401


def test_lock_when_tries_go_on_then_doubles_up_to_a_bound() -> None:
    waits = [lock_after(each) for each in range(FREE_TRIES, FREE_TRIES + 12)]
    assert waits[0] == timedelta(seconds=30)
    assert waits[1] == 2 * waits[0]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_LOCK


def test_login_when_a_session_is_planted_then_it_is_not_taken_over(lone_service: Service) -> None:
    """Session fixation: whatever a browser brings, a login begins a session that nobody knew before."""
    a_person(lone_service, Role.VIEWER)
    attacker = signed_in(lone_service, Role.VIEWER, name="Mallory")
    planted = attacker.client.cookies[COOKIE]
    victim = a_browser(lone_service)
    victim.client.cookies.set(COOKIE, planted)
    answer = victim.log_in(email_of("Ana"))
    begun = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
    assert begun != planted
    assert attacker.get("/v1/session").json()["name"] == "Mallory"
    made_up = a_browser(lone_service)
    made_up.client.cookies.set(COOKIE, "A" * 43)
    assert is_problem(made_up.get("/v1/session"), 401, "session_over")


def test_roles_when_changed_then_the_session_ends_and_a_login_has_a_new_id(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    before = browser.get("/v1/session").json()
    wanted = PersonChange(roles=(RoleGrant(role=Role.ANALYST),))
    change(door_of(lone_service), Granter(merchant="main"), before["user_id"], wanted)
    assert is_problem(browser.get("/v1/session"), 401, "session_over")
    browser.log_in(email_of("Ana"))
    after = browser.get("/v1/session").json()
    assert after["id"] != before["id"]
    assert after["roles"] == ["analyst"]


def test_session_when_idle_then_is_over_and_when_used_then_lasts_to_its_end(lone_service: Service) -> None:
    idle, used = signed_in(lone_service, Role.VIEWER), signed_in(lone_service, Role.VIEWER, name="Bo")
    for _ in range(24):
        lone_service.clock.move(29 * 60)
        assert used.get("/v1/session").status_code == 200
        door_of(lone_service).sessions.note_uses()
    assert is_problem(idle.get("/v1/session"), 401, "session_over")
    lone_service.clock.move(25 * 60)
    assert is_problem(used.get("/v1/session"), 401, "session_over")


def test_logout_when_here_then_others_stay_and_when_everywhere_then_none(lone_service: Service) -> None:
    first = signed_in(lone_service, Role.VIEWER)
    second, third = a_browser(lone_service), a_browser(lone_service)
    for each in (second, third):
        each.log_in(email_of("Ana"))
    token = first.client.cookies[COOKIE]
    assert first.send("DELETE", "/v1/session").status_code == 204
    first.client.cookies.set(COOKIE, token)
    assert first.get("/v1/session").status_code == 401
    assert second.get("/v1/session").status_code == 200
    assert second.send("DELETE", "/v1/session?everywhere=true").status_code == 204
    assert third.get("/v1/session").status_code == 401


def test_session_when_ended_by_another_process_then_stops_within_seconds(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    assert browser.get("/v1/session").status_code == 200
    account = browser.get("/v1/session").json()["user_id"]
    door = door_of(lone_service)
    remembered = dict(door.sessions._believed)
    change(door, Granter(merchant="main"), account, PersonChange(active=False))
    door.sessions._believed.update(remembered)  # as in a process that heard nothing
    lone_service.clock.move(BELIEVED_S)
    assert browser.get("/v1/session").status_code == 401


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "csrf_missing"),
        ({"X-CSRF-Token": "0" * 64}, "csrf_missing"),
        ({"X-CSRF-Token": "\u00fc"}, "csrf_missing"),
        ({"X-CSRF-Token": "RIGHT", "Origin": "https://evil.example"}, "cross_site"),
        ({"X-CSRF-Token": "RIGHT", "Origin": "null"}, "cross_site"),
        ({"X-CSRF-Token": "RIGHT", "Sec-Fetch-Site": "cross-site"}, "cross_site"),
        ({"X-CSRF-Token": "RIGHT", "Sec-Fetch-Site": "cross-site", "Origin": "null"}, "cross_site"),
        ({"X-CSRF-Token": "RIGHT", "Sec-Fetch-Site": "none", "Origin": "https://evil.example"}, "cross_site"),
        ({"X-CSRF-Token": "RIGHT", "Sec-Fetch-Site": "same-site"}, "cross_site"),
    ],
)
def test_change_when_forged_then_is_refused(lone_service: Service, headers: dict[str, str], code: str) -> None:
    admin = the_admin(lone_service)
    told = {name.encode(): value.replace("RIGHT", admin.csrf).encode("latin-1") for name, value in headers.items()}
    answer = admin.client.post("/v1/users", json=INVITED, headers=told)
    assert is_problem(answer, 403, code)
    assert lone_service.get("/v1/users").json()["data"][1:] == []


def test_change_when_of_our_own_page_then_is_done(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    answer = admin.send("POST", "/v1/users", INVITED, Origin="https://clearway.example", Sec_Fetch_Site="same-origin")
    assert answer.status_code == 201


def test_csrf_token_when_of_another_session_then_counts_for_nothing(lone_service: Service) -> None:
    admin, other = the_admin(lone_service), signed_in(lone_service, Role.VIEWER)
    assert admin.csrf != other.csrf
    answer = admin.client.post("/v1/users", json=INVITED, headers={"X-CSRF-Token": other.csrf})
    assert is_problem(answer, 403, "csrf_missing")


def test_login_when_a_page_of_another_site_sends_it_then_is_refused(lone_service: Service) -> None:
    """Else somebody could be signed in as somebody else without noticing."""
    a_person(lone_service, Role.VIEWER)
    answer = a_browser(lone_service).log_in(email_of("Ana"), Origin="https://evil.example")
    assert is_problem(answer, 403, "cross_site")
    form = {"email": email_of("Ana"), "password": PASSWORD}
    page = a_browser(lone_service).client.post("/login", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert "set-cookie" not in page.headers


def test_session_when_a_key_asks_then_is_told_that_it_is_for_people(lone_service: Service) -> None:
    assert is_problem(lone_service.get("/v1/session"), 403, "session_needed")
    assert is_problem(lone_service.get("/v1/session", key=None), 401, "key_missing")


def test_password_when_changed_then_other_sessions_end_and_this_one_has_a_new_id(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    other = a_browser(lone_service)
    other.log_in(email_of("Ana"))
    before = browser.client.cookies[COOKIE]
    wanted = {"current": PASSWORD, "new": "another five words that wander"}
    answer = browser.send("POST", "/v1/session/password", wanted)
    assert answer.status_code == 200
    assert browser.client.cookies[COOKIE] != before
    assert browser.get("/v1/session").status_code == 200
    assert other.get("/v1/session").status_code == 401
    assert a_browser(lone_service).log_in(email_of("Ana")).status_code == 401


@pytest.mark.parametrize(
    ("current", "new", "code", "status"),
    [
        ("wrong", "another five words that wander", "person_refused", 422),
        (PASSWORD, "short", "password_weak", 422),
        (PASSWORD, "aaaaaaaaaaaaaaaaaaaa", "password_weak", 422),
        (PASSWORD, "here is ana@shop.example and more", "password_weak", 422),
    ],
)
def test_password_when_it_will_not_do_then_stays(
    lone_service: Service, current: str, new: str, code: str, status: int
) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    answer = browser.send("POST", "/v1/session/password", {"current": current, "new": new})
    assert is_problem(answer, status, code)
    assert a_browser(lone_service).log_in(email_of("Ana")).status_code == 201


def test_password_when_guessed_in_a_session_then_waits_like_a_login(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    for _ in range(FREE_TRIES):
        browser.send("POST", "/v1/session/password", {"current": "wrong", "new": "another five words that wander"})
    answer = browser.send(
        "POST", "/v1/session/password", {"current": PASSWORD, "new": "another five words that wander"}
    )
    assert is_problem(answer, 429, "login_locked")


def test_rows_when_somebody_is_signed_in_then_hold_neither_token_nor_password_nor_address(service: Service) -> None:
    browser = signed_in(service, Role.VIEWER)
    with service.database.read() as session:
        kept = repr(session.rows(select(ACCOUNT))) + repr(session.rows(select(SIGN_IN)))
    for each in (PASSWORD, email_of("Ana"), browser.client.cookies[COOKIE], browser.csrf):
        assert each not in kept
    assert "$argon2id$" in kept


def test_hash_when_of_another_cost_then_is_made_anew_at_login(lone_service: Service) -> None:
    account = a_person(lone_service, Role.VIEWER)
    dear = Passwords(passes=2, kibibytes=16, lanes=1).hash(PASSWORD)
    with lone_service.database.write() as session:
        put_hash(session, account.id, dear)
    assert a_browser(lone_service).log_in(email_of("Ana")).status_code == 201
    with lone_service.database.read() as session:
        (row,) = session.rows(select(ACCOUNT.c.password))
    assert row.password != dear
    assert door_of(lone_service).passwords.fits(row.password, PASSWORD)
