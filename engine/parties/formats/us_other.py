"""Other lists of the United States: the Denied Persons List (tab-separated) and the Consolidated Screening List.

DPL: a header, then one row for every order and address; the same name and country are one entry. An order that expired
stays in the file, so it stays here too. Source: Bureau of Industry and Security, dpl.txt of 2022-09.
CSL: CSV and JSON of eleven lists. Source: International Trade Administration, trade.gov, Consolidated Screening List,
CSV of 2019 and the fields of the search API (`results` with `addresses`, `alt_names`, `ids` …).
"""

import json
from collections.abc import Iterable, Mapping
from typing import TypeGuard

from engine.errors import DataRejected
from engine.parties.formats.reading import BadRow, Collected, Draft, read_birth
from engine.parties.formats.tables import decoded, named, reported
from engine.parties.party_list import Kind, Strength

DPL_HEADER, CSL_HEADER = "FR_Citation", "source_list_url"
_KINDS = {"individual": Kind.PERSON, "entity": Kind.COMPANY, "vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT}


def collect_dpl(data: bytes, collected: Collected, where: str) -> None:
    """Adds all denied persons."""
    for number, row in named(data, "\t", DPL_HEADER, collected, where):
        with reported(collected, number):
            name = row.get("Name", "")
            if not name:
                raise BadRow("the row has no name")
            draft = collected.draft(f"{name}|{row.get('Country', '')}")
            draft.name(name)
            draft.address(row["Street_Address"], row["City"], row["Country"], row["State"], row["Postal_Code"])
            draft.programmes.append("DPL")


def collect_csl_csv(data: bytes, collected: Collected, where: str) -> None:
    """Adds all rows; several values of one cell stand between semicolons."""
    for number, row in named(data, ",", CSL_HEADER, collected, where):
        with reported(collected, number):
            _csl(collected, number, {key: _cut(key, value) for key, value in row.items()})


def _cut(key: str, value: str) -> object:
    if key in ("alt_names", "programs", "dates_of_birth", "nationalities", "citizenships", "addresses"):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value


def collect_csl_json(data: bytes, collected: Collected, where: str) -> None:
    """Adds all results of `{"results": […]}`, or of a bare list."""
    try:
        read = json.loads(decoded(data))
    except (ValueError, RecursionError) as error:
        raise DataRejected(where, f"not valid json: {error}; get the file again") from error
    results = read.get("results") if isinstance(read, dict) else read
    if not isinstance(results, list):
        raise DataRejected(where, "there is no list `results`; get the file again")
    for number, row in enumerate(results, start=1):
        collected.seen += 1
        with reported(collected, number):
            if not _is_object(row):
                raise BadRow("the result is no object")
            _csl(collected, number, row)


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _csl(collected: Collected, number: int, row: Mapping[str, object]) -> None:
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise BadRow("the row has no name")
    source = " ".join(_texts(row.get("source")))
    abbreviation = source.partition("(")[2].partition(")")[0] or source
    key = row.get("entity_number") or row.get("id") or number
    draft = collected.draft(f"{abbreviation}-{key}")
    draft.kind = _KINDS.get(" ".join(_texts(row.get("type"))).lower(), Kind.UNKNOWN)
    draft.name(name)
    for alias in _texts(row.get("alt_names")):
        draft.name(alias, Strength.STRONG)
    for written in _texts(row.get("dates_of_birth")):
        draft.birth(read_birth(written))
    for part in ("nationalities", "citizenships", "vessel_flag"):
        for written in _texts(row.get(part)):
            draft.country(written)
    _csl_places(draft, row)
    draft.programmes.extend((abbreviation, *_texts(row.get("programs"))))


def _csl_places(draft: Draft, row: Mapping[str, object]) -> None:
    for part, take in (("addresses", _csl_address), ("ids", _csl_paper)):
        listed = row.get(part)
        for each in listed if isinstance(listed, list) else ():
            if _is_object(each):
                take(draft, {key: value for key, value in each.items() if isinstance(value, str)})
            elif isinstance(each, str) and part == "addresses":
                *lines, last = [piece.strip() for piece in each.split(",")]
                draft.address(", ".join(lines), None, last)


def _csl_address(draft: Draft, each: Mapping[str, str]) -> None:
    place = (each.get("address"), each.get("city"), each.get("country"))
    draft.address(*place, each.get("state"), each.get("postal_code"))


def _csl_paper(draft: Draft, each: Mapping[str, str]) -> None:
    draft.document(each.get("type", ""), each.get("number"), each.get("country"))
