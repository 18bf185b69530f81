"""`data/returns/law.yaml`: for how long a consumer may withdraw, by the country of delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml

FILE = "returns/law.yaml"
EXCEPTIONS = frozenset({"custom_made", "hygiene_seal", "perishable", "software_seal"})
# Left out only once they were unsealed after delivery (Directive 2011/83/EU, Article 16(e) and (i)).
SEALED = frozenset({"hygiene_seal", "software_seal"})
# A day begins first fourteen hours before it does in UTC, and has ended everywhere twelve hours after it did there.
FIRST_ZONE, LAST_ZONE = timedelta(hours=14), timedelta(hours=12)
_TRUST = frozenset({"official", "secondary"})
_FROM = frozenset({"told", "received"})
_OUTWARD = frozenset({"standard", "kept"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page that a row was read from."""

    id: str
    title: str
    publisher: str
    url: str
    dated: str
    trust: str

    @property
    def said(self) -> str:
        """For whoever reads a deadline: who published what, and when."""
        return f"{self.publisher}, {self.title}, {self.dated}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """What one law gives. `days` 0: there is no such right. `refund_from` is `told` or `received`, empty where unknown;
    `proof_counts`: proof that the goods were sent does as their arrival does; `gives_outward`: the
    cost of the first delivery goes back with everything; `buyer_pays_back`: the page says that the way back may be
    charged to the customer."""

    id: str
    countries: frozenset[str]
    days: int
    excepts: frozenset[str]
    refund_days: int | None
    refund_from: str
    proof_counts: bool
    gives_outward: bool
    buyer_pays_back: bool
    sources: tuple[str, ...]

    def days_left(self, delivered_at: datetime, now: datetime) -> int:
        """Days in which somebody may still withdraw; 0 on the last one, negative when it is over. The day of delivery
        is not counted."""
        return (last_day(delivered_at, self.days) - (now - LAST_ZONE).date()).days

    def refund_due(
        self, told_at: datetime, received_at: datetime | None, sent_at: datetime | None = None
    ) -> datetime | None:
        """By when the money must have gone back; None where that is unknown, or while it may still be withheld.

        Money that is due from the day of being told may be withheld until the goods are back, or until there is proof
        that they were sent (`sent_at`), whichever is earlier (Directive 2011/83/EU, Article 13(1) and (3)).
        """
        ends = [each for each in (received_at, sent_at if self.proof_counts else None) if each is not None]
        if not ends or self.refund_days is None:
            return None
        span = timedelta(days=self.refund_days)
        return min(ends) + span if self.refund_from == "received" else max(told_at + span, min(ends))


@dataclass(frozen=True, slots=True)
class LawTable:
    """All rows by country, and their sources by id."""

    rows: Mapping[str, LawRow]
    sources: Mapping[str, Source]

    def row_for(self, country: str | None) -> LawRow | None:
        """The row of a country; None where nothing was read of its law."""
        return self.rows.get(country or "")


@cache
def return_law() -> LawTable:
    """The table that comes with Clearway. Raises DataRejected."""
    return load_return_law(data_folder())


def load_return_law(data: Path) -> LawTable:
    """The table of a data folder. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    sources = {each.id: each for each in file.each("sources", _source)}
    rows = file.each("rows", _row)
    file.close()
    return LawTable(_by_country(file, rows, sources), MappingProxyType(sources))


def last_day(delivered_at: datetime, days: int) -> date:
    """The last day of a period of so many days, by the latest date that the day of delivery had anywhere."""
    return (delivered_at + FIRST_ZONE).date() + timedelta(days=days)


def _by_country(file: Record, rows: Sequence[LawRow], sources: Mapping[str, Source]) -> Mapping[str, LawRow]:
    found: dict[str, LawRow] = {}
    for row in rows:
        for each in sorted(row.countries):
            if each in found:
                raise file.reject("rows", f"name `{each}` twice; a country has one row")
            found[each] = row
        if unknown := [each for each in row.sources if each not in sources]:
            raise file.reject("rows", f"name the source `{unknown[0]}`, which is not listed")
    return MappingProxyType(found)


def _source(record: Record) -> Source:
    return Source(
        id=record.text("id"),
        title=record.text("title"),
        publisher=record.text("publisher"),
        url=record.text("url"),
        dated=record.text("dated"),
        trust=record.choice("trust", _TRUST),
    )


def _row(record: Record) -> LawRow:
    excepts = frozenset(record.texts("excepts"))
    if not excepts <= EXCEPTIONS:
        raise record.reject("excepts", f"a list out of {', '.join(sorted(EXCEPTIONS))}")
    return LawRow(
        id=record.text("id"),
        countries=frozenset(record.texts("countries")),
        days=int(record.number("days")),
        excepts=excepts,
        refund_days=int(record.number("refund_days")) if record.states("refund_days") else None,
        refund_from=record.choice("refund_from", _FROM) if record.states("refund_from") else "",
        proof_counts=record.optional("proof") == "counts",
        gives_outward=record.choice("outward", _OUTWARD, "standard") == "standard",
        buyer_pays_back=record.optional("back") == "buyer",
        sources=record.texts("sources"),
    )
