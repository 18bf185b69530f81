"""The page about tables: its example is sound, its cells are cells, and it names what exists."""

import re
from pathlib import Path

import pytest

from engine.bundled import rules_folder
from engine.domains import ADMISSION
from engine.rulebook.folder import read_folder, read_rulebook
from engine.rulebook.lints import BY_CODE
from engine.rulebook.table import HitPolicy
from engine.rulebook.table_shape import RULE_COLUMNS
from engine.runtime.proving import prove
from tests.airport_rules import codes_of
from tests.table_books import sheet, with_table

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-write-tables.md").read_text(encoding="utf-8")


def fence(language: str) -> str:
    """The first block in this language."""
    return PAGE.partition(f"```{language}\n")[2].partition("```")[0]


def test_example_when_put_into_our_book_then_is_sound_and_keeps_its_tests() -> None:
    example = {"tables/parcel_age.csv": fence("csv"), "tables/parcel_age.yaml": fence("yaml")}
    book = read_rulebook({**read_folder(rules_folder()), **example}, ADMISSION)
    assert "parcel_age" in {table.name for table in book.tables}
    assert [str(failed) for failed in prove(book) if failed.rule.id.startswith("FRD-91")] == []


@pytest.mark.parametrize(
    ("fact", "cells"),
    [
        ("flight.seats", ["-", "5", ">= 5", "> 5", "< 5", "<= 5", "[1..5]", "]1..5]", "[1..5[", "]1..5[", "(1..5)"]),
        ("flight.seats", ["< 5, [10..20]", "< 5, missing"]),
        ("flight.day", [">= 2026-01-31"]),
        ("flight.number", ["first", "0101", '"a, b"', "a, b", "not(a, b)", "starts 8543, 2404", "missing", "present"]),
        ("flight.night", ["true", "false"]),
    ],
)
def test_cells_when_listed_then_can_be_read(fact: str, cells: list[str]) -> None:
    assert [cell for cell in cells if f"`{cell}`" not in PAGE] == []
    rows = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    assert codes_of(with_table(sheet(*rows, facts=fact))) == []


def test_policies_columns_and_faults_when_named_then_are_those_that_there_are() -> None:
    assert [policy for policy in HitPolicy if f"| `{policy}` |" not in PAGE] == []
    assert [column for column in RULE_COLUMNS if f"`{column}`" not in PAGE] == []
    assert set(re.findall(r"`(R\d{3})`", PAGE)) <= BY_CODE.keys()
