"""The folder `data/restricted_goods` as statements that fit each other: every file read, every name looked up.

A process that decides stops at the first fault. With `faults`, reading goes on, and what cannot be read is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.errors import DataRejected
from engine.goods.categories import Categories, load_categories
from engine.goods.country import CountryFile, read_country
from engine.goods.dangerous import DangerousGoods
from engine.goods.dangerous_reading import FOLDER, load_dangerous_goods
from engine.goods.embargo import Embargoes, load_embargoes
from engine.goods.exceptions import LawException, load_exceptions
from engine.goods.faults import DataFault, Faults, FaultyData, Place
from engine.goods.hs import HsHeadings, load_headings
from engine.goods.record import Record
from engine.goods.registers import DOCUMENT_FIELDS, SOURCE_FIELDS, Entries, Registers, read_ids, read_register
from engine.goods.restriction import Restriction
from engine.goods.trade_names import TradeNames, load_trade_names
from engine.goods.words import Words, load_words

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """All files of law and goods. Exceptions come with the records they were read from."""

    registers: Registers
    words: Words
    trade_names: TradeNames
    headings: HsHeadings
    countries: tuple[CountryFile, ...]
    embargoes: Embargoes
    dangerous_goods: DangerousGoods
    exceptions: tuple[tuple[LawException, Record], ...]

    @property
    def files(self) -> dict[str, tuple[Restriction, ...]]:
        """Restrictions by country, or by the name of a union or the world."""
        found: dict[str, tuple[Restriction, ...]] = {}
        for file in self.countries:
            own = tuple(entry.restriction for entry in file.entries)
            found[file.country] = (*found.get(file.country, ()), *own)
        return found

    @property
    def members(self) -> frozenset[str]:
        """Countries that a union's law counts for."""
        return frozenset(member for file in self.countries for member in file.members)


def read_statements(folder: Path, faults: Faults | None = None) -> Statements:
    """Reads and checks every file. Without `faults`, raises DataRejected at the first, naming its place."""
    attempt = _Attempt(faults)
    cited: Entries = attempt(lambda: read_register(folder, "sources", SOURCE_FIELDS, faults), {})
    registers = Registers(
        categories=attempt(lambda: load_categories(folder / "categories.yaml", faults), Categories(())),
        documents=attempt(lambda: read_ids(folder, "documents", DOCUMENT_FIELDS, faults), frozenset()),
        sources=frozenset(cited),
        cited=cited,
    )
    countries = _countries(folder / "countries", registers, attempt)
    restrictions = {entry.restriction.id: entry.restriction for file in countries for entry in file.entries}
    return Statements(
        registers=registers,
        words=attempt(lambda: load_words(folder / "words.yaml", faults), Words({}, (), {})),
        trade_names=attempt(
            lambda: load_trade_names(folder / "trade_names.yaml", registers.categories, faults),
            TradeNames((), Categories(())),
        ),
        headings=attempt(lambda: load_headings(folder / "hs_headings.yaml", faults), HsHeadings(frozenset())),
        countries=countries,
        embargoes=attempt(lambda: load_embargoes(folder / "embargo.yaml", registers, faults), Embargoes(())),
        dangerous_goods=attempt(
            lambda: load_dangerous_goods(folder / FOLDER, registers, faults), DangerousGoods((), (), (), ())
        ),
        exceptions=attempt(lambda: load_exceptions(folder / "exceptions.csv", restrictions, faults), ()),
    )


def _countries(folder: Path, registers: Registers, attempt: "_Attempt") -> tuple[CountryFile, ...]:
    seen: set[str] = set()
    found = []
    for path in sorted(folder.glob("*.yaml")):
        read: Callable[[], CountryFile | None] = partial(read_country, path, registers, seen, attempt.faults)
        file = attempt(read, None)
        if file is not None:
            found.append(file)
    return tuple(found)


class _Attempt:
    """Reads a file, or notes why it cannot be read and goes on with a stand-in."""

    def __init__(self, faults: Faults | None) -> None:
        self.faults = faults

    def __call__(self, read: Callable[[], Read], stand_in: Read) -> Read:
        try:
            return read()
        except DataRejected as rejected:
            if self.faults is None:
                raise
            bare = DataFault(Place(rejected.where), rejected.detail)
            self.faults.add(rejected.fault if isinstance(rejected, FaultyData) else bare)
            return stand_in
