"""What was told over HTTP: listed, read, previewed without being sent, sent once more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from fulfillment.notify.choices import Wanted, choose, wish
from fulfillment.notify.leaving import note_refusal
from fulfillment.notify.previewing import kinds
from fulfillment.notify.texts import LANGUAGES
from fulfillment.records import NoticeTry
from fulfillment.store.notices import begin_try, mark_queued
from fulfillment.store.tables import NOTICE
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, worked
from tests.http.stored_things import a_notice
from tests.unit.fulfillment.test_bounces import JOB, report


def told(service: Service, order_id: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = service.get(f"/v1/orders/{order_id}/notices").json()["data"]
    return found


def test_notices_when_an_order_is_confirmed_then_are_listed_as_written(service: Service) -> None:
    (notice,) = told(service, admitted(service))
    assert (notice["kind"], notice["state"], notice["way"], notice["tries"]) == ("accepted", "written", "folder", [])
    assert service.get(f"/v1/notices/{notice['id']}").json() == notice
    assert [each["id"] for each in service.get("/v1/notices?state=written").json()["data"]] == [notice["id"]]
    assert service.get("/v1/notices?state=refused").json()["data"] == []


def test_notice_when_it_was_refused_then_is_sent_once_more_and_only_then(service: Service) -> None:
    order_id = admitted(service)
    refused = a_notice(service, order_id)
    path = f"/v1/notices/{refused}/retry"
    assert service.call("POST", path).json()["state"] == "queued"
    worked(service)
    assert [each["state"] for each in told(service, order_id)] == ["written", "written"]
    assert is_problem(service.call("POST", path), 409, "notice_not_refused")


def test_mail_when_it_came_back_then_refuses_its_notice_once_and_for_its_own_merchant_alone(service: Service) -> None:
    order_id = admitted(service)
    (notice,) = told(service, order_id)
    with service.database.write() as session:
        begun = NoticeTry(notice_id=str(notice["id"]), number=1, merchant_id="main", order_id=order_id, way="mail",
                          sent_as=JOB, outcome="sent", reply="250", begun_at=service.clock.now())  # fmt: skip
        begin_try(session, begun)
        session.run(update(NOTICE).where(NOTICE.c.id == notice["id"]).values(state="sent", way="mail"))
    as_mail = {"Content-Type": "message/rfc822"}
    others = service.call("POST", "/v1/notice-bounces", content=report(), headers=as_mail, key="other")
    assert others.json() == {"notice_id": None, "status": "5.1.1"}
    for taken in (notice["id"], None):
        answer = service.call("POST", "/v1/notice-bounces", content=report(), headers=as_mail)
        assert answer.json() == {"notice_id": taken, "status": "5.1.1"}
    assert told(service, order_id)[0]["state"] == "refused"


def test_notice_when_somebody_saw_to_it_then_is_closed_once_told_audited_and_no_deadline_any_more(
    lone_service: Service,
) -> None:
    order_id = admitted(lone_service)
    (notice,) = told(lone_service, order_id)
    now, refused = lone_service.clock.now(), a_notice(lone_service, order_id)
    with lone_service.database.write() as session:
        assert mark_queued(session, refused)
        assert note_refusal(session, "main", refused, "mail", "550", now)
    path = f"/v1/notices/{refused}"
    (due,) = lone_service.get("/v1/deadlines?kind=notice").json()["data"]
    assert (due["id"], due["what_happens"], due["source"]) == (refused, "untold", "house policy")
    ends = {due["at"], lone_service.get(path).json()["due_at"]}
    assert {datetime.fromisoformat(each) for each in ends} == {now + timedelta(hours=48)}
    assert lone_service.call("POST", f"{path}/close", {"how": "told_otherwise"}).status_code == 422
    asked = {"how": "told_otherwise", "reason": "read on the phone"}
    assert is_problem(
        lone_service.call("POST", f"/v1/notices/{notice['id']}/close", asked), 409, "notice_waits_for_nobody"
    )
    shown = lone_service.call("POST", f"{path}/close", asked).json()
    assert [shown[name] for name in ("state", "cause", "why", "due_at")] == [
        "dropped", "told_otherwise", "read on the phone", None,
    ]  # fmt: skip
    assert is_problem(lone_service.call("POST", f"{path}/close", asked), 409, "notice_waits_for_nobody")
    assert is_problem(lone_service.call("POST", f"{path}/retry"), 409, "notice_not_refused")
    assert lone_service.get("/v1/deadlines?kind=notice").json()["data"] == []
    events = lone_service.get("/v1/events?limit=200").json()["data"]
    assert [each["data"]["how"] for each in events if each["type"] == "notice.closed"] == ["told_otherwise"]
    worked(lone_service)
    audit = lone_service.get("/v1/audit?action=notice.closed").json()["data"]
    assert [(each["subject"], each["data"]["previous_state"]) for each in audit] == [(refused, "refused")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["delivered", "duty_due", "question_link"])
def test_preview_when_asked_in_a_language_then_reads_so(lone_service: Service, kind: str, language: str) -> None:
    shown = lone_service.get(f"/v1/notice-kinds/{kind}?language={language}").json()
    assert (shown["kind"], shown["language"]) == (kind, language)
    assert "A-1001" in shown["subject"]
    assert f'lang="{language}"' in shown["html"]


def test_preview_when_of_an_order_then_names_its_buyer_and_sends_nothing(service: Service) -> None:
    order_id = admitted(service)
    shown = service.get(f"/v1/orders/{order_id}/notices/accepted?language=en").json()
    assert "Erika" in shown["text"]
    assert "http://127.0.0.1:8080/t/" in shown["text_message"]
    worked(service)
    assert len(told(service, order_id)) == 1


def test_kinds_when_listed_then_each_can_be_previewed(lone_service: Service) -> None:
    listed = [each["kind"] for each in lone_service.get("/v1/notice-kinds").json()["data"]]
    assert listed == list(kinds())
    assert {lone_service.get(f"/v1/notice-kinds/{each}").status_code for each in listed} == {200}
    assert is_problem(lone_service.get("/v1/notice-kinds/interception"), 404, "not_found")


def test_preview_when_somebody_may_not_read_names_then_shows_no_order(lone_service: Service) -> None:
    key = lone_service.make_key(scopes=[]).id
    assert lone_service.get(f"/v1/orders/ord_{'0' * 32}/notices/accepted", key=key).status_code == 403


def test_choices_when_the_customer_chose_after_they_asked_then_theirs_stays(service: Service) -> None:
    order_id = admitted(service)
    path = f"/v1/orders/{order_id}/notice-choices"
    asked_at = service.clock.now()
    service.clock.move(60)
    desk = service.app.state.services.desk
    with service.database.write() as session:
        person = desk.seal.person(service.app.state.services.site.desk.order_of(session, order_id))
        choose(session, "main", person, {"progress": "off"}, service.clock.now(), by_text=False)
        wish(session, "main", person, Wanted(language="ja"), service.clock.now())
    late = {"ways": {"progress": "mail", "trouble": "off"}, "language": "fr", "asked_at": asked_at.isoformat()}
    shown = service.call("PUT", path, late).json()
    assert {each["topic"]: each["way"] for each in shown["data"]}["progress"] == "off"
    assert {each["topic"]: each["way"] for each in shown["data"]}["trouble"] == "off"
    assert (shown["language"], shown["chosen_by"]) == ("ja", "buyer")
    service.clock.move(60)
    newer = service.call("PUT", path, {"ways": {"progress": "mail"}, "language": ""}).json()
    assert (newer["data"][1]["way"], newer["language"]) == ("mail", None)


@pytest.mark.parametrize("quiet", [{"begin": "21:00", "end": ""}, {"begin": "21:00", "end": "21:00"}])
def test_choices_when_hours_are_none_then_are_refused(lone_service: Service, quiet: dict[str, str]) -> None:
    path = f"/v1/orders/{admitted(lone_service)}/notice-choices"
    assert is_problem(lone_service.call("PUT", path, {"quiet": quiet}), 422, "notice_choice_refused")
    assert lone_service.call("PUT", path, {"quiet": {"begin": "25:00", "end": "08:00"}}).status_code == 422
