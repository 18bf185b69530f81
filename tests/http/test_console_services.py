"""The console's pages about services, rates, what-if and boxes over HTTP: who sees them, and what their forms do."""

from collections.abc import Iterator

import pytest

from api.access.roles import Role
from engine.store.database import Database
from tests.http.conftest import Service
from tests.http.console_forms import file_sent, form_sent
from tests.http.lives import labelled, worked
from tests.http.people import Browser, signed_in
from tests.http.rule_desk import a_rule_desk
from tests.http.test_service_choices import unnamed
from tests.http.test_shipping import HEAD
from tests.http.test_shipping_what_ifs import POLICY
from tests.own_line import LINE, STOPPED
from tests.small_editions import small_files

FORMS = {"services": 0, "services/rates": 0, "services/what-if": 1, "boxes": 0}  # to count what if changes nothing
CARD = "line-4px,us,CNY,2026-11-01,,0,20000,0,0,1,82\n"
BOX = {"name": "M", "empty_g": "180", "max_g": "9000", "cost": "0.65", "materials": "corrugated_board",
       **{f"{at}_{side}_mm": "300" for at in ("outer", "inner") for side in ("length", "width", "height")}}  # fmt: skip


@pytest.fixture
def published(sqlite_file: Database) -> Iterator[Service]:
    with a_rule_desk(sqlite_file, {**small_files(), **POLICY}) as desk:
        yield desk.service


@pytest.fixture
def packer(lone_service: Service) -> Browser:
    return signed_in(lone_service, Role.WAREHOUSE)


@pytest.mark.parametrize(("path", "forms"), FORMS.items())
def test_page_when_a_viewer_looks_then_opens_without_forms_that_change(
    lone_service: Service, path: str, forms: int
) -> None:
    answer = signed_in(lone_service, Role.VIEWER).get(f"/console/{path}")
    assert (answer.status_code, answer.text.count(f'method="post" action="/console/{path}')) == (200, forms)


def test_rates_when_only_looked_at_then_are_told_of_and_not_kept(lone_service: Service, packer: Browser) -> None:
    page = file_sent(packer, "/console/services/rates", (HEAD + CARD).encode(), dry_run="true", key="k")
    assert "1 new or changed" in page.text
    assert lone_service.get("/v1/shipping-rates").json()["data"] == []


def test_rates_when_imported_then_are_listed(packer: Browser) -> None:
    sent = file_sent(packer, "/console/services/rates", (HEAD + CARD).encode(), key="k")
    assert (sent.status_code, sent.headers["location"]) == (303, "/console/services/rates?said=taken")
    assert "line-4px" in packer.get("/console/services/rates").text


def test_rates_when_a_row_is_wrong_then_its_line_and_column_are_shown_and_nothing_is_kept(
    lone_service: Service, packer: Browser
) -> None:
    page = file_sent(packer, "/console/services/rates", (HEAD + CARD.replace("CNY", "XXQ")).encode(), key="k")
    assert ("<code>currency</code>" in page.text, page.status_code) == (True, 200)
    assert lone_service.get("/v1/shipping-rates").json()["data"] == []


def test_service_when_it_is_own_and_stopped_then_says_so_until_it_is_withdrawn(packer: Browser) -> None:
    sent = file_sent(packer, "/console/services/import", STOPPED.encode(), key="k")
    assert sent.status_code == 303, sent.text
    page = packer.get("/console/services").text
    assert ("no flights" in page, "stopped now" in page) == (True, True)
    assert form_sent(packer, "/console/services/withdraw", service=LINE).status_code == 303
    assert LINE not in packer.get("/console/services").text


def test_box_when_set_up_and_removed_then_is_listed_between(lone_service: Service, packer: Browser) -> None:
    assert form_sent(packer, "/console/boxes", **BOX).status_code == 303
    (kept,) = lone_service.get("/v1/boxes").json()["data"]
    assert (kept["name"], kept["cost_minor"], kept["materials"]) == ("M", 65, ["corrugated_board"])
    assert form_sent(packer, "/console/boxes/remove", key="k-2", name="M").status_code == 303
    assert lone_service.get("/v1/boxes").json()["data"] == []


def test_box_when_the_api_refuses_it_then_page_says_why(packer: Browser) -> None:
    page = form_sent(packer, "/console/boxes", **{**BOX, "inner_length_mm": "900"})
    assert 'role="alert"' in page.text


def test_boxes_when_a_table_has_a_bad_row_then_it_is_named_and_the_others_kept(
    lone_service: Service, packer: Browser
) -> None:
    table = "name,w,l,d,e,iw,il,id,max\nM,240,330,130,180,230,320,120,10000\nL,x,330,130,180,230,320,120,10000\n"
    page = file_sent(packer, "/console/boxes/import", table.encode(), key="k")
    assert "1 box is kept" in page.text
    assert [each["name"] for each in lone_service.get("/v1/boxes").json()["data"]] == ["M"]


def test_what_if_when_counted_by_one_service_then_page_has_sums_and_the_parcels_with_why(published: Service) -> None:
    labelled(published, unnamed())
    browser = signed_in(published, Role.ADMIN)
    begun = form_sent(browser, "/console/services/what-if", since="2026-01-01", until="2026-12-31",
                      service="intl-express", currency="EUR")  # fmt: skip
    assert begun.status_code == 303, begun.text
    worked(published)
    page = browser.get(begun.headers["location"]).text
    assert ("A-1001" in page, "intl-express" in page, "Another service" in page) == (True, True, True)
    assert "intl-express" in browser.get("/console/services/what-if").text


def test_what_if_when_nothing_can_be_counted_then_page_says_why(published: Service) -> None:
    browser = signed_in(published, Role.ADMIN)
    page = form_sent(browser, "/console/services/what-if", since="2026-12-01", until="2026-11-01")
    assert 'role="alert"' in page.text
