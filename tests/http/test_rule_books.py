"""The life of a rule book over HTTP: draft, file by file, check, tests, proposal, second person, later, back."""

from collections.abc import Iterator

import pytest

from engine.desk.desk import Caller
from engine.desk.rule_running import a_rule_run, propose_draft
from engine.rulebook.lock import LOCK_FILE, lock_text
from engine.store.database import Database
from tests.http.conftest import is_problem
from tests.http.rule_desk import RuleDesk, a_key, a_rule_desk
from tests.small_editions import MILDER, MORE_WATCHED, SMALL, small_book, small_files

MILD_PATH, MILD_TEXT = next(iter(MILDER.items()))


@pytest.fixture
def desk(sqlite_file: Database) -> Iterator[RuleDesk]:
    lock = {LOCK_FILE: lock_text(small_book()).encode()}
    with a_rule_desk(sqlite_file, {**small_files(), **lock}) as made:
        yield made


@pytest.fixture
def stored(database: Database) -> Iterator[RuleDesk]:
    """On both databases."""
    with a_rule_desk(database) as made:
        yield made


def begun(desk: RuleDesk, name: str = "softer") -> str:
    response = desk.call("POST", "/v1/rules/drafts", {"name": name})
    assert response.status_code == 201, response.text
    return str(response.headers["etag"])


def written(desk: RuleDesk, path: str, text: str, tag: str, name: str = "softer") -> str:
    response = desk.call(
        "PUT", f"/v1/rules/drafts/{name}/files", {"path": path, "content": text}, headers={"If-Match": tag}
    )
    assert response.status_code == 200, response.text
    return str(response.headers["etag"])


def with_lists_only(desk: RuleDesk) -> None:
    ((path, text),) = MORE_WATCHED.items()
    written(desk, path, text, begun(desk))


def proposed(desk: RuleDesk, note: str = "why not") -> str:
    run = desk.ran(desk.call("POST", "/v1/rules/proposals", {"draft": "softer", "note": note}))
    assert run["state"] == "done", run
    answer = run["answer"]
    assert isinstance(answer, dict)
    return str(answer["proposal"])


def test_draft_when_begun_then_has_the_files_in_force(stored: RuleDesk) -> None:
    begun(stored)
    draft = stored.get("/v1/rules/drafts/softer").json()
    assert (draft["revision"], draft["faults"], len(draft["files"])) == (1, [], len(SMALL))
    assert [each["name"] for each in stored.get("/v1/rules/drafts").json()["data"]] == ["softer"]


def test_draft_when_begun_twice_then_409(desk: RuleDesk) -> None:
    begun(desk)
    assert is_problem(desk.call("POST", "/v1/rules/drafts", {"name": "softer"}), 409, "draft_there")


def test_file_when_written_then_read_back_with_its_revision(desk: RuleDesk) -> None:
    tag = written(desk, MILD_PATH, MILD_TEXT, begun(desk))
    shown = desk.get(f"/v1/rules/drafts/softer/files?path={MILD_PATH}")
    assert (shown.json()["content"], shown.headers["etag"], tag) == (MILD_TEXT, '"2"', '"2"')


def test_file_when_somebody_else_wrote_meanwhile_then_412_and_nothing_is_lost(desk: RuleDesk) -> None:
    tag = begun(desk)
    written(desk, MILD_PATH, MILD_TEXT, tag)
    body = {"path": MILD_PATH, "content": "format: 1\n"}
    late = desk.call("PUT", "/v1/rules/drafts/softer/files", body, by="ben", headers={"If-Match": tag})
    assert is_problem(late, 412, "version_passed")
    assert desk.get(f"/v1/rules/drafts/softer/files?path={MILD_PATH}").json()["content"] == MILD_TEXT


def test_file_when_no_precondition_is_sent_then_428(desk: RuleDesk) -> None:
    begun(desk)
    body = {"path": MILD_PATH, "content": MILD_TEXT}
    assert is_problem(desk.call("PUT", "/v1/rules/drafts/softer/files", body), 428, "if_match_missing")


