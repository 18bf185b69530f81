"""People: invited, changed, shut out; one-time links; the first admin."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.access.errors import LinkNotValid
from api.access.people import FIRST_LINK_LASTS, LINK_LASTS, come_in, first_link
from api.access.roles import Role
from api.access.scopes import Scope
from engine.desk.telling import handlers
from engine.store.feed import audits
from engine.store.tables import ACCOUNT, AUDIT, JOB
from tests.desks import an_honest_order, document
from tests.draining import drain
from tests.http.conftest import MAIN, Service, is_problem
from tests.http.people import PASSWORD, Browser, a_browser, a_person, door_of, email_of, signed_in, the_admin
from tests.http.test_orders import sent

BO = {"name": "Bo", "email": "bo@shop.example", "roles": [{"role": "analyst", "shops": ["de"]}]}
USERS = "/v1/users"


def invited(admin: Browser, body: dict[str, object] | None = None) -> tuple[str, str]:
    """The id of somebody, and the path of their link."""
    made = admin.send("POST", USERS, BO if body is None else body).json()
    return made["user"]["id"], made["link"]["url"].removeprefix("https://clearway.example")


def test_invitation_when_used_then_lets_in_once(service: Service) -> None:
    admin = the_admin(service)
    user, link = invited(admin)
    browser = a_browser(service)
    assert "Bo" in browser.get(link).text
    answer = browser.client.post(link, data={"password": PASSWORD}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    seen = browser.get("/v1/session").json()
    assert (seen["user_id"], seen["name"], seen["roles"]) == (user, "Bo", ["analyst"])
    again = a_browser(service).client.post(link, data={"password": "quite another set of words"})
    assert again.status_code == 410
    assert a_browser(service).log_in("bo@shop.example").status_code == 201


def test_link_when_looked_at_then_is_not_used_up(lone_service: Service) -> None:
    """Programs that guard mail boxes open links before people do."""
    _, link = invited(the_admin(lone_service))
    for _ in range(3):
        assert a_browser(lone_service).get(link).status_code == 200
    assert a_browser(lone_service).client.post(link, data={"password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 44, "%00", "..%2f..%2fetc"])
def test_link_when_made_up_then_opens_nothing(lone_service: Service, token: str) -> None:
    assert a_browser(lone_service).get(f"/welcome/{token}").status_code in {404, 410}


def test_link_when_its_time_is_over_or_a_newer_one_is_made_then_opens_nothing(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    user, first = invited(admin)
    second = admin.send("POST", f"{USERS}/{user}/link").json()["url"].removeprefix("https://clearway.example")
    assert a_browser(lone_service).get(first).status_code == 410
    assert a_browser(lone_service).get(second).status_code == 200
    lone_service.clock.move(LINK_LASTS.total_seconds())
    assert a_browser(lone_service).client.post(second, data={"password": PASSWORD}).status_code == 410


def test_first_link_when_used_or_somebody_is_there_then_opens_nothing(service: Service) -> None:
    door = door_of(service)
    first = first_link(door, MAIN)
    second = first_link(door, MAIN)
    assert first is not None
    assert second is not None
    with pytest.raises(LinkNotValid):
        come_in(door, first, PASSWORD, "Root", "root@shop.example")
    come_in(door, second, PASSWORD, "Root", "root@shop.example")
    assert first_link(door, MAIN) is None
    with pytest.raises(LinkNotValid):
        come_in(door, second, PASSWORD, "Eve", "eve@shop.example")


def test_first_link_when_an_hour_has_passed_then_opens_nothing(lone_service: Service) -> None:
    token = first_link(door_of(lone_service), MAIN)
    lone_service.clock.move(FIRST_LINK_LASTS.total_seconds())
    assert a_browser(lone_service).get(f"/welcome/{token}").status_code == 410


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"name": "Root", "email": "root@shop.example", "password": "short"}, 422),
        ({"name": " ", "email": "root@shop.example", "password": PASSWORD}, 422),
        ({"name": "Root", "email": "nobody", "password": PASSWORD}, 422),
        ({"name": "guard", "email": "root@shop.example", "password": PASSWORD}, 422),
    ],
)
def test_first_admin_when_the_form_will_not_do_then_the_link_stays_good(
    lone_service: Service, form: dict[str, str], status: int
) -> None:
    token = first_link(door_of(lone_service), MAIN)
    browser = a_browser(lone_service)
    assert browser.client.post(f"/welcome/{token}", data=form).status_code == status
    assert browser.get(f"/welcome/{token}").status_code == 200


def test_user_when_shut_out_then_sessions_end_and_neither_password_nor_link_lets_in(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    bo = signed_in(lone_service, Role.VIEWER, name="Bo")
    user = bo.get("/v1/session").json()["user_id"]
    assert admin.send("PATCH", f"{USERS}/{user}", {"active": False}).json()["state"] == "disabled"
    assert bo.get("/v1/session").status_code == 401
    assert bo.log_in(email_of("Bo")).status_code == 401
    assert is_problem(admin.send("POST", f"{USERS}/{user}/link"), 422, "person_refused")
    assert admin.send("PATCH", f"{USERS}/{user}", {"active": True}).json()["state"] == "active"
    assert bo.log_in(email_of("Bo")).status_code == 201


def test_last_admin_when_to_be_shut_out_then_stays(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    user = admin.get("/v1/session").json()["user_id"]
    for wanted in ({"active": False}, {"roles": [{"role": "viewer"}]}, {"roles": [{"role": "admin", "shops": ["de"]}]}):
        assert is_problem(admin.send("PATCH", f"{USERS}/{user}", wanted), 409, "last_admin")
    a_person(lone_service, Role.ADMIN, name="Second")
    assert admin.send("PATCH", f"{USERS}/{user}", {"roles": [{"role": "viewer"}]}).status_code == 200


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.VIEWER])
def test_roles_when_handed_on_by_a_key_without_them_then_refused(lone_service: Service, role: Role) -> None:
    """Whoever may invite people must not make themselves more than they are."""
    key = lone_service.make_key(scopes=[Scope.PEOPLE_WRITE, Scope.ORDERS_READ]).id
    asked = BO | {"roles": [{"role": role}]}
    assert is_problem(lone_service.call("POST", USERS, asked, key=key), 403, "grant_too_wide")
    admin = a_person(lone_service, Role.ADMIN, name="Root")
    for path, body in ((f"{USERS}/{admin.id}/link", None), (f"{USERS}/{admin.id}", {"email": "mallory@x.example"})):
        method = "POST" if body is None else "PATCH"
        assert is_problem(lone_service.call(method, path, body, key=key), 403, "grant_too_wide")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (BO | {"email": "ROOT@shop.example"}, "person_refused"),
        (BO | {"name": "ｒｏｏｔ"}, "person_refused"),
        (BO | {"name": "command line"}, "person_refused"),
        (BO | {"email": "bo at shop"}, "person_refused"),
        (BO | {"roles": []}, "document_rejected"),
        (BO | {"roles": [{"role": "king"}]}, "document_rejected"),
        (BO | {"roles": [{"role": "viewer"}, {"role": "viewer", "shops": ["de"]}]}, "person_refused"),
        (BO | {"state": "active"}, "document_rejected"),
        (BO | {"password": PASSWORD}, "document_rejected"),
        (BO | {"merchant": "other"}, "document_rejected"),
        (BO | {"roles": [{"role": "viewer", "scopes": ["admin"]}]}, "document_rejected"),
    ],
)
def test_person_when_stated_wrongly_then_is_not_kept(lone_service: Service, body: dict[str, object], code: str) -> None:
    admin = the_admin(lone_service)
    assert is_problem(admin.send("POST", USERS, body), 422, code)
    assert len(admin.get(USERS).json()["data"]) == 1


@pytest.mark.parametrize("field", ["id", "version", "password", "created_by", "merchant", "subject", "state"])
def test_person_when_changed_in_what_is_not_theirs_to_say_then_refused(lone_service: Service, field: str) -> None:
    """Mass assignment: what a patch does not know, it refuses."""
    admin = the_admin(lone_service)
    user, _ = invited(admin)
    assert is_problem(admin.send("PATCH", f"{USERS}/{user}", {field: "x"}), 422, "document_rejected")


def test_user_when_changed_meanwhile_then_the_second_is_told(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    user, _ = invited(admin)
    tag = admin.get(f"{USERS}/{user}").headers["etag"]
    assert admin.send("PATCH", f"{USERS}/{user}", {"name": "Bob"}, If_Match=tag).status_code == 200
    assert is_problem(admin.send("PATCH", f"{USERS}/{user}", {"name": "Bee"}, If_Match=tag), 412, "version_changed")


def test_users_when_another_merchant_asks_then_are_nobody(lone_service: Service) -> None:
    person = a_person(lone_service, Role.VIEWER)
    assert lone_service.get(USERS, key="other").json()["data"] == []
    assert is_problem(lone_service.get(f"{USERS}/{person.id}", key="other"), 404, "not_found")
    for method, path, body in (("PATCH", "", {"active": False}), ("POST", "/link", None)):
        assert lone_service.call(method, f"{USERS}/{person.id}{path}", body, key="other").status_code == 404


def test_audit_when_people_come_and_go_then_names_who_did_it_and_holds_no_address(service: Service) -> None:
    admin = the_admin(service)
    user, link = invited(admin)
    a_browser(service).client.post(link, data={"password": PASSWORD})
    admin.send("PATCH", f"{USERS}/{user}", {"roles": [{"role": "viewer"}]})
    a_browser(service).log_in("bo@shop.example", "wrong")
    drain(service.database, handlers(service.ids))
    with service.database.read() as session:
        entries = [(each.actor, each.action) for each in audits(session, 0, 100)]
        kept = repr([session.rows(select(each)) for each in (AUDIT, ACCOUNT, JOB)])
    assert ("Root", "user.invited") in entries
    assert ("Bo", "user.welcome") in entries
    assert ("Root", "user.changed") in entries
    assert ("nobody", "user.login_refused") in entries
    assert not re.search(r"bo@shop|root@shop|wander", kept)


def test_person_when_bound_to_shops_then_reaches_these_with_each_role(lone_service: Service) -> None:
    """Roles reach as far as each of them does, not as far as the widest."""
    admin = the_admin(lone_service)
    roles = [{"role": "viewer"}, {"role": "analyst", "shops": ["shop-fr"]}]
    _, link = invited(admin, BO | {"roles": roles})
    bo = a_browser(lone_service)
    bo.client.post(link, data={"password": PASSWORD})
    bo.csrf = bo.get("/v1/session").json()["csrf_token"]
    order = sent(lone_service, document(an_honest_order()))["order_id"]
    shown = bo.get(f"/v1/orders/{order}")
    assert shown.status_code == 200
    assert "•" in shown.json()["document"]["customer"]["email"]  # an analyst only in France
    asked = {"reason": "wait"}
    assert is_problem(bo.send("POST", f"/v1/orders/{order}/holds", asked), 404, "not_found")


def test_pages_when_shown_then_run_no_script_and_load_nothing(lone_service: Service) -> None:
    token = first_link(door_of(lone_service), MAIN)
    for path in ("/login", f"/welcome/{token}"):
        page = a_browser(lone_service).get(path)
        policy = page.headers["content-security-policy"]
        assert "script" not in policy
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy
        assert page.headers["referrer-policy"] == "same-origin"  # else its forms would be of the origin `null`
        assert not re.search(r"<script|<img|<link|src=|\bon[a-z]+=", page.text)


def test_form_when_wrong_then_shows_the_page_again_in_the_language_of_the_browser(lone_service: Service) -> None:
    form = {"email": "ana@shop.example", "password": "wrong"}
    answer = a_browser(lone_service).client.post("/login", data=form, headers={"Accept-Language": "zh-CN,zh"})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert 'role="alert"' in answer.text
    assert "邮箱与密码不匹配" in answer.text


def test_session_page_when_signed_out_by_form_then_is_over(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.VIEWER)
    assert "Ana" in browser.get("/login").text
    forged = browser.client.post("/logout", data={"csrf": "0" * 64}, follow_redirects=False)
    assert is_problem(forged, 403, "csrf_missing")
    done = browser.client.post("/logout", data={"csrf": browser.csrf}, follow_redirects=False)
    assert done.status_code == 303
    assert browser.get("/v1/session").status_code == 401


def test_link_terms_when_read_then_a_first_one_is_the_shorter() -> None:
    assert timedelta(0) < FIRST_LINK_LASTS < LINK_LASTS
