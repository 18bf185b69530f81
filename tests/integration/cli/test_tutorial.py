"""The tutorial, in each language: whoever follows it sees what it says."""

import shutil
from pathlib import Path

import pytest

from engine.bundled import rules_folder
from tests.integration.cli.conftest import Clearway, Ran
from tests.pages import blocks, commands

ENGLISH = "tutorial.md"
PAGES = (ENGLISH, "tutorial.zh-CN.md")
AN_EXPORT = """\
Order ID,Order date,Currency,SKU,Title,Quantity,Unit price,Weight (g),HS code,Origin,Recipient,Address 1,City,Postcode,\
Country,Phone,Email,Carrier
E-1,2026-11-21 10:00,EUR,CUP-1,Porcelain cup,2,14.50,300,691110,CN,Lea Sommer,Ringstr. 8,Jena,07743,DE,+493641490,\
lea.sommer@example.org,dhl_express
E-2,2026-11-21 10:05,EUR,CUP-1,Porcelain cup,1,14.50,300,691110,CN,Jonas Winter,Ringstr. 9,Jena,0774,DE,+493641491,\
jonas.winter@example.org,dhl_express
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the rule book and an export, as a reader has them."""
    shutil.copytree(rules_folder(), tmp_path / "rules")
    (tmp_path / "export.csv").write_text(AN_EXPORT, encoding="utf-8")
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(clearway: Clearway, words: list[str]) -> Ran:
    """One command of the page; a copy is made here, all others are ours."""
    if words[:2] == ["cp", "-r"]:
        shutil.copytree(words[2], words[3])
        return Ran(0, "", "")
    assert words[0] == "clearway"
    return clearway(*words[1:])


@pytest.mark.parametrize("name", PAGES)
def test_tutorial_when_every_command_is_typed_then_each_does_what_it_says(
    clearway: Clearway, desk: Path, name: str
) -> None:
    (desk / "order.json").write_text(blocks(name, "json")[0].text, encoding="utf-8")
    ran = {" ".join(words): typed(clearway, words) for words in commands(name)}
    assert {command: (each.code, each.err) for command, each in ran.items() if each.code != 0} == {}
    assert len((desk / "decided.csv").read_text(encoding="utf-8").splitlines()) == 1 + 2
    assert list((desk / "papers").iterdir())


@pytest.mark.parametrize("name", PAGES)
def test_tutorial_when_the_postcode_is_mended_then_the_order_is_admitted(
    clearway: Clearway, desk: Path, name: str
) -> None:
    order, at = blocks(name, "json")[0].text, "2026-11-22T08:00:00Z"
    outcomes = []
    for postcode in ("0774", "07743"):
        (desk / "order.json").write_text(order.replace('"0774"', f'"{postcode}"'), encoding="utf-8")
        outcomes.append(clearway("screen", "order.json", "--json", "--at", at).documents()[0]["outcome"])
    assert outcomes == ["ask_customer", "admit"]


def test_tutorial_when_the_list_has_its_line_then_the_order_is_held(clearway: Clearway, desk: Path) -> None:
    (desk / "order.json").write_text(blocks(ENGLISH, "json")[0].text.replace('"0774"', '"07743"'), encoding="utf-8")
    with (desk / "rules/lists/unserved_by_couriers.csv").open("a", encoding="utf-8") as unserved:
        unserved.write(blocks(ENGLISH, "csv")[0].text)
    said = clearway("screen", "order.json", "--at", "2026-11-22T08:00:00Z", "--rules", "rules").out
    assert "Express carriers do not serve DE." in said


@pytest.mark.parametrize("name", PAGES[1:])
def test_tutorial_when_compared_with_the_english_page_then_has_the_same_blocks(name: str) -> None:
    assert blocks(name) == blocks(ENGLISH)