def test_file_when_taken_out_then_the_draft_is_without_it(desk: RuleDesk) -> None:
    tag = written(desk, "cases/none.yaml", "[]\n", begun(desk))
    path = "/v1/rules/drafts/softer/files?path=cases/none.yaml"
    assert desk.call("DELETE", path, headers={"If-Match": tag}).status_code == 200
    assert is_problem(desk.get(path), 404, "not_found")


def test_draft_when_discarded_then_gone(desk: RuleDesk) -> None:
    tag = begun(desk)
    assert desk.call("DELETE", "/v1/rules/drafts/softer", headers={"If-Match": tag}).status_code == 204
    assert is_problem(desk.get("/v1/rules/drafts/softer"), 404, "not_found")


def test_check_when_a_file_is_faulty_then_names_the_place(desk: RuleDesk) -> None:
    written(desk, MILD_PATH, MILD_TEXT.replace("payment.status:", "payment.sttus:", 1), begun(desk))
    found = desk.get("/v1/rules/drafts/softer/check").json()
    (fault,) = [each for each in found["faults"] if each["level"] == "error"]
    assert (fault["code"], fault["path"], fault["hint"]) == ("R020", MILD_PATH, "did you mean `payment.status`?")
    assert (fault["line"], found["rules"]) == (11, None)


def test_difference_when_asked_in_chinese_then_told_in_chinese(desk: RuleDesk) -> None:
    with_lists_only(desk)
    shown = desk.call("GET", "/v1/rules/drafts/softer/difference", headers={"Accept-Language": "zh"}).json()
    assert (shown["alone"], shown["protected"]) == (True, False)
    assert shown["words"][0] == "只更改名单，且受保护的规则不读取这些名单：一人即可发布"


def test_tests_when_run_on_a_draft_then_figures_come(desk: RuleDesk) -> None:
    begun(desk)
    run = desk.ran(desk.call("POST", "/v1/rules/drafts/softer/tests", {"rule": "FRD-003", "mutation": True}))
    answer = run["answer"]
    assert isinstance(answer, dict)
    assert (run["state"], answer["rules"], answer["tests"], answer["failed"]) == ("done", 1, 3, [])
    assert answer["mutation_score"] is not None


def test_tests_when_the_rule_is_unknown_then_the_run_is_refused(desk: RuleDesk) -> None:
    begun(desk)
    run = desk.ran(desk.call("POST", "/v1/rules/drafts/softer/tests", {"rule": "FRD-999"}))
    assert run["state"] == "refused"
    assert isinstance(run["answer"], dict)
    assert run["answer"]["code"] == "not_found"


def test_proposal_when_published_by_a_second_person_then_in_force(stored: RuleDesk) -> None:
    begun(stored)
    written(stored, MILD_PATH, MILD_TEXT.replace("version: 1", "version: 2"), '"1"')
    id_ = proposed(stored)
    before = stored.get("/v1/rules/editions/in-force").json()["edition"]
    run = stored.ran(stored.call("POST", f"/v1/rules/proposals/{id_}/publish", {}, by="ben"))
    # The ladder asks new conditions for time in shadow; an emergency may go without, and is looked at afterwards.
    assert isinstance(run["answer"], dict)
    assert (run["state"], run["answer"].get("code")) == ("refused", "gates_closed")
    assert stored.get("/v1/rules/editions/in-force").json()["edition"] == before


def test_lists_when_proposed_then_the_same_person_may_publish(stored: RuleDesk) -> None:
    with_lists_only(stored)
    id_ = proposed(stored)
    run = stored.ran(stored.call("POST", f"/v1/rules/proposals/{id_}/publish", {}))
    history = stored.get("/v1/rules/editions").json()["data"]
    assert run["state"] == "done", run
    assert [(each["epoch"], each["kind"]) for each in history] == [(2, "lists"), (1, "first")]


def with_barred(desk: RuleDesk) -> None:
    written(desk, "lists/barred.csv", SMALL["lists/barred.csv"] + "HM,,,also penguins,decided_at\n", begun(desk))


def test_protected_list_when_published_by_its_proposer_then_refused_and_by_another_in_force(desk: RuleDesk) -> None:
    with_barred(desk)
    id_ = proposed(desk)
    alone = desk.ran(desk.call("POST", f"/v1/rules/proposals/{id_}/publish", {}))
    assert isinstance(alone["answer"], dict)
    assert alone["answer"]["code"] == "same_person"
    assert desk.ran(desk.call("POST", f"/v1/rules/proposals/{id_}/publish", {}, by="ben"))["state"] == "done"
    assert desk.get("/v1/rules/editions").json()["data"][0]["kind"] == "approved"


