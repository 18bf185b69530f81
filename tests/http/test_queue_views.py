"""Views of the queue over HTTP and in the console: kept by their owner, and nobody else's."""

import pytest

from api.access.roles import Role
from tests.http.conftest import Service, is_problem
from tests.http.console_forms import form_sent
from tests.http.people import Browser, signed_in

FILTERS = {"country": "DE", "who": "free", "within_hours": 12}
PATH, PAGE = "/v1/queue-views", "/console/queue"


@pytest.fixture
def ana(lone_service: Service) -> Browser:
    return signed_in(lone_service, Role.ANALYST)


def names(browser: Browser) -> list[str]:
    return [each["name"] for each in browser.get(PATH).json()["data"]]


def test_view_when_kept_then_its_owner_finds_it_and_nobody_else(lone_service: Service, ana: Browser) -> None:
    kept = ana.send("POST", PATH, {"name": "  To  Germany ", "filters": FILTERS}).json()
    bo = signed_in(lone_service, Role.ANALYST, name="Bo")
    assert (kept["name"], kept["filters"]) == ("To Germany", FILTERS)
    assert names(ana) == ["To Germany"]
    assert names(bo) == []
    assert is_problem(bo.send("DELETE", f"{PATH}/{kept['id']}"), 404, "not_found")
    assert names(ana) == ["To Germany"]


def test_view_when_kept_again_under_its_name_then_is_replaced(ana: Browser) -> None:
    first = ana.send("POST", PATH, {"name": "mine", "filters": FILTERS}).json()
    second = ana.send("POST", PATH, {"name": "mine", "filters": {"shop": "shop-de"}}).json()
    assert second["id"] == first["id"]
    assert [each["filters"] for each in ana.get(PATH).json()["data"]] == [{"shop": "shop-de"}]


def test_view_when_removed_then_is_gone(ana: Browser) -> None:
    kept = ana.send("POST", PATH, {"name": "mine", "filters": FILTERS}).json()
    assert ana.send("DELETE", f"{PATH}/{kept['id']}").status_code == 204
    assert names(ana) == []


@pytest.mark.parametrize("stated", [{"name": "all", "filters": {}}, {"name": "  ", "filters": FILTERS}])
def test_view_when_without_name_or_filter_then_is_refused(ana: Browser, stated: object) -> None:
    assert is_problem(ana.send("POST", PATH, stated), 422, "queue_view_refused")


def test_view_when_one_too_many_then_is_refused_but_a_known_one_still_changes(ana: Browser) -> None:
    for number in range(30):
        assert ana.send("POST", PATH, {"name": f"v{number}", "filters": FILTERS}).status_code == 200
    assert is_problem(ana.send("POST", PATH, {"name": "v30", "filters": FILTERS}), 422, "queue_view_refused")
    assert ana.send("POST", PATH, {"name": "v7", "filters": {"shop": "a"}}).status_code == 200


def test_queue_page_when_a_view_is_kept_then_shows_it_as_a_link_until_removed(ana: Browser) -> None:
    filters = {"country": "DE", "who": "free"}
    assert form_sent(ana, f"{PAGE}/views", view_name="To Germany", **filters).status_code == 303
    page = ana.get(f"{PAGE}?country=DE&who=free").text
    assert '<a href="/console/queue?country=DE&amp;who=free" aria-current="true">To Germany</a>' in page
    (kept,) = ana.get(PATH).json()["data"]
    answer = form_sent(ana, f"{PAGE}/views", key="k-2", view=kept["id"], **filters)
    assert answer.headers["location"] == "/console/queue?country=DE&who=free&said=done"
    assert "To Germany" not in ana.get(PAGE).text


def test_queue_page_when_a_view_has_no_name_then_says_so_and_keeps_the_filters(ana: Browser) -> None:
    answer = form_sent(ana, f"{PAGE}/views", view_name=" ", country="DE")
    assert "needs a name" in answer.text
    assert 'name="country" value="DE"' in answer.text


def test_queue_page_when_a_view_was_kept_by_a_program_then_its_hours_are_offered(ana: Browser) -> None:
    ana.send("POST", PATH, {"name": "half a day", "filters": {"within_hours": 12}})
    assert 'href="/console/queue?within=12"' in ana.get(PAGE).text
    assert '<option value="12" selected>' in ana.get(f"{PAGE}?within=12").text
