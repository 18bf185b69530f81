"""Rule books at the command line: worked on, proposed, published, taken back; and the page about it."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from engine.bundled import data_folder
from tests.integration.cli.conftest import Clearway
from tests.small_editions import MILDER, MORE_BARRED, MORE_WATCHED, SMALL

PAGE = Path(__file__).parents[3] / "docs" / "how-to-publish-rules.md"
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]
PROPOSAL = re.compile(r"prop_[0-9a-f]{32}")
ACTIVATION = re.compile(r"act_[0-9a-f]{32}")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clearway: Clearway) -> Clearway:
    """The command in a folder of its own, with the small rule book in force."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    ran = clearway("rules", "publish", written(tmp_path / "first", {}))
    assert ran.code == 0, ran.err
    return clearway


def written(folder: Path, changes: dict[str, str]) -> Path:
    for path, text in {**SMALL, **changes}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def proposed(house: Clearway, folder: Path, *options: object) -> str:
    ran = house("rules", "propose", folder, "--by", "ana", "--note", "because", *options)
    found = PROPOSAL.search(ran.out)
    assert found is not None, ran.err
    return found[0]


def test_propose_when_a_list_changes_then_tells_what_and_how_the_gates_stand(house: Clearway, tmp_path: Path) -> None:
    folder = written(tmp_path / "new", dict(MORE_WATCHED))
    ran = house("rules", "propose", folder, "--by", "ana", "--note", "because")
    assert ran.out.splitlines()[:4] == [
        "changes lists only, none that a protected rule reads: one person may publish it",
        "lists",
        "    watched",
        "        in: TF, from 2026-12-01",
    ]
    assert re.findall(r"^  (\w+) +(passed|failed|not needed) ", ran.out, re.MULTILINE) == [
        ("check", "passed"), ("compile", "passed"), ("tests", "passed"), ("coverage", "not needed"),
        ("mutation", "not needed"), ("backtest", "not needed"), ("ladder", "passed"),
    ]  # fmt: skip


def test_publish_when_by_the_proposer_then_refused_in_one_line(house: Clearway, tmp_path: Path) -> None:
    proposal = proposed(house, written(tmp_path / "new", dict(MORE_BARRED)))
    ran = house("rules", "publish", proposal, "--by", "Ana ")
    assert (ran.code, "second person" in ran.err, ran.err.count("\n")) == (2, True, 1)
    assert house("rules", "publish", proposal).code == 2  # nobody is named
    assert house("rules", "publish", proposal, "--by", "ben").code == 0
    assert "approved, proposed by ana, put in force by ben" in house("rules", "editions").out


def test_emergency_when_published_then_is_shown_until_a_second_person_looked(house: Clearway, tmp_path: Path) -> None:
    proposal = proposed(house, written(tmp_path / "new", dict(MILDER)))
    ran = house("rules", "publish", proposal, "--by", "ana", "--emergency", "--note", "it burns")
    assert "one person alone put edition" in ran.err
    listed = house("rules", "editions").out
    found = ACTIVATION.search(listed)
    assert found is not None
    assert house("rules", "confirm", found[0], "--by", "ben").code == 0
    listed = house("rules", "editions").out
    assert ("looked at by ben" in listed, "one person alone" in listed) == (True, False)
    house("worker", "--once")
    assert "rules.emergency" in house("events").out
    assert house("audit", "verify").code == 0


def test_rollback_when_something_protected_differs_then_waits_and_the_code_says_so(
    house: Clearway, tmp_path: Path
) -> None:
    house("rules", "publish", proposed(house, written(tmp_path / "new", dict(MORE_BARRED))), "--by", "ben")
    waits = house("rules", "rollback", "--by", "ben", "--note", "wrong")
    found = PROPOSAL.search(waits.out)
    assert (waits.code, found is not None) == (1, True)
    assert found is not None
    assert house("rules", "publish", found[0], "--by", "ana").code == 0
    assert [each["kind"] for each in house("rules", "editions", "--json").documents()] == [
        "rollback", "approved", "first",
    ]  # fmt: skip


def test_proposals_when_ended_then_listed_only_with_all(house: Clearway, tmp_path: Path) -> None:
    proposal = proposed(house, written(tmp_path / "new", dict(MILDER)))
    assert proposal in house("rules", "proposals").out
    house("rules", "withdraw", proposal, "--by", "ana")
    assert house("rules", "proposals").out == ""
    (row,) = house("rules", "proposals", "--all", "--json").documents()
    assert (row["state"], row["ended_by"]) == ("withdrawn", "ana")


def test_diff_when_a_condition_changed_then_shows_old_and_new_lines(house: Clearway, tmp_path: Path) -> None:
    folder = written(tmp_path / "new", {**MILDER, **MORE_BARRED})
    assert house("rules", "diff", "in-force", folder).out.splitlines() == [
        "touches what nobody may change alone",
        "rules changed",
        "    PAY-001 Payment failed",
        "        condition",
        "            - payment.status in [failed, voided]",
        "            + payment.status in [failed]",
        "        tests: 4 -> 4 (+1)",
        "lists",
        "    barred [protected]",
        "        in: HM",
    ]
    assert house("rules", "diff", folder, folder, "--lang", "zh").out == "没有差异\n"
    assert "受保护" in house("rules", "diff", "in-force", folder, "--lang", "zh").out