def test_protected_list_when_one_person_uses_two_keys_then_is_no_second_person(desk: RuleDesk) -> None:
    """Keys may be called anything: runs keep who asked, not the name alone."""
    desk.keys = {name: a_key(desk.service, name, created_by="usr_ana") for name in ("ana", "somebody else")}
    with_barred(desk)
    run = desk.ran(desk.call("POST", f"/v1/rules/proposals/{proposed(desk)}/publish", {}, by="somebody else"))
    assert isinstance(run["answer"], dict)
    assert (run["state"], run["answer"]["code"]) == ("refused", "same_person")


def test_protected_list_when_published_by_another_key_of_its_proposer_then_refused(stored: RuleDesk) -> None:
    stored.give_keys("usr_one", "writer", "approver")
    with_barred(stored)
    made = stored.ran(stored.call("POST", "/v1/rules/proposals", {"draft": "softer", "note": "me"}, by="writer"))
    assert isinstance(made["answer"], dict)
    path = f"/v1/rules/proposals/{made['answer']['proposal']}/publish"
    alone = stored.ran(stored.call("POST", path, {}, by="approver"))
    assert isinstance(alone["answer"], dict)
    assert alone["answer"].get("code") == "same_person"
    assert stored.ran(stored.call("POST", path, {}, by="ben"))["state"] == "done"


def test_emergency_when_looked_at_by_another_key_of_who_acted_then_refused(desk: RuleDesk) -> None:
    desk.give_keys("usr_one", "writer", "approver")
    with_barred(desk)
    body = {"emergency": True, "note": "a ship is leaving"}
    desk.ran(desk.call("POST", f"/v1/rules/proposals/{proposed(desk)}/publish", body, by="writer"))
    activation = desk.get("/v1/rules/editions").json()["data"][0]["id"]
    path = f"/v1/rules/activations/{activation}/confirm"
    assert is_problem(desk.call("POST", path, by="approver"), 409, "same_person")
    assert desk.call("POST", path, by="ben").status_code == 204


def test_emergency_when_one_person_acts_then_waits_for_a_second_look(desk: RuleDesk) -> None:
    with_barred(desk)
    id_ = proposed(desk)
    body = {"emergency": True, "note": "a ship is leaving"}
    assert desk.ran(desk.call("POST", f"/v1/rules/proposals/{id_}/publish", body))["state"] == "done"
    activation = desk.get("/v1/rules/editions").json()["data"][0]
    assert (activation["kind"], activation["waits_for_a_look"]) == ("emergency", True)
    path = f"/v1/rules/activations/{activation['id']}/confirm"
    assert is_problem(desk.call("POST", path), 409, "same_person")
    assert desk.call("POST", path, by="ben").status_code == 204


def test_publishing_when_scheduled_then_waits_for_its_moment_and_can_be_called_off(desk: RuleDesk) -> None:
    with_barred(desk)
    id_ = proposed(desk)
    body = {"from": "2026-12-24T00:00:00Z"}
    run = desk.call("POST", f"/v1/rules/proposals/{id_}/publish", body, by="ben").json()
    desk.work()
    assert (run["state"], run["due_at"]) == ("waiting", "2026-12-24T00:00:00Z")
    cancelled = desk.call("POST", f"/v1/rules/runs/{run['id']}/cancel").json()
    assert cancelled["state"] == "cancelled"
    assert is_problem(desk.call("POST", f"/v1/rules/runs/{run['id']}/cancel"), 409, "run_ended")
    assert [each["state"] for each in desk.get("/v1/rules/runs").json()["data"]] == ["cancelled", "done"]


def test_proposal_when_rejected_then_says_why_and_cannot_be_published(desk: RuleDesk) -> None:
    with_barred(desk)
    id_ = proposed(desk)
    ended = desk.call("POST", f"/v1/rules/proposals/{id_}/reject", {"note": "penguins are fine"}, by="ben").json()
    assert (ended["state"], ended["ended_note"], ended["ended_by"]) == ("rejected", "penguins are fine", "ben")
    assert is_problem(desk.call("POST", f"/v1/rules/proposals/{id_}/publish", {}), 409, "proposal_ended")
    assert desk.get("/v1/rules/proposals").json()["data"] == []


