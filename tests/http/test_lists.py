"""Lists over HTTP: typed entries, ends, CSV files with every fault at once, and who may change what."""

from collections.abc import Iterator

import pytest

from engine.store.database import Database
from tests.http.conftest import is_problem
from tests.http.rule_desk import RuleDesk, a_rule_desk
from tests.small_editions import small_files

KINDS = "watched: {kind: country, title: Countries that want a look}\n"
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def desk(sqlite_file: Database) -> Iterator[RuleDesk]:
    with a_rule_desk(sqlite_file, small_files({"lists.yaml": KINDS})) as made:
        yield made


def imported(desk: RuleDesk, text: str, query: str = "") -> dict[str, object]:
    response = desk.service.call(
        "POST", f"/v1/lists/watched/import{query}", content=text.encode(), key=desk.keys["ana"], headers=CSV
    )
    found: dict[str, object] = response.json()
    return found


def values(desk: RuleDesk, state: str = "all") -> list[str]:
    return [each["value"] for each in desk.get(f"/v1/lists/watched/entries?state={state}").json()["data"]]


def test_lists_when_listed_then_say_what_they_hold_and_who_reads_them(desk: RuleDesk) -> None:
    barred, watched = desk.get("/v1/lists").json()["data"]
    assert (watched["kind"], watched["rules"], watched["protected"]) == ("country", ["FRD-002"], False)
    assert (barred["kind"], barred["protected"]) == ("text", True)


def test_entry_when_added_to_a_list_of_no_protected_rule_then_in_force_at_once(desk: RuleDesk) -> None:
    entry = {"value": " tf ", "from": "2026-11-22", "until": "2027-01-31", "reason": "odd orders", "reference": "T-1"}
    done = desk.call("POST", "/v1/lists/watched/entries", {"entries": [entry], "note": "seen twice"}).json()
    assert (done["state"], done["added"]) == ("published", 1)
    (shown,) = desk.get("/v1/lists/watched/entries?value=TF").json()["data"]
    assert (shown["until"], shown["reason"], shown["active"]) == ("2027-01-31", "odd orders", True)
    assert desk.get("/v1/rules/editions").json()["data"][0]["note"] == "seen twice"


def test_entry_when_the_list_is_protected_then_waits_for_a_second_person(desk: RuleDesk) -> None:
    done = desk.call("POST", "/v1/lists/barred/entries", {"entries": [{"value": "HM"}]}).json()
    assert (done["state"], done["protected"]) == ("proposed", True)
    path = f"/v1/rules/proposals/{done['proposal']}/publish"
    assert desk.ran(desk.call("POST", path, {}))["state"] == "refused"
    assert desk.ran(desk.call("POST", path, {}, by="ben"))["state"] == "done"
    assert desk.get("/v1/lists/barred").json()["entries"] == 2


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ({"value": "Norway"}, "/added/0/value"),
        ({"value": "AQ"}, "/added/0/value"),
        ({"value": "NO", "from": "2026-12-01", "until": "2026-11-01"}, "/added/0/until"),
    ],
)
def test_entry_when_it_cannot_be_then_says_where_and_changes_nothing(
    desk: RuleDesk, entry: dict[str, str], pointer: str
) -> None:
    response = desk.call("POST", "/v1/lists/watched/entries", {"entries": [entry, {"value": "CH"}]})
    assert is_problem(response, 422, "list_rejected")
    assert response.json()["errors"][0]["pointer"] == pointer
    assert values(desk) == ["AQ"]


def test_entry_when_ended_then_kept_with_its_last_day(desk: RuleDesk) -> None:
    desk.call("POST", "/v1/lists/watched/entries", {"entries": [{"value": "CH"}]})
    done = desk.call("POST", "/v1/lists/watched/end", {"entries": [{"value": "CH"}]}).json()
    assert (done["state"], done["changed"]) == ("published", 1)
    assert (values(desk, "active"), values(desk, "ended")) == (["AQ"], ["CH"])