def test_diff_when_asked_as_json_then_says_the_same(house: Clearway, tmp_path: Path) -> None:
    folder = written(tmp_path / "new", {**MILDER, **MORE_BARRED})
    (found,) = house("rules", "diff", "in-force", folder, "--json").documents()
    changed, barred = found["changed"][0], found["lists"][0]  # type: ignore[index]
    assert (found["differs"], found["protected"], found["alone"]) == (True, True, False)
    assert (changed["id"], [each["what"] for each in changed["parts"]]) == ("PAY-001", ["when", "tests"])
    assert (barred["name"], barred["protected"]) == ("barred", True)
    assert barred["in"] == [{"value": "HM", "from": None, "until": None}]
    (same,) = house("rules", "diff", folder, folder, "--json").documents()
    assert (same["differs"], same["changed"], same["data"]) == (False, [], [])


def test_diff_when_data_go_with_the_folder_then_names_the_files_that_differ(house: Clearway, tmp_path: Path) -> None:
    folder, data = written(tmp_path / "new", {}), tmp_path / "data"
    shutil.copytree(data_folder(), data)
    assert house("rules", "diff", "in-force", folder, "--data", data).out == "nothing differs\n"
    (data / "fx" / "pegs.csv").write_text(
        (data / "fx" / "pegs.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    (found,) = house("rules", "diff", "in-force", folder, "--data", data, "--json").documents()
    assert (found["data"], found["protected"]) == (["fx/pegs.csv"], True)


def test_diff_when_data_come_without_a_folder_then_says_where_they_go(house: Clearway) -> None:
    ran = house("rules", "diff", "in-force", "in-force", "--data", data_folder())
    assert (ran.code, ran.err) == (
        2,
        "clearway: --data goes with a folder of rules; editions have their own [wrong_use]\n",
    )


def test_edition_when_shown_then_names_its_parts(house: Clearway) -> None:
    (page,) = house("rules", "edition", "in-force", "--json").documents()
    assert page["is_in_force"] is True
    assert "rules/lists/watched.csv" in json.dumps(page["files"])
    assert f"{page['edition']}" in house("rules", "edition", "in-force").out


def test_pull_when_a_file_was_changed_here_then_refused_unless_forced(house: Clearway, tmp_path: Path) -> None:
    assert house("rules", "pull", "copy").code == 0
    list_ = tmp_path / "copy" / "lists" / "watched.csv"
    list_.write_text(MORE_WATCHED["lists/watched.csv"])
    refused = house("rules", "pull", "copy")
    assert (refused.code, "lists/watched.csv" in refused.err) == (1, True)
    assert "TF" in list_.read_text()
    assert house("rules", "pull", "copy", "--force").code == 0
    assert "TF" not in list_.read_text()


def test_pull_when_written_then_editors_find_the_schemas_and_a_push_leaves_them_out(
    house: Clearway, tmp_path: Path
) -> None:
    house("rules", "pull", "copy")
    named = ("rule", "table", "case", "policy", "params", "suppressions", "overrides", "lists")
    schemas = [tmp_path / "copy" / f"{name}.schema.json" for name in named]
    assert all(json.loads(each.read_text())["$schema"] for each in schemas)
    assert house("rules", "diff", "in-force", "copy").out == "nothing differs\n"


def test_pull_when_files_are_gone_from_the_edition_then_gone_here_too(house: Clearway, tmp_path: Path) -> None:
    house("rules", "pull", "copy")
    (tmp_path / "copy" / "messages" / "de.yaml").unlink()
    house("rules", "push", "copy", "--draft", "no-german", "--by", "ana")
    house("rules", "pull", "other")
    assert (tmp_path / "other" / "messages" / "de.yaml").is_file()
    assert house("rules", "pull", "other", "--draft", "no-german").code == 0
    assert not (tmp_path / "other" / "messages" / "de.yaml").exists()


def test_push_when_another_pushed_since_the_pull_then_refused_and_names_the_files(
    house: Clearway, tmp_path: Path
) -> None:
    house("rules", "pull", "mine")
    house("rules", "push", "mine", "--draft", "d", "--by", "ana")
    house("rules", "pull", "theirs", "--draft", "d")
    (tmp_path / "theirs" / "lists" / "watched.csv").write_text(MORE_WATCHED["lists/watched.csv"])
    assert house("rules", "push", "theirs", "--draft", "d", "--by", "ben").code == 0
    ran = house("rules", "push", "mine", "--draft", "d", "--by", "ana")
    assert (ran.code, "ben pushed" in ran.err, "lists/watched.csv" in ran.err) == (2, True, True)


def test_push_when_the_draft_is_faulty_then_kept_and_told(house: Clearway, tmp_path: Path) -> None:
    house("rules", "pull", "copy")
    (tmp_path / "copy" / "policy.yaml").write_text("format: 1\nprecedence: [mercy]\n")
    ran = house("rules", "push", "copy", "--draft", "d", "--by", "ana")
    assert (ran.code, "policy.yaml:2" in ran.err) == (0, True)
    assert "1 fault" in house("rules", "drafts").out
    assert house("rules", "propose", "--draft", "d", "--by", "ana", "--note", "x").code == 2


def test_page_when_every_command_of_it_is_run_then_each_does_what_it_says(
    clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    proposal = "PROPOSAL"
    for command in COMMANDS:
        words = [proposal if word == "PROPOSAL" else word for word in shlex.split(command)][1:]
        ran = clearway(*words)
        assert ran.code == 0, (command, ran.out, ran.err)
        proposal = next(iter(PROPOSAL.findall(ran.out)), proposal)
        if words[:2] == ["rules", "pull"]:
            worked_on(Path(words[2]))


def worked_on(folder: Path) -> None:
    """Some change."""
    policy = folder / "policy.yaml"
    policy.write_text(policy.read_text().replace("cap: 100", "cap: 90"))
