"""`clearway shipping`: services, rates of one's own, and a quote for an order, in both languages."""

import json
from pathlib import Path

import pytest

from engine.bundled import rules_folder
from engine.lexicon.enum_words import GOODS
from fulfillment.shipping.choosing import Unmet
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.feasible import Why
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.words import CRITERIA, DETAILS, UNMET, WHY
from tests.desks import an_honest_order
from tests.integration.cli.conftest import Clearway, written

ORDER = an_honest_order()
HEAD = "service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg\n"
OWN = HEAD + "intl-express,west,CNY,2026-01-01,,0,70000,60,500,500,20\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clearway: Clearway) -> Clearway:
    """An installation of the test's own."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    return clearway


@pytest.fixture
def ordered(home: Clearway, tmp_path: Path) -> Clearway:
    """With one order."""
    for command in (
        ("rules", "publish", "--note", "tests"),
        ("order", "submit", written(tmp_path / "orders.jsonl", ORDER)),
        ("worker", "--once"),
    ):
        ran = home(*command)
        assert ran.code == 0, (command, ran.err)
    return home


def test_words_when_something_can_be_said_then_both_languages_have_it() -> None:
    assert (set(WHY), set(DETAILS), set(GOODS)) == (set(Why), set(Why), set(GoodsClass))
    assert (set(UNMET), set(CRITERIA)) == (set(Unmet), set(Criterion))


def test_services_when_listed_then_classes_and_the_warning_stand_below(clearway: Clearway) -> None:
    english, chinese = clearway("shipping", "services").out, clearway("shipping", "services", "--lang", "zh").out
    assert "made-up examples" in english
    assert "内置电" in chinese
    assert "虚构示例" in chinese
    assert len(clearway("shipping", "services", "--json").documents()) == len(english.splitlines()) - 2


def test_rates_when_faulty_or_only_looked_at_then_nothing_is_kept(home: Clearway, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(OWN + "intl-express,moon,CNY,2026-01-01,,0,1,0,0,1,1\nrocket,moon,CNY,2026-01-01,,0,1,0,0,1,1\n")
    faulty = home("shipping", "rates", "import", table)
    assert (faulty.code, faulty.out) == (1, "nothing was kept\n")
    assert "own.csv:3: zone: " in faulty.err
    assert "name one that there is; list them with `clearway shipping services`" in faulty.err
    table.write_text(OWN)
    assert home("shipping", "rates", "import", table, "--dry-run").out == "1 cards new, 0 known already (only looked)\n"
    assert home("shipping", "rates", "list").out == ""


def test_quote_when_own_rates_were_imported_then_is_shown_in_both_languages_with_reasons(
    ordered: Clearway, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    table.write_text(OWN)
    assert ordered("shipping", "rates", "import", table, "--lang", "zh").out == "1 张新运价卡, 0 张已存在\n"
    english, chinese = (ordered("shipping", "quote", ORDER.id, "--lang", each) for each in ("en", "zh"))
    assert "own rates" in english.out
    assert "does not serve this lane" in english.out
    assert "选择: " in chinese.out
    assert json.loads(ordered("shipping", "quote", ORDER.id, "--json").out)["chosen"] in english.out.splitlines()[-1]


def test_choices_when_the_order_was_taken_over_then_are_told_in_both_languages(ordered: Clearway) -> None:
    english, chinese = (ordered("shipping", "choices", ORDER.id, "--lang", each) for each in ("en", "zh"))
    assert "forecast" in english.out
    assert "预测" in chinese.out
    assert ordered("shipping", "choices", ORDER.id, "--json").documents()[0]["kind"] == "forecast"


def test_service_when_named_then_is_kept_and_one_that_cannot_be_is_refused(ordered: Clearway) -> None:
    named = ordered("shipping", "name", ORDER.id, "intl-express", "--because", "faster")
    assert (named.code, "intl-express, because: faster" in named.out) == (0, True)
    refused = ordered("shipping", "name", ORDER.id, "de-domestic", "--because", "cheaper")
    assert (refused.code != 0, "does not serve this lane" in refused.err) == (True, True)


def test_wishes_when_set_from_a_file_then_count_for_that_shop(home: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "wishes.json"
    file.write_text('{"needs": {"tracked": true}}')
    assert json.loads(home("shipping", "wishes", "set", file, "--shop", "de").out)["of"] == "shop"
    assert json.loads(home("shipping", "wishes", "show").out)["of"] == "usual"
    file.write_text('{"way": "best", "when": 1}')
    faulty = home("shipping", "wishes", "set", file)
    assert (faulty.code, len(faulty.err.splitlines())) == (1, 2)
    assert len(home("shipping", "wishes", "list").documents()) == 1


def test_what_if_when_nothing_was_packed_then_says_so_in_every_form(ordered: Clearway, tmp_path: Path) -> None:
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.csv"
    days = ("--since", "2026-11-01", "--until", "2026-12-01", "--service", "line-4px")
    ran = ordered(
        "shipping", "what-if", *days, "--html", page, "--csv", sheet, "--rules", rules_folder(), "--lang", "zh"
    )
    assert (ran.code, "草案" in ran.out) == (0, True)
    assert "此期间没有选择记录" in page.read_text(encoding="utf-8")
    assert len(sheet.read_text(encoding="utf-8").splitlines()) == 1
    assert ordered("shipping", "what-if", *days[:4], "--service", "none").code == 1