def test_proposal_when_read_then_shows_gates_and_what_would_change(desk: RuleDesk) -> None:
    with_barred(desk)
    id_ = proposed(desk)
    shown = desk.get(f"/v1/rules/proposals/{id_}").json()
    assert {each["name"]: each["state"] for each in shown["gates"]}["mutation"] == "not_needed"
    (change,) = desk.get(f"/v1/rules/proposals/{id_}/difference").json()["lists"]
    assert (change["name"], change["in"][0]["value"]) == ("barred", "HM")


def test_draft_when_faulty_then_its_proposal_is_refused(desk: RuleDesk) -> None:
    written(desk, MILD_PATH, "format: 1\nset: payment\nrules: [{}]\n", begun(desk))
    run = desk.ran(desk.call("POST", "/v1/rules/proposals", {"draft": "softer", "note": "x"}))
    assert isinstance(run["answer"], dict)
    assert run["answer"]["code"] == "draft_faulty"


def test_rollback_when_lists_alone_differ_then_at_once(desk: RuleDesk) -> None:
    with_lists_only(desk)
    desk.ran(desk.call("POST", f"/v1/rules/proposals/{proposed(desk)}/publish", {}))
    first = desk.get("/v1/rules/editions").json()["data"][-1]["edition"]
    done = desk.call("POST", "/v1/rules/rollback", {"note": "it was too much"}).json()
    assert (done["edition"], done["kind"], done["proposal"]) == (first, "rollback", None)
    assert is_problem(
        desk.call("POST", "/v1/rules/rollback", {"note": "again", "edition": first}), 409, "nothing_differs"
    )


def test_editions_when_compared_then_say_what_differs(desk: RuleDesk) -> None:
    with_lists_only(desk)
    desk.ran(desk.call("POST", f"/v1/rules/proposals/{proposed(desk)}/publish", {}))
    first = desk.get("/v1/rules/editions").json()["data"][-1]["edition"]
    shown = desk.get(f"/v1/rules/difference?before={first[:12]}").json()
    assert shown["lists"][0]["name"] == "watched"
    rules = desk.get(f"/v1/rules/editions/{first[:12]}/rules").json()
    assert "FRD-003" in [each["id"] for each in rules["data"]]
    file = desk.get("/v1/rules/editions/in-force/files?path=rules/lists/watched.csv").json()
    assert "southern" in file["content"]


def test_work_when_a_worker_dies_behind_it_then_is_found_and_not_done_twice(desk: RuleDesk) -> None:
    with_lists_only(desk)
    run_id = desk.call("POST", "/v1/rules/proposals", {"draft": "softer", "note": "once"}).json()["id"]
    who = Caller(merchant="main", name="ana")
    first = propose_draft(desk.desk, who, a_rule_run(desk.desk, who, run_id))
    desk.work()
    again = desk.get(f"/v1/rules/runs/{run_id}").json()
    assert again["answer"]["proposal"] == first["proposal"]
    assert len(desk.get("/v1/rules/proposals").json()["data"]) == 1


def test_lock_when_a_rule_has_its_new_version_then_is_written_anew_and_nothing_is_wrong(desk: RuleDesk) -> None:
    lock = "/v1/rules/drafts/softer/lock"
    tag = written(desk, MILD_PATH, MILD_TEXT, begun(desk))
    refused = desk.call("POST", lock, headers={"If-Match": tag})
    assert is_problem(refused, 422, "rule_book_rejected")
    tag = written(desk, MILD_PATH, MILD_TEXT.replace("version: 1", "version: 2"), tag)
    assert "R079" in codes(desk)
    assert desk.call("POST", lock, headers={"If-Match": tag}).status_code == 200
    assert "R079" not in codes(desk)
    assert is_problem(desk.call("POST", lock, headers={"If-Match": tag}), 412, "version_passed")


def codes(desk: RuleDesk) -> set[str]:
    return {str(each["code"]) for each in desk.get("/v1/rules/drafts/softer/check").json()["faults"]}
