"""The inbox over HTTP: messages in, cases, drafts, answers, claims, deadlines, figures."""

from base64 import b64encode
from datetime import timedelta

import pytest
from httpx2 import Response

from api.access.keyring import KeyWanted
from api.access.scopes import Scope
from api.describing import Document
from engine.desk.telling import handlers
from tests.desks import an_honest_order, document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, delivered
from tests.http.test_orders import sent
from tests.http.test_shops import bound_key

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
ASKS = "Where is my parcel? Please cancel my order if it has not shipped."


def told(service: Service, status: int = 201, **fields: object) -> Document:
    body = {"id": "m-1", "text": ASKS, **{"from" if name == "sender" else name: each for name, each in fields.items()}}
    answer = service.call("POST", "/v1/messages", body)
    assert answer.status_code == status, answer.text
    taken: Document = answer.json()
    return taken


def case_of(service: Service, taken: Document, key: str = "main") -> Document:
    whole: Document = service.get(f"/v1/cases/{taken['case_id']}", key=key).json()
    return whole


def agent(service: Service, name: str) -> str:
    """A key of somebody of this name."""
    wanted = KeyWanted(name=name, merchant="main", scopes=frozenset(Scope))
    key, token = service.keyring.create(wanted, service.ids)
    service.tokens[key.id] = token.text
    return key.id


def done(service: Service, taken: Document, what: str, body: object = None, key: str = "main") -> Response:
    return service.call("POST", f"/v1/cases/{taken['case_id']}/{what}", body, key=key)


def test_message_when_it_names_an_order_then_joins_its_case_with_what_it_is_about(service: Service) -> None:
    order = admitted(service)
    taken = told(service, order=an_honest_order().id)
    assert (taken["order_id"], taken["intents"]) == (order, ["cancel", "where_is_my_parcel"])
    whole = case_of(service, taken)
    assert [each["change"] for each in whole["suggested"]] == ["cancel"]
    assert whole["messages"][0]["quotes"]["where_is_my_parcel"] == "Where is my parcel"


def test_message_when_told_again_then_is_one(service: Service) -> None:
    first, again = told(service), told(service, status=200)
    assert (again["message_id"], again["is_new"]) == (first["message_id"], False)
    assert len(service.get("/v1/cases").json()["data"]) == 1


def test_message_when_of_no_known_order_then_waits_until_somebody_says_which(service: Service) -> None:
    order = admitted(service)
    taken = told(service, order="nobody's", sender={"email": "a@stranger.example", "name": "Stranger"})
    assert [each["id"] for each in service.get("/v1/cases?orderless=true").json()["data"]] == [taken["case_id"]]
    assert done(service, taken, "order", {"order": order}).status_code == 200
    whole = case_of(service, taken)
    assert (whole["case"]["order_id"], whole["messages"][0]["text"], whole["sender_differs"]) == (order, ASKS, True)


def test_message_when_its_case_waits_for_an_order_that_has_one_then_moves_there(service: Service) -> None:
    order = admitted(service)
    there = told(service, order=order)
    here = told(service, id="m-2", order="nobody's", text="It is broken")
    moved = done(service, here, "order", {"order": order}).json()
    assert moved["id"] == there["case_id"]
    assert [each["text"] for each in case_of(service, there)["messages"]] == [ASKS, "It is broken"]
    assert case_of(service, here)["case"]["reason_code"] == "joined"


