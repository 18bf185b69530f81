"""`data/packing/packaging_duties.yaml`: what destinations ask of the packaging of a parcel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import Trust
from fulfillment.documents.sources import listed, quoted
from fulfillment.packing.materials import Material, load_materials

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
    """Reads the file, and the materials beside it. Raises DataRejected, naming the place, for what cannot be used."""
    materials = load_materials(path.parents[1])
    record = read_yaml(path)
    duties = tuple(map(_duty, record.records("duties")))
    sources = listed(record)
    record.close()
    for row in duties:
        if not row.materials <= materials.keys():
            raise DataRejected(f"{path.name}/{row.id}", "names an unknown material; list it in materials.yaml first")
        if row.source not in sources:
            raise DataRejected(f"{path.name}/{row.id}", f"quotes the unknown source `{row.source}`")
    return PackagingBook(materials, duties)


def _duty(record: Record) -> DutyRow:
    what = record.part("what")
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
        source=quoted(record),
        what={language: what.text(language) for language in ("en", "zh")},
    )
    what.close()
    record.close()
    return row
