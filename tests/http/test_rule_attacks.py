"""Rule files that are meant to hurt: bombs, patterns that run for ever, paths that lead outside.

All are refused, with a place, within the bounds of one request.
"""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from engine.desk.draft_files import LARGEST_FILE
from engine.desk.edition_errors import FileRefused
from engine.desk.edition_files import laid_out
from engine.store.database import Database
from tests.http.conftest import is_problem
from tests.http.rule_desk import RuleDesk, a_rule_desk
from tests.small_editions import SMALL

PATH = "fraud/lists.yaml"
FILES = "/v1/rules/drafts/evil/files"
LAUGHS = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
DEEP = "rules: " + "[" * 200 + "]" * 200 + "\n"
DEEPER = "rules: " + "[" * 100_000
MERGE = "base: &base {a: 1}\nrules:\n  - <<: *base\n"


@pytest.fixture
def desk(sqlite_file: Database) -> Iterator[RuleDesk]:
    with a_rule_desk(sqlite_file) as made:
        assert made.call("POST", "/v1/rules/drafts", {"name": "evil"}).status_code == 201
        yield made


def faults(desk: RuleDesk, text: str, path: str = PATH) -> list[str]:
    """What is said of a file that was written."""
    response = desk.call("PUT", FILES, {"path": path, "content": text}, headers={"If-Match": '"1"'})
    assert response.status_code == 200, response.text
    return [each for each in response.json()["faults"] if each.startswith(path)]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        (LAUGHS, f"{PATH}:1:5", "R002"),
        (MERGE, f"{PATH}:1:7", "R002"),
        (DEEP, f"{PATH}:1:40", "R018"),
        (DEEPER, f"{PATH}:1:40", "R018"),
        (f"rules: {'9' * 400}\n", f"{PATH}:1:8", "R018"),
        (f"title: '{'x' * 9000}'\n", f"{PATH}:1:8", "R018"),
        ("a: 1\n---\nb: 2\n", f"{PATH}:2:1", "R002"),
        ("a: !!python/object/apply:os.system [id]\n", f"{PATH}:1:4", "R002"),
    ],
    ids=["laughs", "merge", "deep", "deeper", "number", "text", "documents", "object"],
)
def test_file_when_it_is_a_bomb_then_refused_at_its_place(desk: RuleDesk, text: str, place: str, code: str) -> None:
    found = faults(desk, text)
    assert any(each.startswith(f"{place} ") and each.endswith(f"[{code}]") for each in found), found


@pytest.mark.parametrize("pattern", [r"(a+)+$ \\1", r"(?=a)b", r"(?<=a)b", r"(a)\\1", "a{1,1000}{1,1000}", "x" * 600])
def test_pattern_when_no_linear_engine_takes_it_then_refused(desk: RuleDesk, pattern: str) -> None:
    text = SMALL[PATH].replace('{ship_to.country: {in: "@watched"}}', f'{{ship_to.city: {{matches: "{pattern}"}}}}')
    assert any(each.endswith("[R080]") for each in faults(desk, text))


def test_pattern_when_it_would_backtrack_for_ever_then_runs_in_linear_time(desk: RuleDesk) -> None:
    """Taken, since the engine never backtracks; trying its tests takes no longer than of any other pattern."""
    text = SMALL[PATH].replace('{ship_to.country: {in: "@watched"}}', "{ship_to.city: {matches: '(a+)+$'}}")
    text = text.replace("ship_to.country: AQ}", f"ship_to.city: {'a' * 250}}}").replace(
        "{name: not, given: {ship_to.country: DE}", f"{{name: not, given: {{ship_to.city: {'a' * 250}b}}"
    )
    assert faults(desk, text) == []
    run = desk.ran(desk.call("POST", "/v1/rules/drafts/evil/tests", {"rule": "FRD-002"}))
    assert isinstance(run["answer"], dict)
    assert (run["state"], run["answer"]["failed"]) == ("done", [])


@pytest.mark.parametrize(
    "path", ["../evil.yaml", "/etc/passwd.yaml", "fraud/../../x.yaml", "a/b/c/d/e.yaml", ".x.yaml"]
)
def test_path_when_it_leads_elsewhere_then_refused(desk: RuleDesk, path: str) -> None:
    response = desk.call("PUT", FILES, {"path": path, "content": "a: 1\n"}, headers={"If-Match": '"1"'})
    assert response.status_code == 422
    assert desk.get("/v1/rules/drafts/evil").json()["revision"] == 1


def test_path_when_of_another_kind_then_refused(desk: RuleDesk) -> None:
    response = desk.call("PUT", FILES, {"path": "fraud/run.py", "content": "x"}, headers={"If-Match": '"1"'})
    assert is_problem(response, 422, "rule_file_refused")


def test_manifest_when_a_path_leads_outside_then_nothing_is_laid_out() -> None:
    with pytest.raises(FileRefused), laid_out({"../outside.yaml": b"a: 1\n"}):
        pass
    assert not Path("../outside.yaml").exists()


def test_file_when_too_large_then_refused(desk: RuleDesk) -> None:
    body = {"path": PATH, "content": "#" * (LARGEST_FILE + 1)}
    response = desk.call("PUT", FILES, body, headers={"If-Match": '"1"'})
    assert is_problem(response, 422, "rule_file_refused")


def test_body_when_larger_than_any_file_then_413(desk: RuleDesk) -> None:
    body = {"path": PATH, "content": "#" * (5 << 20)}
    assert is_problem(desk.call("PUT", FILES, body, headers={"If-Match": '"1"'}), 413, "body_too_large")


def test_workbook_when_it_unpacks_to_gigabytes_then_refused(desk: RuleDesk, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
        archive.writestr("[Content_Types].xml", b"<Types/>")
    content = b64encode(bomb.read_bytes()).decode()
    body = {"path": "tables/bomb.xlsx", "content": content, "encoding": "base64"}
    response = desk.call("PUT", FILES, body, headers={"If-Match": '"1"'})
    assert response.status_code == 200
    assert any(each.startswith("tables/bomb.xlsx:1:1") for each in response.json()["faults"])


def test_list_when_its_rows_are_too_long_then_refused_with_their_place(desk: RuleDesk) -> None:
    text = f"value\n{'x' * 300}\n"
    assert [each.partition(" ")[0] for each in faults(desk, text, "lists/watched.csv")] == ["lists/watched.csv:2:1"]