def test_texts_when_a_caller_sees_no_people_then_are_left_out(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    key = lone_service.make_key(scopes=[Scope.CASES_READ]).id
    shown = case_of(lone_service, taken, key=key)
    assert [shown["messages"][0][name] for name in ("text", "quotes", "sender", "subject")] == [None] * 4
    assert "parcel?" not in lone_service.get("/v1/cases").text


def test_file_when_it_came_with_a_message_then_is_kept_by_what_it_is(lone_service: Service) -> None:
    files = [{"content": b64encode(each).decode()} for each in (PNG, b"<html>")]
    taken = told(lone_service, order=admitted(lone_service), files=files)
    assert taken["left_out"] == ["file_form"]
    (kept,) = case_of(lone_service, taken)["messages"][0]["files"]
    path = f"/v1/message-files/{kept['id']}"
    assert lone_service.get(path).content == PNG
    blind = lone_service.make_key(scopes=[Scope.CASES_READ]).id
    assert is_problem(lone_service.get(path, key=blind), 403, "scope_missing")


def test_mail_when_it_comes_in_then_is_a_message(lone_service: Service) -> None:
    order = admitted(lone_service)
    mail = (
        f"From: Jane <jane@example.test>\r\nTo: shop@example.test\r\nSubject: Order {an_honest_order().id}\r\n"
        "Message-ID: <1@example.test>\r\nDate: Sun, 22 Nov 2026 09:00:00 +0000\r\n\r\nI have not received it.\r\n"
    ).encode()
    told_mail = {"Content-Type": "message/rfc822"}
    taken = lone_service.call("POST", "/v1/messages/mail", content=mail, headers=told_mail)
    assert (taken.status_code, taken.json()["order_id"], taken.json()["intents"]) == (201, order, ["not_received"])
    assert lone_service.call("POST", "/v1/messages/mail", content=mail, headers=told_mail).status_code == 200
    broken = lone_service.call("POST", "/v1/messages/mail", content=b"no headers", headers=told_mail)
    assert is_problem(broken, 422, "inbox_mail_refused")


def test_next_case_when_two_ask_then_each_has_another_and_who_is_late_is_told(service: Service) -> None:
    order = admitted(service)
    told(service, order=order)
    told(service, id="m-2", order="nobody's")
    keys = [agent(service, name) for name in ("mia", "noa", "eve")]
    taken = [service.call("POST", "/v1/cases/next", {}, key=key) for key in keys]
    assert [each.status_code for each in taken] == [200, 200, 204]
    assert taken[0].json()["id"] != taken[1].json()["id"]
    mine = {"case_id": taken[0].json()["id"]}
    assert is_problem(done(service, mine, "close", {"reason_code": "solved"}), 409, "inbox_case_locked")
    stale = {"If-Match": '"1"'}
    path = f"/v1/cases/{mine['case_id']}/close"
    answer = service.call("POST", path, {"reason_code": "solved"}, key=keys[0], headers=stale)
    assert is_problem(answer, 412, "version_changed")
    fresh = {"If-Match": taken[0].headers["ETag"]}
    assert service.call("POST", path, {"reason_code": "solved"}, key=keys[0], headers=fresh).status_code == 200


def test_case_when_put_off_then_is_offered_to_nobody_until_then(lone_service: Service) -> None:
    taken = told(lone_service)
    until = (lone_service.clock.now() + timedelta(hours=2)).isoformat()
    assert done(lone_service, taken, "snooze", {"until": until}).status_code == 200
    assert lone_service.call("POST", "/v1/cases/next", {}).status_code == 204
    lone_service.clock.move(2 * 3600)
    assert lone_service.call("POST", "/v1/cases/next", {}).status_code == 200


def test_case_when_put_off_beyond_its_end_then_is_refused(lone_service: Service) -> None:
    taken = told(lone_service)
    until = (lone_service.clock.now() + timedelta(days=3)).isoformat()
    assert is_problem(done(lone_service, taken, "snooze", {"until": until}), 422, "inbox_case_refused")


def test_case_when_closed_then_a_new_message_opens_it_again(lone_service: Service) -> None:
    order = admitted(lone_service)
    taken = told(lone_service, order=order)
    assert done(lone_service, taken, "close", {"reason_code": "solved"}).json()["state"] == "closed"
    assert is_problem(done(lone_service, taken, "close", {"reason_code": "solved"}), 409, "inbox_case_closed")
    again = told(lone_service, id="m-2", order=order)
    assert again["case_id"] == taken["case_id"]
    assert [case_of(lone_service, again)["case"][name] for name in ("state", "reopened")] == ["open", 1]


def test_case_when_it_is_nobodys_then_closing_it_forgets_what_was_written(lone_service: Service) -> None:
    taken = told(lone_service)
    done(lone_service, taken, "close", {"reason_code": "nobodys"})
    assert case_of(lone_service, taken)["messages"][0]["text"] is None


def test_reply_when_given_then_stops_the_clock_once(service: Service) -> None:
    taken = told(service, order=admitted(service))
    assert done(service, taken, "reply", {"text": "Tomorrow."}).json()["state"] == "answered"
    whole = case_of(service, taken)
    assert (whole["case"]["due_at"], whole["messages"][1]["delivery"], whole["messages"][1]["way"]) == (
        None, "waiting", "mail",
    )  # fmt: skip
    assert service.get("/v1/deadlines").json()["data"] == []


def test_reply_when_nobody_knows_where_to_then_is_kept_by_hand(lone_service: Service) -> None:
    taken = told(lone_service)
    assert is_problem(done(lone_service, taken, "reply", {"text": "Hello"}), 422, "inbox_message_refused")
    assert done(lone_service, taken, "reply", {"text": "Hello", "by_hand": True}).json()["state"] == "answered"


def test_draft_when_the_parcel_is_delivered_then_says_so_in_three_languages(service: Service) -> None:
    order = delivered(service)
    drafts = service.get(f"/v1/cases/{told(service, order=order, language='fr')['case_id']}/draft").json()
    assert "delivered" in drafts["sentences"]
    assert [drafts[name]["language"] for name in ("buyer", "english", "chinese")] == ["fr", "en", "zh"]


def test_claim_when_told_then_has_the_marketplaces_clock_and_its_evidence(service: Service) -> None:
    order = delivered(service)
    told(service, order=order)
    body = {"kind": "a_to_z", "reference": "A2Z-1", "order": order}
    made = service.call("POST", "/v1/cases", body)
    assert (made.status_code, made.json()["passed"], made.json()["category"]) == (
        201,
        "lost_by_default",
        "not_received",
    )
    assert made.json()["due_source"].startswith("Amazon Seller Central")
    assert service.call("POST", "/v1/cases", body).status_code == 200
    evidence = service.get(f"/v1/cases/{made.json()['id']}/evidence").json()
    rows = {each["kind"]: each["rows"] for each in evidence["exhibits"]}
    assert (rows["messages"][0]["text"], bool(rows["delivery"])) == (ASKS, True)
    assert service.get(f"/v1/cases/{made.json()['id']}/evidence/archive").content[:2] == b"PK"


def test_evidence_when_a_case_is_a_message_then_is_refused(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service))
    path = f"/v1/cases/{taken['case_id']}/evidence"
    assert is_problem(lone_service.get(path), 422, "inbox_case_refused")
    assert is_problem(
        lone_service.get(path, key=lone_service.make_key(scopes=[Scope.CASES_WRITE]).id), 403, "scope_missing"
    )


