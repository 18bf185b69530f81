"""`clearway demo` prints what the golden files say; set CLEARWAY_UPDATE_GOLDEN=1 to write them again."""

import os
import re
from pathlib import Path

import pytest

from api.cli.opening import Options, file_of
from engine.bundled import data_folder
from tests.integration.cli.conftest import Clearway

GOLDEN = Path(__file__).parents[2] / "golden" / "cli"
ORDERS = data_folder() / "demo" / "orders.jsonl"
# Digests and rules that stayed silent change with every edit of the rule book; what the orders are told does not.
_VOLATILE = (
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "…"),
    (re.compile(r"(?m)^ +not checked, since .*(?:\n    (?! ).*)*"), "    not checked: …"),
    (re.compile(r"(?m)^ +因(?:数据未提供|该渠道不提供数据)而未检查：.*(?:\n    (?! ).*)*"), "    未检查：…"),
    (re.compile(r"(?m)^( +(?:data_editions|engine) +).*$"), r"\1…"),
)


def steady(text: str) -> str:
    for pattern, shown in _VOLATILE:
        text = pattern.sub(shown, text)
    return text


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("demo.txt", ("demo",)),
        ("demo.zh.txt", ("demo", "--lang", "zh")),
        ("warehouse_demo.txt", ("warehouse", "demo")),
        ("warehouse_demo.zh.txt", ("warehouse", "demo", "--lang", "zh")),
    ],
)
def test_demo_when_run_then_prints_the_golden_page(
    clearway: Clearway, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    shown = steady(clearway(*command, "--out", tmp_path).out).replace(str(tmp_path), "FOLDER")
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")


def test_warehouse_demo_when_a_folder_is_named_then_each_file_that_it_names_is_there(
    clearway: Clearway, tmp_path: Path
) -> None:
    told = clearway("warehouse", "demo", "--out", tmp_path).out
    named = {Path(word).name for word in told.split() if word.startswith(str(tmp_path))}
    assert named == {each.name for each in tmp_path.iterdir()}
    assert {"W-01-cn23.pdf", "W-01-pick_list.pdf", "W-02-cn22.pdf", "W-03-label.zpl"} <= named


def test_warehouse_demo_when_no_folder_is_named_then_writes_no_file_and_says_how(clearway: Clearway) -> None:
    told = clearway("warehouse", "demo").out
    assert "ready      CX000000014CN (ems)" in told
    assert "clearway warehouse demo --out FOLDER" in told


def test_demo_when_run_then_decides_as_a_screening_of_the_file_does(clearway: Clearway) -> None:
    screened = clearway("screen", ORDERS, "--at", "2026-11-22T08:00:00Z").out
    assert clearway("demo").out.startswith(screened)


def test_demo_orders_when_read_then_are_sound_and_of_every_channel() -> None:
    records = list(file_of(Options(file=ORDERS))())
    assert [record.number for record in records if record.faults] == []
    channels = {record.order.channel for record in records if record.order is not None}
    assert channels == {"own_shop", "shopify", "woocommerce", "amazon", "ebay"}


def test_demo_orders_when_decided_then_show_every_outcome_and_all_four_rule_sets(clearway: Clearway) -> None:
    told = clearway("screen", ORDERS, "--at", "2026-11-22T08:00:00Z", "--json").documents()
    not_admitted = [each for each in told if each["outcome"] != "admit"]
    sets = {str(reason["rule"])[:3] for each in not_admitted for reason in each["reasons"]}  # type: ignore[attr-defined]
    assert {each["outcome"] for each in told} == {"admit", "ask_customer", "hold", "cancel"}
    assert sets >= {"ADR", "PAY", "IMP", "FRD"}
