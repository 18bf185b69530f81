"""`clearway parties`: pairs of names, and parties and orders against lists, as the page about them promises."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from engine.order.reading import to_document
from tests.builders import an_address, an_order
from tests.integration.cli.conftest import Clearway

ROOT = Path(__file__).parents[3]
LISTS = ROOT / "tests" / "party_lists"
PAGE = (ROOT / "docs" / "how-to-screen-parties.md").read_text(encoding="utf-8")


def lines(folder: Path, *documents: object) -> Path:
    file = folder / "parties.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in documents), encoding="utf-8")
    return file


def test_screen_when_a_party_is_listed_then_tells_list_date_and_why(clearway: Clearway, tmp_path: Path) -> None:
    file = lines(tmp_path, {"name": "Timofey Veranov", "birth": "1961-03-04"}, {"name": "Maria Garcia"})
    ran = clearway("parties", "screen", file, "--list", LISTS / "eu.xml", "--at", "2026-11-26")
    listed, clean = ran.documents()
    hit: dict[str, object] = listed["hits"][0]  # type: ignore[index]
    assert (hit["list_date"], hit["entry"], hit["band"]) == ("2026-08-05", "EU.1.1", "strong")
    assert "born on the same day, 1961-03-04" in hit["explanation"]  # type: ignore[operator]
    assert (ran.code, listed["match"], clean["hits"]) == (0, True, [])
    assert [each["age_days"] for each in clean["lists"]] == [113]  # type: ignore[attr-defined]


def test_screen_when_ofac_files_are_given_in_any_order_then_are_one_list(clearway: Clearway, tmp_path: Path) -> None:
    names = ("ofac_add.csv", "ofac_sdn.csv", "ofac_alt.csv")
    options = [each for name in names for each in ("--list", LISTS / name)]
    file = lines(tmp_path, {"names": ["Orbelin Shipping"], "kind": "company"})
    (answer,) = clearway("parties", "screen", file, *options, "--dated", "2026-11-01").documents()
    assert [each["list_date"] for each in answer["lists"]] == ["2026-11-01"]  # type: ignore[attr-defined]
    assert answer["match"] is True


def test_screen_when_a_line_is_an_order_then_asks_for_its_parties(clearway: Clearway, tmp_path: Path) -> None:
    order = an_order(shipping_address=an_address(name="Timofei Veranov"))
    (answer,) = clearway(
        "parties", "screen", lines(tmp_path, to_document(order)), "--list", LISTS / "un.xml"
    ).documents()
    assert [each["role"] for each in answer["hits"]] == ["consignee"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "bad", [{"nome": "x"}, {"name": 1}, {"name": "x", "kind": "dog"}, {"name": "x", "birth": "1.1.70"}, {"lines": []}]
)
def test_screen_when_a_line_is_bad_then_names_it_and_ends_with_1(
    clearway: Clearway, tmp_path: Path, bad: dict[str, object]
) -> None:
    ran = clearway("parties", "screen", lines(tmp_path, {"name": "A B"}, bad), "--list", LISTS / "un.xml")
    assert (ran.code, len(ran.documents())) == (1, 2)
    assert re.search(r"^2: ", ran.err, re.MULTILINE)


def test_match_when_columns_are_named_then_are_found(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("id,name1,name2\n7,Timofei Veranov,Тимофей Веранов\n8,Trust 1,Trust 2\n", encoding="utf-8")
    ran = clearway("parties", "match", "--pairs", file)
    assert [(each["left"], each["match"]) for each in ran.documents()] == [
        ("Timofei Veranov", True),
        ("Trust 1", False),
    ]


def test_match_when_there_is_no_header_then_the_first_row_is_a_pair(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("Timofei Veranov,Veranov T\nalone\n", encoding="utf-8")
    ran = clearway("parties", "match", "--pairs", file, "--format", "csv")
    assert (ran.code, ran.out.splitlines()[0]) == (1, "left,right,score,match,explanation")
    assert "2: the row does not hold two names" in ran.err


@pytest.mark.parametrize("command", ["match", "screen"])
def test_page_when_a_command_takes_an_option_then_names_it(command: str) -> None:
    parameters = get_command(app).commands["parties"].commands[command].params  # type: ignore[attr-defined]
    options = {name for each in parameters for name in each.opts if name.startswith("--")}
    assert [name for name in sorted(options) if name not in PAGE] == []


def test_page_when_it_shows_a_command_then_the_command_is_there() -> None:
    shown = [
        shlex.split(line) for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
    ]
    groups = get_command(app).commands  # type: ignore[attr-defined]
    named = {tuple(each[1:3]) for each in shown if each[0] == "clearway"}
    assert {name for group, name in named if group == "parties"} == set(groups["parties"].commands)
    assert not [each for each in named if each[1] not in groups[each[0]].commands]


def test_page_when_an_answer_has_a_key_then_explains_it(clearway: Clearway, tmp_path: Path) -> None:
    file = lines(tmp_path, {"name": "Timofei Veranov"})
    (answer,) = clearway("parties", "screen", file, "--list", LISTS / "un.xml").documents()
    keys = {*answer, *answer["hits"][0], *answer["lists"][0]}  # type: ignore[index]
    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE] == []