def test_deadlines_when_listed_then_the_earliest_is_first_and_says_who_set_it(lone_service: Service) -> None:
    order = admitted(lone_service)
    told(lone_service, order=order)
    claim = {"kind": "ebay_not_received", "reference": "5-1", "order": order, "due_at": "2026-11-22T12:00:00Z"}
    lone_service.call("POST", "/v1/cases", claim)
    listed = lone_service.get("/v1/deadlines?limit=1").json()
    assert (listed["data"][0]["source"], listed["has_more"]) == ("stated by ebay", True)
    rest = lone_service.get(f"/v1/deadlines?limit=1&cursor={listed['next_cursor']}").json()["data"]
    assert rest[0]["source"].startswith("assumption")


def test_figures_when_read_then_count_by_channel_and_no_cell_is_a_formula(lone_service: Service) -> None:
    taken = told(lone_service, order=admitted(lone_service), channel="amazon")
    lone_service.clock.move(600)
    done(lone_service, taken, "reply", {"text": "Tomorrow."}, key=agent(lone_service, "=mia"))
    lone_service.clock.move(1)
    figures = lone_service.get("/v1/case-figures").json()["figures"]
    amazon = next(each for each in figures if (each["by"], each["name"]) == ("channel", "amazon"))
    assert (amazon["opened"], amazon["first_answer_median_min"], amazon["open"]) == (1, 10, 0)
    table = lone_service.get("/v1/case-figures.csv").text.splitlines()
    assert [each.split(",")[:2] for each in table if each.startswith("agent")] == [["agent", "'=mia"]]


@pytest.mark.parametrize("what", ["cases?limit=9", "deadlines"])
def test_listings_when_bound_then_hold_the_callers_shops_alone(lone_service: Service, what: str) -> None:
    order = sent(lone_service, document(an_honest_order()))["order_id"]
    drain(lone_service.database, handlers(lone_service.ids))
    told(lone_service, order=order)
    told(lone_service, id="m-2", order="nobody's")
    here, there = (lone_service.get(f"/v1/{what}", key=bound_key(lone_service, shop)).json()["data"]
                   for shop in ("shop-de", "shop-fr"))  # fmt: skip
    assert ([each["order_id"] for each in here], there) == ([order], [])


def test_message_when_a_bound_caller_names_another_shops_order_then_is_not_that_orders(lone_service: Service) -> None:
    order = admitted(lone_service)
    body = {"id": "m-1", "text": "Hello", "order": order}
    taken = lone_service.call("POST", "/v1/messages", body, key=bound_key(lone_service, "shop-fr")).json()
    assert taken["order_id"] is None
