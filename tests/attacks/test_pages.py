"""Texts from outside on pages: shown as text, never run."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.access.people import Granter, PersonWanted, invite
from api.access.roles import Role
from engine.store.accounts import RoleGrant
from tests.desks import a_vague_address
from tests.http.conftest import Service
from tests.http.people import a_browser, door_of
from tests.http.test_customer_requests import asked, path_of

ROOT = Path(__file__).parents[2]
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
ARMED = ("<script>alert", "<img src=x", "javascript:alert")
# Pages that are put together by hand escape each value themselves.
BY_HAND = {"api/docs_page.py", "fulfillment/payments/disputes/archive.py"}


def is_disarmed(page: str) -> bool:
    return not [each for each in ARMED if each in page]


@pytest.mark.parametrize("field", ["email", "password", "merchant"])
def test_login_when_what_was_typed_is_shown_again_then_as_text(lone_service: Service, field: str) -> None:
    page = a_browser(lone_service).client.post("/login", data={"email": "a@b.example", field: EVIL})
    assert page.status_code >= 400
    assert is_disarmed(page.text)


def test_welcome_when_the_name_is_markup_then_is_text(lone_service: Service) -> None:
    wanted = PersonWanted(name="<b>A", email="a@shop.example", roles=(RoleGrant(role=Role.VIEWER),))
    _, token = invite(door_of(lone_service), Granter(merchant="main"), wanted)
    page = a_browser(lone_service).get(f"/welcome/{token}").text
    assert "&lt;b&gt;A" in page
    assert "<b>A" not in page


@pytest.mark.parametrize("lang", [EVIL, 'de"><script>alert(1)</script>', "../../etc"])
def test_form_of_a_customer_when_order_and_language_are_markup_then_they_are_text(
    lone_service: Service, lang: str
) -> None:
    order = a_vague_address()
    address = replace(order.shipping_address, name=EVIL[:60], line1=EVIL)
    shown = asked(lone_service, replace(order, shipping_address=address, buyer_note=EVIL))
    page = lone_service.client.get(path_of(shown), params={"lang": lang})
    assert page.status_code == 200
    assert is_disarmed(page.text)
    found = lone_service.client.post(path_of(shown), data={"seen": EVIL, "address.postcode": EVIL, EVIL: EVIL})
    assert is_disarmed(found.text)


def test_docs_when_the_host_header_is_markup_then_it_is_text(lone_service: Service) -> None:
    for host in ('evil.example"><script>alert(1)</script>', "x<img src=x onerror=alert(1)>"):
        answer = lone_service.get("/docs", key=None, headers={"Host": host})
        assert answer.status_code < 500
        assert is_disarmed(answer.text), host


def test_problem_when_it_repeats_what_was_sent_then_is_no_page(lone_service: Service) -> None:
    answer = lone_service.get("/v1/orders?limit=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_templates_when_read_then_only_our_own_words_go_unescaped() -> None:
    """`safe` stands behind words of ours and styles, never behind a value of an order."""
    found = {
        line.strip()
        for part in ("api", "engine", "fulfillment")
        for path in (ROOT / part).rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "| safe" in line or "|safe" in line or "autoescape false" in line
    }
    assert all("says." in line or "style" in line for line in found), found
    assert "autoescape=True" in (ROOT / "engine/pages.py").read_text(encoding="utf-8")


def test_pages_when_written_by_hand_then_each_is_known() -> None:
    """A module with tags in its texts escapes by hand: those that do are tried here and in their own tests."""
    found = {
        str(path.relative_to(ROOT))
        for part in ("api", "engine", "fulfillment")
        for path in (ROOT / part).rglob("*.py")
        if "<td>" in (text := path.read_text(encoding="utf-8")) or "<p>" in text or "<dd>" in text
    }
    assert found <= BY_HAND, found
    assert all("from html import escape" in (ROOT / each).read_text(encoding="utf-8") for each in BY_HAND)
