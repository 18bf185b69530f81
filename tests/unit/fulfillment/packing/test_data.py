"""Every row of the packing data says where it comes from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from engine.bundled import data_folder

FOLDER = data_folder() / "packing"
FILES = sorted(FOLDER.glob("*.yaml"))
Row = dict[str, str]


def rows(file: Path) -> Iterator[Row]:
    """All rows but the sources themselves."""
    for part, found in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        if part != "sources":
            yield from found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_sources_are_listed_when_rows_name_them(file: Path) -> None:
    listed = {each["id"] for each in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]}
    named = {row["source"] for row in rows(file)}
    assert named - {"none"} == listed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_confidence_is_low_when_a_row_has_no_source(file: Path) -> None:
    assert {row["confidence"] for row in rows(file) if row["source"] == "none"} <= {"low"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_ids_are_unique_when_listed(file: Path) -> None:
    ids = [row["id"] for row in rows(file)]
    assert len(ids) == len(set(ids))
