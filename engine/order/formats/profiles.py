"""Column profiles: which header of a sheet is which field of the order. Data that a merchant may edit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from engine.errors import DataRejected

_HERE = Path(__file__)
# In a wheel the data lies inside the package, in a checkout beside it.
_FOLDERS = (_HERE.parents[2] / "_bundled" / "data", _HERE.parents[3] / "data")
_FIELDS = frozenset({"name", "extends", "timezone", "decimal", "dates", "columns", "words"})
NEEDED = ("/id", "/lines/-/quantity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`columns`: field -> headers, by preference. `words`: field -> what a cell may say -> our word.

    `zone` is that of moments without one; `decimal` is the mark that decides an amount that reads both ways.
    """

    name: str
    zone: ZoneInfo
    decimal: str
    dates: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]

    def fields_of(self, headers: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The headers of a sheet that fill each field, the preferred first."""
        given: dict[str, str] = {}
        for header in headers:
            given.setdefault(plain(header), header)
        found = {
            field: tuple(given[plain(header)] for header in known if plain(header) in given)
            for field, known in self.columns.items()
        }
        return {field: headers for field, headers in found.items() if headers}


def plain(header: str) -> str:
    """A header without case, spaces and punctuation, as headers are compared."""
    return re.sub(r"[\W_]+", "", header.casefold())


def profile_of(name: str, document: Mapping[str, object]) -> Profile:
    """A profile of somebody's own, which may extend a bundled one. Raises DataRejected."""
    if not document.keys() <= _FIELDS:
        raise DataRejected(name, f"a profile is a mapping of {', '.join(sorted(_FIELDS))}")
    bundled = {path.stem: _document(path) for path in sorted(_bundled_folder().glob("*.yaml"))}
    if "extends" in document and document["extends"] not in bundled:
        raise DataRejected(name, f"it can extend {' or '.join(bundled)}")
    base = bundled.get(str(document.get("extends", "")), {})
    inherited: dict[str, object] = {key: base[key] for key in ("timezone", "decimal", "dates") if key in base}
    whole: dict[str, object] = {"words": {}, **inherited, **document, "name": name}
    own = _profile(name, {**bundled, name: whole}, Path(name))
    # Fields that it says nothing of are read all the same, and found empty.
    every = dict.fromkeys((field for each in bundled_profiles() for field in each.columns), ())
    return replace(own, columns={**every, **own.columns})


@cache
def bundled_profiles() -> tuple[Profile, ...]:
    """The profiles that come with Clearway."""
    return load_profiles(_bundled_folder())


def _bundled_folder() -> Path:
    folder = next((each for each in _FOLDERS if (each / "column_profiles").is_dir()), _FOLDERS[-1])
    return folder / "column_profiles"


def load_profiles(folder: Path) -> tuple[Profile, ...]:
    """Every profile in a folder. Raises DataRejected."""
    documents = {path.stem: _document(path) for path in sorted(folder.glob("*.yaml"))}
    return tuple(_profile(name, documents, folder / f"{name}.yaml") for name in documents)


def profile_for(headers: Iterable[str], profiles: Iterable[Profile]) -> Profile | None:
    """The profile that knows most of the headers, the smaller one when two know as many."""
    given = tuple(headers)
    fitting = [profile for profile in profiles if all(each in profile.fields_of(given) for each in NEEDED)]
    return max(fitting, key=lambda each: (len(each.fields_of(given)), -len(_all_headers(each))), default=None)


def _all_headers(profile: Profile) -> list[str]:
    return [header for headers in profile.columns.values() for header in headers]


def _document(path: Path) -> dict[str, object]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise DataRejected(path.name, "the profile is not readable YAML; check it in an editor") from fault
    if not isinstance(document, dict) or not document.keys() <= _FIELDS:
        raise DataRejected(path.name, f"a profile is a mapping of {', '.join(sorted(_FIELDS))}")
    return document


def _profile(name: str, documents: Mapping[str, dict[str, object]], path: Path) -> Profile:
    own = documents[name]
    base = documents.get(str(own["extends"]), {}) if "extends" in own else {}
    try:
        return Profile(
            name=str(own["name"]),
            zone=ZoneInfo(str(own["timezone"])),
            decimal=str(own["decimal"]),
            dates=_texts(own["dates"]),
            columns=_columns(own, base),
            words=_words(own, base),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        detail = "a profile needs name, timezone (such as Europe/Berlin), decimal, dates, columns and words"
        raise DataRejected(path.name, detail) from fault


def _columns(own: Mapping[str, object], base: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    mine, inherited = _mapping(own["columns"]), _mapping(base.get("columns", {}))
    return {
        field: _texts(mine.get(field, [])) + _texts(inherited.get(field, []))
        for field in dict.fromkeys([*mine, *inherited])
    }


def _words(own: Mapping[str, object], base: Mapping[str, object]) -> dict[str, dict[str, str]]:
    mine, inherited = _mapping(own.get("words", {})), _mapping(base.get("words", {}))
    return {
        field: {
            str(said).casefold(): str(meant)
            for said, meant in (_mapping(inherited.get(field, {})) | _mapping(mine.get(field, {}))).items()
        }
        for field in dict.fromkeys([*mine, *inherited])
    }


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(str(each) for each in value)
