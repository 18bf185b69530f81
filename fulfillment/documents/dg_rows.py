"""`data/packing/dangerous_papers.yaml`: proper shipping names, and the papers and marks that ways of carriage ask."""

from dataclasses import dataclass
from pathlib import Path

from engine.goods.files import Record, read_yaml
from engine.goods.restriction import Trust
from engine.order.terms import BatteryPacking, TransportMode
from fulfillment.documents.sources import listed, quoted

EVERY = "*"
MODES = frozenset(TransportMode)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingName:
    """Name and packing instructions of one UN number; with `packing` only for batteries that travel so."""

    un: str
    packing: str
    name: str
    air: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DgRequirement:
    """What a way of carriage asks. `few`: at most so many batteries in the parcel, 0 any number."""

    id: str
    un: frozenset[str]
    packing: str
    modes: frozenset[str]
    bands: frozenset[str]
    few: int
    section: str
    marks: tuple[str, ...]
    papers: tuple[str, ...]
    trust: Trust


@dataclass(frozen=True, slots=True)
class DgBook:
    """Both tables; requirements in the order in which they are asked."""

    names: tuple[ShippingName, ...]
    requirements: tuple[DgRequirement, ...]

    def name_of(self, un: str, packing: str) -> ShippingName | None:
        """The name for batteries packed so, else the general one."""
        own = [each for each in self.names if each.un == un]
        return next((each for each in own if each.packing and each.packing == packing), None) or next(
            (each for each in own if not each.packing), None
        )

    def asked(self, un: str, packing: str, mode: str, band: str | None, batteries: int) -> DgRequirement | None:
        """The first requirement that fits; None where the way of carriage is unknown."""
        return next((each for each in self.requirements if _fits(each, un, packing, mode, band, batteries)), None)


def _fits(each: DgRequirement, un: str, packing: str, mode: str, band: str | None, batteries: int) -> bool:
    return (
        mode in each.modes
        and bool(each.un & {un, EVERY})
        and (not each.packing or each.packing == packing)
        and (not each.bands or band in each.bands)
        and (not each.few or batteries <= each.few)
    )


def load_dg_book(path: Path) -> DgBook:
    """Raises DataRejected, naming the place, for what cannot be used."""
    record = read_yaml(path)
    names = tuple(map(_name, record.records("names")))
    requirements = tuple(map(_requirement, record.records("requirements")))
    listed(record)
    record.close()
    return DgBook(names, requirements)


def _name(record: Record) -> ShippingName:
    found = ShippingName(
        un=record.text("un"),
        packing=_packing(record),
        name=record.text("name"),
        air=record.optional("air") or "",
        ground=record.optional("ground") or "",
    )
    record.optional("group")
    quoted(record)
    record.close()
    return found


def _requirement(record: Record) -> DgRequirement:
    found = DgRequirement(
        id=record.text("id"),
        un=frozenset(record.texts("un")),
        packing=_packing(record),
        modes=frozenset(record.choices("modes", MODES)),
        bands=frozenset(record.texts("bands")),
        few=int(record.number("few")) if record.states("few") else 0,
        section=record.optional("section") or "",
        marks=record.texts("marks"),
        papers=record.texts("papers"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
    )
    quoted(record)
    record.close()
    return found


def _packing(record: Record) -> str:
    return record.choice("packing", frozenset(BatteryPacking)) if record.states("packing") else ""
