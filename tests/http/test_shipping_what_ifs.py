"""What else would have been chosen: by one service, and by policies that are not in force."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from api.access.roles import Role
from api.access.scopes import Scope
from engine.bundled import rules_folder
from engine.store.database import Database
from engine.store.tables import JOB
from fulfillment.jobs import SHIPPING_WHAT_IF
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, labelled, worked
from tests.http.people import signed_in
from tests.http.rule_desk import a_rule_desk
from tests.http.test_service_choices import chosen, unnamed
from tests.http.test_shops import THERE, bound_key
from tests.small_editions import small_files

YEAR = {"since": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z"}
PARAMS = "shipping/params.yaml"
DRAFT = "/v1/rules/drafts/dearer"

POLICY = {
    f"shipping/{each.relative_to(rules_folder() / 'shipping').as_posix()}": each.read_bytes()
    for each in sorted((rules_folder() / "shipping").rglob("*"))
    if each.is_file() and not each.name.endswith(".json")
}


@pytest.fixture
def published(sqlite_file: Database) -> Iterator[Service]:
    """A service whose shipping policy stands in its database."""
    with a_rule_desk(sqlite_file, {**small_files(), **POLICY}) as desk:
        yield desk.service


def test_what_if_when_all_had_gone_by_express_then_says_how_much_dearer_and_sooner(lone_service: Service) -> None:
    service = lone_service
    labelled(service, unnamed())
    body = YEAR | {"service": "intl-express"}
    begun = service.call("POST", "/v1/shipping-what-ifs", body)
    assert begun.status_code == 202, begun.text
    worked(service)
    shown = service.get(begun.headers["Location"]).json()
    (lane,) = shown["found"]["lanes"]
    assert (shown["state"], lane["choices"], lane["other"], lane["country"]) == ("done", 1, 1, "DE")
    assert lane["minor"] > 0 > lane["days"]
    assert is_problem(service.get(begun.headers["Location"], key="other"), 404, "not_found")


def test_what_if_when_workers_gave_it_up_then_is_failed_until_its_job_is_tried_again(lone_service: Service) -> None:
    service, path = lone_service, "/v1/shipping-what-ifs"
    labelled(service, unnamed())
    place = service.call("POST", path, YEAR | {"service": "intl-express"}).headers["Location"]
    assert service.get(place).json()["state"] == "running"
    become(service, "dead")
    assert (service.get(place).json()["state"], service.get(path).json()["data"][0]["state"]) == ("failed", "failed")
    page = signed_in(service, Role.ADMIN).get(f"/console/services/what-if/{place.rpartition('/')[2]}").text
    assert "given up" in page
    become(service, "ready")
    worked(service)
    assert service.get(place).json()["state"] == "done"


def become(service: Service, state: str) -> None:
    with service.database.write() as session:
        session.run(update(JOB).where(JOB.c.kind == SHIPPING_WHAT_IF).values(state=state))


def test_what_if_when_asked_for_another_shop_then_404(lone_service: Service) -> None:
    key = bound_key(lone_service, THERE)
    body = YEAR | {"shops": ["elsewhere"]}
    assert is_problem(lone_service.call("POST", "/v1/shipping-what-ifs", body, key=key), 404, "not_found")


def a_draft(service: Service) -> None:
    """One by which everything must be insured, which only the express is."""
    begun = service.call("POST", "/v1/rules/drafts", {"name": "dearer"})
    assert begun.status_code == 201, begun.text
    text = service.get(f"{DRAFT}/files?path={PARAMS}").json()["content"]
    changed = text.replace("value: 30000,", "value: 1,")
    assert changed != text
    written(service, changed, begun.headers["ETag"])


def written(service: Service, text: str, tag: str) -> None:
    put = service.call("PUT", f"{DRAFT}/files", {"path": PARAMS, "content": text}, headers={"If-Match": tag})
    assert put.status_code == 200, put.text


def counted(service: Service, /, **asked: object) -> Shown:
    begun = service.call("POST", "/v1/shipping-what-ifs", YEAR | asked)
    assert begun.status_code == 202, begun.text
    worked(service)
    found: Shown = service.get(begun.headers["Location"]).json()
    return found


def test_what_if_when_a_draft_judges_then_says_who_would_change_for_how_much_and_why(published: Service) -> None:
    service = published
    order_id = labelled(service, unnamed())
    a_draft(service)
    run = counted(service, draft="dearer")
    (lane,) = run["found"]["lanes"]
    assert (run["asked"]["draft"], lane["other"], lane["moves"]) == ("dearer", 1, {"line-4px > intl-express": 1})
    page = service.get(f"/v1/shipping-what-ifs/{run['id']}/changes").json()
    (changed,) = page["data"]
    assert (changed["order_id"], changed["after"]["service"], page["has_more"]) == (order_id, "intl-express", False)
    assert (changed["difference_minor"], changed["difference_days"]) == (lane["minor"], lane["days"])
    assert changed["explained"]["en"][0] == "line-4px then, intl-express now"
    assert any("line-4px" in line and "SVC-002" in line for line in changed["explained"]["zh"])


def test_what_if_when_nothing_is_named_then_the_policy_in_force_changes_nothing(published: Service) -> None:
    service = published
    labelled(service, unnamed())
    run = counted(service)
    assert service.get(f"/v1/shipping-what-ifs/{run['id']}/changes").json()["data"] == []
    assert (run["asked"]["edition"], run["found"]["lanes"][0]["same"]) == ("", 1)


def test_what_if_when_an_edition_is_named_then_is_counted_by_its_policy(published: Service) -> None:
    service = published
    order_id = labelled(service, unnamed())
    run = counted(service, edition="in-force")
    assert len(run["asked"]["edition"]) == 64
    assert run["found"]["lanes"][0]["moves"] == {"line-4px > line-4px": 1}
    assert chosen(service, order_id)[-1]["service"] == "line-4px"


def test_what_if_when_the_draft_is_changed_behind_it_then_stays_what_it_was(published: Service) -> None:
    service = published
    labelled(service, unnamed())
    a_draft(service)
    run = counted(service, draft="dearer")
    draft = service.get(DRAFT)
    text = service.get(f"{DRAFT}/files?path={PARAMS}").json()["content"]
    written(service, text.replace("value: 1,", "value: 30000,"), draft.headers["ETag"])
    assert len(service.get(f"/v1/shipping-what-ifs/{run['id']}/changes").json()["data"]) == 1


def test_what_if_when_a_page_holds_less_than_all_then_the_cursor_goes_on(published: Service) -> None:
    service = published
    ids = [labelled(service, unnamed(f"A-{number}")) for number in range(3)]
    run = counted(service, service="intl-express")
    path = f"/v1/shipping-what-ifs/{run['id']}/changes?limit=1"
    pages = [service.get(path).json()]
    while pages[-1]["has_more"]:
        pages.append(service.get(f"{path}&cursor={pages[-1]['next_cursor']}").json())
    assert [each["order_id"] for page in pages for each in page["data"]] == ids
    assert max(len(page["data"]) for page in pages) == 1


def test_what_if_when_a_draft_is_named_without_its_scope_or_is_none_then_is_refused(published: Service) -> None:
    service, path = published, "/v1/shipping-what-ifs"
    reader = service.make_key(scopes=[Scope.ORDERS_READ]).id
    assert is_problem(service.call("POST", path, YEAR | {"draft": "x"}, key=reader), 403, "scope_missing")
    assert is_problem(service.call("POST", path, YEAR | {"draft": "x"}), 404, "not_found")
    both = service.call("POST", path, YEAR | {"draft": "x", "edition": "in-force"})
    assert is_problem(both, 422, "document_rejected")
