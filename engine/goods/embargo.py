"""Embargoes over countries and regions, dated. Only a comprehensive one stops every parcel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from engine.goods.faults import Faults
from engine.goods.files import read_yaml
from engine.goods.record import Record
from engine.goods.registers import Registers
from engine.goods.restriction import Source, Trust

REGION_OF = "-"


class Measure(StrEnum):
    """`comprehensive` bars nearly all goods; `sectoral` some of them; `carriage` is one carrier's stop."""

    COMPREHENSIVE = "comprehensive"
    SECTORAL = "sectoral"
    CARRIAGE = "carriage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """One measure of one authority or carrier. `place` is a country, or a region such as UA-43.

    `partial` says that only a part of the region is meant, which an address alone cannot tell.
    """

    id: str
    place: str
    measure: Measure
    actor: str
    what: str
    partial: bool
    states: frozenset[str]
    postcodes: tuple[str, ...]
    since: date | None
    until: date | None
    trust: Trust
    source: Source

    @property
    def country(self) -> str:
        """The country of the place."""
        return self.place.partition(REGION_OF)[0]

    def in_force(self, on: date) -> bool:
        """Both ends count."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def covers(self, state: str | None, postcode: str | None) -> bool:
        """The address lies in the place; a country holds all its addresses."""
        if REGION_OF not in self.place:
            return True
        named = state is not None and state.strip().casefold() in self.states
        return named or (postcode is not None and bool(self.postcodes) and postcode.startswith(self.postcodes))


class Embargoes:
    """All known measures."""

    def __init__(self, embargoes: Iterable[Embargo]) -> None:
        self.all = tuple(sorted(embargoes, key=lambda item: (item.partial, item.id)))
        self._comprehensive: dict[str, list[Embargo]] = {}
        for embargo in self.all:
            if embargo.measure is Measure.COMPREHENSIVE and embargo.trust is not Trust.LOW:
                self._comprehensive.setdefault(embargo.country, []).append(embargo)

    def over(self, country: str, state: str | None, postcode: str | None, on: date) -> Embargo | None:
        """The comprehensive embargo over an address on a day; one of a whole place before one of a part."""
        for embargo in self._comprehensive.get(country, ()):
            if embargo.in_force(on) and embargo.covers(state, postcode):
                return embargo
        return None


def load_embargoes(path: Path, registers: Registers, faults: Faults | None = None) -> Embargoes:
    """The measures of `embargo.yaml`. Raises DataRejected."""
    record = read_yaml(path, faults)
    seen: set[str] = set()

    def one(item: Record) -> Embargo:
        embargo = _embargo(item)
        if embargo.id in seen:
            item.refuse("id", "stands twice; ids are never reused")
        seen.add(embargo.id)
        if embargo.measure is Measure.CARRIAGE and embargo.trust is Trust.HIGH:
            item.refuse("confidence", "a carrier's notice is never of high confidence")
        if embargo.since is not None and embargo.until is not None and embargo.until < embargo.since:
            item.refuse("until", "ends before it begins; exchange `since` and `until`")
        registers.check_sources(item, "source", (embargo.source,))
        return embargo

    embargoes = Embargoes(record.each("embargoes", one))
    record.close()
    return embargoes


def _embargo(record: Record) -> Embargo:
    source = record.part("source")
    place = record.text("place")
    embargo = Embargo(
        id=record.text("id"),
        place=place,
        measure=Measure(record.choice("measure", frozenset(Measure))),
        actor=record.text("actor"),
        what=record.text("what"),
        partial=record.choice("partial", frozenset({"yes", "no"}), "no") == "yes",
        states=frozenset(name.casefold() for name in (place, place.partition(REGION_OF)[2], *record.texts("states"))),
        postcodes=record.digits("postcodes"),
        since=record.day("since"),
        until=record.day("until"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=Source(source.text("id"), source.text("locator")),
    )
    source.close()
    record.close()
    return embargo