def test_entry_when_a_test_of_a_rule_needs_it_then_waits_behind_its_gate(desk: RuleDesk) -> None:
    done = desk.call("POST", "/v1/lists/watched/end", {"entries": [{"value": "AQ"}]}).json()
    assert done["state"] == "proposed"
    assert [each["name"] for each in done["gates"] if each["state"] == "failed"] == ["check"]


def test_entry_when_there_is_none_to_end_then_refused(desk: RuleDesk) -> None:
    response = desk.call("POST", "/v1/lists/watched/end", {"entries": [{"value": "DE"}]})
    assert is_problem(response, 422, "list_rejected")


def test_file_when_tried_then_names_every_fault_by_row_and_column_and_changes_nothing(desk: RuleDesk) -> None:
    text = "value,until\nno,\nSE,2026-13-01\nFI,2027-01-01\n"
    done = imported(desk, text, "?dry_run=true")
    assert [(each["row"], each["column"], each["code"]) for each in done["faults"]] == [(2, 1, "R104"), (3, 4, "R009")]  # type: ignore[attr-defined]
    assert (done["state"], values(desk)) == ("nothing", ["AQ"])


def test_file_when_tried_with_a_faulty_row_and_one_that_is_there_then_names_both(desk: RuleDesk) -> None:
    problem = imported(desk, "value,reason\nno,\nAQ,colder\n", "?dry_run=true")
    errors = problem["errors"]
    assert [each["code"] for each in errors] == ["R104", "twice"]  # type: ignore[attr-defined]
    assert values(desk) == ["AQ"]


def test_file_when_a_row_is_faulty_then_none_is_taken(desk: RuleDesk) -> None:
    problem = imported(desk, "value\nFI\nno\n")
    assert problem["code"] == "list_rejected"
    assert problem["errors"][0]["pointer"] == "/3/1"  # type: ignore[index]
    assert values(desk) == ["AQ"]


def test_file_when_refused_to_a_chinese_reader_then_each_row_is_told_in_chinese(desk: RuleDesk) -> None:
    headers = {**CSV, "Accept-Language": "zh"}
    refused = desk.service.call(
        "POST", "/v1/lists/watched/import", content=b"value\nFI\nno\n", key=desk.keys["ana"], headers=headers
    )
    detail = refused.json()["errors"][0]["detail"]
    assert detail.startswith("第 3 行第 1 列：")
    assert "row" not in detail


def test_file_when_it_replaces_then_the_list_is_the_file(desk: RuleDesk) -> None:
    done = imported(desk, "value,reason\nFI,cold\nAQ,ice\n", "?mode=replace&note=weather")
    assert (done["state"], done["added"], done["removed"]) == ("published", 1, 0)
    assert values(desk) == ["AQ", "FI"]


def test_file_when_exported_and_imported_then_nothing_differs(desk: RuleDesk) -> None:
    entry = {"value": "NO", "reason": '=HYPERLINK("http://x","y")', "reference": "'=1"}
    desk.call("POST", "/v1/lists/watched/entries", {"entries": [entry]})
    exported = desk.get("/v1/lists/watched/export")
    assert "\"'=HYPERLINK" in exported.text
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    assert imported(desk, exported.text, "?mode=replace")["state"] == "nothing"


def test_entries_when_listed_in_pages_then_each_comes_once(desk: RuleDesk) -> None:
    desk.call("POST", "/v1/lists/watched/entries", {"entries": [{"value": code} for code in ("CH", "DK", "FI")]})
    first = desk.get("/v1/lists/watched/entries?limit=2").json()
    rest = desk.get(f"/v1/lists/watched/entries?limit=2&cursor={first['next_cursor']}").json()
    assert [each["value"] for each in (*first["data"], *rest["data"])] == ["AQ", "CH", "DK", "FI"]


def test_list_when_unknown_then_404(desk: RuleDesk) -> None:
    assert is_problem(desk.get("/v1/lists/nothing"), 404, "not_found")
