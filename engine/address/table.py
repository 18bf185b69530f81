"""One country's address knowledge, compiled on first use: what its addresses have, its postcodes, its states."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from engine.address.sources import iso_subdivisions, own_rows, postal_record, postal_towns
from engine.address.spelling import fold
from engine.address.subdivisions import Region, RegionIndex, core, index_regions

NOT_ALNUM = re.compile(r"[^0-9A-Z]")


class Need(StrEnum):
    """How much a country's addresses need a part."""

    REQUIRED = "required"
    EXPECTED = "expected"
    OPTIONAL = "optional"
    NONE = "none"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Postcodes:
    """How postcodes of a country look. `templates` are examples by their shape without separators, such as A99A9AA.

    `digits_only` is the length of its shortest code where all codes are digits.
    """

    need: Need
    pattern: re.Pattern[str] | None
    templates: Mapping[str, str]
    prefixes: tuple[str, ...]
    digits_only: int | None


@dataclass(frozen=True, slots=True)
class CountryTable:
    """`state_written` says whether the state stands on envelopes at all; where it does not, it is not judged.

    `zones` are the states whose postcodes are known, each with the pattern of their first digits.
    """

    country: str
    postcodes: Postcodes
    city: Need
    state: Need
    state_written: bool
    house_number: bool
    regions: Mapping[str, Region]
    zones: tuple[tuple[str, re.Pattern[str]], ...]
    index: RegionIndex


@cache
def country_table(country: str) -> CountryTable:
    """The compiled table of a known country code."""
    record = postal_record(country)
    own = _own().get(country, {})
    required = record.get("require", "AC" if record else "")
    regions = tuple(_regions(country, record))
    return CountryTable(
        country=country,
        postcodes=_postcodes(country, record, own, required),
        city=Need(own.get("city_need") or (Need.REQUIRED if "C" in required else Need.OPTIONAL)),
        state=Need(own.get("state_need") or (Need.EXPECTED if "S" in required else Need.OPTIONAL)),
        state_written="%S" in record.get("fmt", ""),
        house_number=own.get("house_number") == "yes",
        regions={region.code: region for region in reversed(regions)},
        zones=tuple((region.code, region.postcodes) for region in regions if region.postcodes is not None),
        index=index_regions(country, regions),
    )


@cache
def towns(country: str) -> Mapping[str, str]:
    """Folded town to the code of its state, where the postal data list towns and the name lies in one state only."""
    table = country_table(country)
    found: dict[str, set[str]] = {}
    for key, names in postal_towns(country).items():
        code = table.index.code_of(key)
        for name in names if code is not None else ():
            found.setdefault(fold(name), set()).add(str(code))
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


@cache
def _own() -> dict[str, Mapping[str, str]]:
    return {row["country"]: row for row in own_rows("countries")}


@cache
def _aliases() -> dict[str, dict[str, tuple[str, ...]]]:
    listed: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in own_rows("state_aliases"):
        states = listed.setdefault(row["country"], {})
        states[row["code"]] = (*states.get(row["code"], ()), *row["aliases"].split("|"))
    return listed


def _postcodes(country: str, record: Mapping[str, str], own: Mapping[str, str], required: str) -> Postcodes:
    source = own.get("postcode") or record.get("zip", "")
    default = Need.REQUIRED if "Z" in required else Need.EXPECTED if source else Need.NONE
    examples = [example for example in record.get("zipex", "").split(",") if example]
    signs = [row["sign"] for row in own_rows("vehicle_signs") if row["country"] == country]
    prefix = NOT_ALNUM.sub("", record.get("postprefix", ""))
    shapes = [_shape(NOT_ALNUM.sub("", example)) for example in examples]
    return Postcodes(
        need=Need(own.get("postcode_need") or default),
        pattern=re.compile(source) if source else None,
        templates={_shape(NOT_ALNUM.sub("", example)): example for example in sorted(examples, key=_separators)},
        prefixes=tuple(dict.fromkeys(sign for sign in (country, prefix, *signs) if sign)),
        digits_only=min(map(len, shapes)) if shapes and all(shape.isdigit() for shape in shapes) else None,
    )


def _separators(example: str) -> int:
    return len(NOT_ALNUM.findall(example))


def _shape(compact: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", compact))


def _regions(country: str, record: Mapping[str, str]) -> Iterator[Region]:
    """States that the post names come first, then the ISO subdivisions that it does not name, larger ones first."""
    iso = {row["code"][3:]: row for row in iso_subdivisions().get(country, ())}
    by_name = {core(fold(part)): code for code, row in iso.items() for part in _iso_names(row)}
    aliases = _aliases().get(country, {})
    by_name |= {core(fold(alias)): code for code, listed in aliases.items() for alias in listed}
    named: set[str] = set()
    for key, spellings, isoid, postcodes in _postal_states(record):
        matched = (by_name[core(fold(name))] for name in spellings if core(fold(name)) in by_name)
        code = isoid if isoid in iso else next(matched, isoid or key)
        named.add(code)
        official = _iso_names(iso[code]) if code in iso else ()
        spelled = (*spellings, *official, *aliases.get(code, ()))
        yield Region(code, key, spelled, re.compile(postcodes) if postcodes else None)
    for code, row in sorted(iso.items(), key=lambda item: "parent" in item[1]):
        if code not in named:
            yield Region(code, code, (*_iso_names(row), *aliases.get(code, ())))
    # Former provinces and the like: still written, no longer in any standard.
    yield from (Region(code, code, listed) for code, listed in aliases.items() if code not in iso and code not in named)


def _iso_names(row: Mapping[str, str]) -> tuple[str, ...]:
    """The name and its halves: ISO 3166-2 puts second languages in brackets or behind a slash, kinds behind a comma."""
    name = row["name"]
    halves = [part.strip() for part in re.split(r"[\[\](/]|, ", name)]
    return tuple(dict.fromkeys(part for part in (name, *halves) if len(part) > 2))


def _postal_states(record: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    keys = record.get("sub_keys", "").split("~")
    columns = [record.get(name, "").split("~") for name in ("sub_names", "sub_lnames", "sub_isoids", "sub_zips")]
    padded = [column if len(column) == len(keys) else [""] * len(keys) for column in columns]
    for key, name, latin, isoid, postcodes in zip(keys, *padded, strict=True):
        if key:
            yield key, tuple(part for part in (key, name, latin) if part), isoid, postcodes
