"""`clearway registrations`."""

from pathlib import Path

import orjson
import pytest

from tests.integration.cli.conftest import Clearway

HEADER = "kind,country,number,entity,valid_to\n"
LUCID = "lucid,DE,DE1234567890123,acme-gmbh,2099-03-31\n"
IOSS = "ioss,EU,IM2760000742,,2020-12-31\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


@pytest.fixture
def published(clearway: Clearway) -> None:
    clearway("rules", "publish")


def a_file(tmp_path: Path, *lines: str, header: str = HEADER) -> str:
    file = tmp_path / "registrations.csv"
    file.write_text(header + "".join(lines), encoding="utf-8")
    return str(file)


@pytest.mark.usefixtures("published")
def test_file_when_imported_twice_then_only_what_differs_is_changed(clearway: Clearway, tmp_path: Path) -> None:
    assert clearway("registrations", "import", a_file(tmp_path, LUCID, IOSS)).out == "2 added\n"
    renewed = IOSS.replace("2020", "2098")
    assert clearway("registrations", "import", a_file(tmp_path, LUCID, renewed)).out == "1 changed, 1 unchanged\n"


@pytest.mark.usefixtures("published")
def test_file_when_a_line_is_faulty_then_the_others_are_kept(clearway: Clearway, tmp_path: Path) -> None:
    wrong = ["lucid,DE,12,,\n", "library,DE,12,,\n", "ioss,EU,IM2760000742,,soon\n"]
    said = clearway("registrations", "import", a_file(tmp_path, LUCID, *wrong))
    assert (said.code, said.out) == (1, "1 added, 3 refused\n")
    assert [line.split(": ")[0] for line in said.err.splitlines()] == [f"registrations.csv:{n}" for n in (3, 4, 5)]


@pytest.mark.usefixtures("published")
def test_list_when_shown_then_says_how_each_stands(clearway: Clearway, tmp_path: Path) -> None:
    clearway("registrations", "import", a_file(tmp_path, LUCID, IOSS))
    first, second = clearway("registrations", "list").out.splitlines()
    assert first.endswith("acme-gmbh            counts until 2099-03-31")
    assert second.endswith("all                  ran out on 2020-12-31")


@pytest.mark.usefixtures("published")
def test_registration_when_added_and_ended_then_no_longer_listed(clearway: Clearway) -> None:
    added = clearway("registrations", "add", "weee", "DE", "DE 12345678", "--valid-to", "2099-01-01")
    assert added.out.startswith("added: reg_")
    row = orjson.loads(clearway("registrations", "list", "--json").out)
    assert (row["number"], row["valid_to"]) == ("DE12345678", "2099-01-01")
    clearway("registrations", "end", row["id"])
    assert clearway("registrations", "list").out == ""


@pytest.mark.parametrize(
    ("header", "told"), [("kind,number\n", "lacks country"), (HEADER.replace("entity", "company"), "know company")]
)
def test_file_when_its_columns_are_others_then_one_clear_line(
    clearway: Clearway, tmp_path: Path, header: str, told: str
) -> None:
    assert told in clearway("registrations", "import", a_file(tmp_path, header=header)).err
