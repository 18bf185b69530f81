"""Which countries use a time zone."""

import csv
from collections.abc import Mapping
from pathlib import Path

from engine.errors import DataRejected


def load_zones(path: Path) -> Mapping[str, frozenset[str]]:
    """Countries by zone name. Raises DataRejected when the columns are not `zone,countries`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, []) != ["zone", "countries"]:
            raise DataRejected(path.name, "the first line must be `zone,countries`")
        return {zone: frozenset(countries.split()) for zone, countries in rows}
