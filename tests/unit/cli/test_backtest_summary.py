"""The summary of a backtest, word for word; set CLEARWAY_UPDATE_GOLDEN=1 to write the golden files again."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.backtest_files import Folder
from api.cli.backtest_summary import euros, lines
from api.cli.phrases import Language
from engine.workbench.comparing.comparison import Comparison, compare
from tests.compared_orders import ABOUT, a_compared, some_history

GOLDEN = Path(__file__).parents[2] / "golden" / "cli"


@pytest.mark.parametrize("language", Language)
def test_summary_when_shown_then_is_as_kept(language: Language) -> None:
    about = replace(ABOUT, filters={"channel": "own_shop"}, left_out={"erased": 2, "numbers forgotten": 1}, dead=1)
    shown = "".join(f"{line}\n" for line in lines(about, compare(some_history()), language))
    golden = GOLDEN / f"backtest.{language}.txt"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_summary_when_there_are_no_orders_then_says_so() -> None:
    said = list(lines(ABOUT, Comparison(), Language.EN))
    assert said[1:] == ["no stored order is like this; nothing was compared"]


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0.00"), (-5, "-0.05"), (123_456_789, "1,234,567.89"), (-0.2, "0.00"), (99.6, "1.00")]
)
def test_euros_when_written_then_has_separators_and_cents(cents: float, text: str) -> None:
    assert euros(cents) == text


def test_folder_when_an_order_number_begins_like_a_formula_then_a_spreadsheet_reads_text(tmp_path: Path) -> None:
    folder, found = Folder(tmp_path), Comparison()
    order = a_compared("admit", "hold", ref="=1+1", after_rules={"FRD-006": "hold"})
    found.add(order)
    folder.add(order)
    folder.close(ABOUT, found)
    row = (tmp_path / "flips.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert row == "ord_1,'=1+1,dec_1,2026-11-01,admit,hold,FRD-006,10000,EUR,DE,own_shop,shop-de,"


def test_folder_when_an_earlier_run_is_in_it_then_its_charts_are_gone(tmp_path: Path) -> None:
    for orders in (some_history(), [a_compared()]):
        folder = Folder(tmp_path)
        folder.close(ABOUT, compare(orders))
    assert sorted(each.name for each in tmp_path.glob("*.svg")) == ["outcomes.svg"]
