"""The console's take-down notices over HTTP: taken in, from a file, shown, lifted."""

from api.access.roles import Role
from api.console.visit import LANGUAGE
from tests.http.conftest import Service
from tests.http.console_forms import file_sent, form_sent
from tests.http.people import signed_in


def test_notice_when_taken_in_and_lifted_then_is_listed_between(lone_service: Service) -> None:
    analyst = signed_in(lone_service, Role.ANALYST)
    taken = form_sent(analyst, "/console/takedowns", sku="LAMP-7", reference="N-1", date="2026-11-20")
    assert (taken.status_code, taken.headers["location"]) == (303, "/console/takedowns?new=1&known=0")
    (notice,) = lone_service.get("/v1/takedowns").json()["data"]
    listed, page = (analyst.get(f"/console/takedowns{each}").text for each in ("", f"/{notice['id']}"))
    assert ("LAMP-7" in listed, "N-1" in page, "Nobody can release them" in page) == (True, True, True)
    assert form_sent(analyst, f"/console/takedowns/{notice['id']}/lift", "k-2", note="settled").status_code == 303
    assert "LAMP-7" not in analyst.get("/console/takedowns").text
    assert "settled" in analyst.get(f"/console/takedowns/{notice['id']}").text


def test_notice_when_refused_then_page_says_why_and_keeps_what_was_typed(lone_service: Service) -> None:
    analyst = signed_in(lone_service, Role.ANALYST)
    page = form_sent(analyst, "/console/takedowns", title="*", reference="N-1").text
    assert ("takedowns_refused" in page, 'value="N-1"' in page) == (True, True)
    file = file_sent(analyst, "/console/takedowns/file", b"sku,date\nA-1,soon\n", key="k-2").text
    assert "2026-11-25, not `soon`" in file
    analyst.client.cookies.set(LANGUAGE, "zh")
    in_chinese = file_sent(analyst, "/console/takedowns/file", b"sku,date\nA-1,soon\n", key="k-4").text
    assert "下架通知无法接收：" in in_chinese
    assert file_sent(analyst, "/console/takedowns/file", b"sku\nA-1\n", key="k-3").status_code == 303


def test_notices_when_a_viewer_looks_then_no_form_changes_anything(lone_service: Service) -> None:
    page = signed_in(lone_service, Role.VIEWER).get("/console/takedowns").text
    assert 'method="post" action="/console/takedowns' not in page
