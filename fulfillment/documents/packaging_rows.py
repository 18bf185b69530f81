"""`data/packing/packaging_duties.yaml`: materials of packaging, and what destinations ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import Trust

WORLD = "*"
_YES = frozenset({"yes", "no"})


class DutyKind(StrEnum):
    """`codes`: the material's number of Decision 97/129/EC is shown; `treatment`: wood after ISPM 15."""

    REGISTRATION = "registration"
    MARK = "mark"
    CODES = "codes"
    TREATMENT = "treatment"
    FORBIDDEN = "forbidden"


class Printed(StrEnum):
    """Where a number of registration has to be read."""

    NOWHERE = "nowhere"
    TERMS = "terms"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What boxes and cushioning are made of. `code` as in Decision 97/129/EC, "" for what has none."""

    id: str
    family: str
    code: str
    recyclable: bool
    is_raw_wood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One duty of one place (country, union or `*`). Without materials and families it is about all packaging."""

    id: str
    places: frozenset[str]
    kind: DutyKind
    registrations: frozenset[str]
    printed: Printed
    families: frozenset[str]
    materials: frozenset[str]
    mark: str
    stops: bool
    since: date | None
    trust: Trust
    source: str
    what: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PackagingBook:
    """All materials by id, and all duties."""

    materials: Mapping[str, Material]
    duties: tuple[DutyRow, ...]

    def at(self, market: str, territory: str, on: date) -> tuple[DutyRow, ...]:
        """Duties of a destination on a day; a union's registration gives way to one of the country's own."""
        meant = [row for row in self.duties if row.places & {market, territory, WORLD} and (row.since or on) <= on]
        own = {row.kind for row in meant if market in row.places}
        return tuple(
            row
            for row in meant
            if row.kind is not DutyKind.REGISTRATION or market in row.places or DutyKind.REGISTRATION not in own
        )


def load_packaging_book(path: Path) -> PackagingBook:
    """Raises DataRejected, naming the place, for what cannot be used."""
    record = read_yaml(path)
    materials = {each.id: each for each in map(_material, record.records("materials"))}
    duties = tuple(map(_duty, record.records("duties")))
    sources = set()
    for item in record.records("sources"):
        for name in ("title", "publisher", "url", "dated"):
            item.text(name)
        sources.add(item.text("id"))
        item.close()
    record.close()
    for row in duties:
        if not row.materials <= materials.keys():
            raise DataRejected(f"{path.name}/{row.id}", "names an unknown material; list it under materials first")
        if row.source not in sources:
            raise DataRejected(f"{path.name}/{row.id}", f"quotes the unknown source `{row.source}`")
    return PackagingBook(materials, duties)


def _material(record: Record) -> Material:
    found = Material(
        id=record.text("id"),
        family=record.text("family"),
        code=record.optional("code") or "",
        recyclable=record.choice("recyclable", _YES) == "yes",
        is_raw_wood=record.choice("wood", frozenset({"raw", "processed", "none"}), "none") == "raw",
    )
    record.close()
    return found


def _duty(record: Record) -> DutyRow:
    source, what = record.part("source"), record.part("what")
    row = DutyRow(
        id=record.text("id"),
        places=frozenset(record.texts("places")),
        kind=DutyKind(record.choice("kind", frozenset(DutyKind))),
        registrations=frozenset(record.texts("registrations")),
        printed=Printed(record.choice("printed", frozenset(Printed), Printed.NOWHERE)),
        families=frozenset(record.texts("families")),
        materials=frozenset(record.texts("materials")),
        mark=record.optional("mark") or "",
        stops=record.choice("stop", _YES) == "yes",
        since=record.day("from"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=source.text("id"),
        what={language: what.text(language) for language in ("en", "zh")},
    )
    source.text("locator")
    for part in (source, what, record):
        part.close()
    return row
