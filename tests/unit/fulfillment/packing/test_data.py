"""Every row of the packing data says where it comes from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.bundled import data_folder

FOLDER = data_folder() / "packing"
FILES = sorted(FOLDER.glob("*.yaml"))
UNREAD = frozenset({"none", "unsourced"})  # how the files call that nothing was read
Row = dict[str, Any]


def rows(file: Path) -> Iterator[Row]:
    """All rows but the sources themselves, and but what the head of a file gives a source for."""
    for part, found in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        if part != "sources":
            yield from (row for row in found if "source" in row)


def source_of(row: Row) -> str:
    """The id of a row's source, with or without a place in it."""
    return str(row["source"]["id"] if isinstance(row["source"], dict) else row["source"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_sources_are_listed_when_rows_name_them(file: Path) -> None:
    listed = {each["id"] for each in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]}
    named = {source_of(row) for row in rows(file)}
    assert named - UNREAD == listed - UNREAD


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_confidence_is_low_when_a_row_has_no_source(file: Path) -> None:
    assert {row["confidence"] for row in rows(file) if source_of(row) in UNREAD} <= {"low"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_ids_are_unique_when_listed(file: Path) -> None:
    ids = [row["id"] for row in rows(file) if "id" in row]
    assert len(ids) == len(set(ids))
