"""One file of restrictions: of a country, of a union (`_EU`), or of everybody (`_WORLD`).

A country may have several: `CN.yaml` and `CN.export.yaml` are both of China.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.goods.faults import Faults
from engine.goods.files import read_yaml
from engine.goods.record import Record
from engine.goods.registers import Registers
from engine.goods.restriction import Restriction, read_restriction


@dataclass(frozen=True, slots=True)
class Entry:
    """A restriction and where it stands."""

    record: Record
    restriction: Restriction


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryFile:
    """The entries of one file, in its order. `members` are those of a union."""

    name: str
    country: str
    reviewed_on: date | None
    members: frozenset[str]
    entries: tuple[Entry, ...]


def read_country(path: Path, registers: Registers, seen: set[str], faults: Faults | None = None) -> CountryFile:
    """One file. `seen` holds the ids of all files before it, since ids are never used twice. Raises DataRejected."""
    name = f"{path.parent.name}/{path.name}"
    record = read_yaml(path, faults, name=name)
    country = record.text("destination")
    named = path.name.split(".", 1)[0]
    if country != named:
        record.refuse("destination", f"destination must be `{named}`, as the file is named")
    reviewed_on = record.day("reviewed_on")

    def entry(item: Record) -> Entry:
        restriction = read_restriction(item, reviewed_on)
        if restriction.id in seen:
            item.refuse("id", "stands twice; ids are never reused")
        seen.add(restriction.id)
        registers.check(item, restriction)
        return Entry(item, restriction)

    file = CountryFile(
        name=name,
        country=named,
        reviewed_on=reviewed_on,
        members=frozenset(record.texts("members")),
        entries=record.each("restrictions", entry),
    )
    record.close()
    return file
