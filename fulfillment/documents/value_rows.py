"""`data/customs/declared_values.yaml`: what a parcel is declared for, by destination and tax regime."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import Trust
from fulfillment.documents.sources import listed, quoted

ANY, WORLD = "any", "*"
CHARGES = frozenset({"freight", "insurance", "other"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """How one destination reckons. `places` are countries, customs territories or `*`; without `regimes` it is for
    parcels under none that has a row of its own. `adds` are the charges that the declared total contains."""

    id: str
    places: frozenset[str]
    regimes: frozenset[str]
    modes: frozenset[str]
    adds: frozenset[str]
    tax_out: bool
    currency: str
    round_up: bool
    since: date | None
    until: date | None
    trust: Trust
    source: str
    what: str

    def holds(self, on: date) -> bool:
        """Both days count."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sdr:
    """Special drawing rights for one euro, as text of a decimal, on the day of that quotation."""

    per_eur: Decimal
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Cn22Limit:
    """The small form serves up to this value and weight, both included."""

    sdr: int
    max_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a parcel goes: country, customs territory (EU, XI, …), tax regime or None, and how it travels."""

    country: str
    territory: str
    regime: str | None
    mode: str | None
    on: date


class ValueTable:
    """All rows, with the SDR rate by which the forms' limit is compared."""

    def __init__(self, rows: tuple[ValueRow, ...], sdr: Sdr, cn22: Cn22Limit) -> None:
        self.rows = rows
        self.sdr = sdr
        self.cn22 = cn22

    def row_for(self, place: Place) -> ValueRow:
        """The row that counts. There is always one, since one is for the whole world."""
        fits = (row for row in self.rows if _meets(row, place))
        return max(fits, key=lambda row: _rank(row, place))

    def named(self, row_id: str) -> ValueRow | None:
        """The row of an id; None for one of another edition."""
        return next((row for row in self.rows if row.id == row_id), None)


def _meets(row: ValueRow, place: Place) -> bool:
    return (
        row.holds(place.on)
        and bool(row.places & {place.country, place.territory, WORLD})
        and (not row.regimes or place.regime in row.regimes)
        and (not row.modes or place.mode in row.modes)
    )


def _rank(row: ValueRow, place: Place) -> tuple[bool, bool, bool, bool]:
    return bool(row.regimes), place.country in row.places, place.territory in row.places, bool(row.modes)


def load_value_table(path: Path) -> ValueTable:
    """Raises DataRejected, naming the place, for what cannot be used."""
    record = read_yaml(path)
    rows = tuple(map(_row, record.records("rows")))
    for item in record.records("unpaid"):
        item.choice("kind", frozenset({"replacement", "free"}))
        item.choice("value", frozenset({"original_price", "product_file"}))
        _sourced(item)
    table = ValueTable(rows, _sdr(record.part("sdr")), _cn22(record.part("cn22")))
    known = listed(record, rated=True)
    record.close()
    _check(rows, known, path.name)
    return table


def _row(record: Record) -> ValueRow:
    adds = frozenset(record.texts("add"))
    if not adds <= CHARGES:
        raise record.reject("add", "a list out of freight, insurance, other")
    row = ValueRow(
        id=record.text("id"),
        places=frozenset(record.texts("places")),
        regimes=frozenset(record.texts("regimes")),
        modes=frozenset(record.texts("modes")),
        adds=adds,
        tax_out=record.choice("tax", frozenset({"out", "in"})) == "out",
        currency=record.text("currency"),
        round_up=record.choice("round", frozenset({"minor", "up"})) == "up",
        since=record.day("from"),
        until=record.day("until"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=quoted(record),
        what=record.text("what"),
    )
    record.close()
    return row


def _sdr(record: Record) -> Sdr:
    quoted(record)
    try:
        found = Sdr(per_eur=Decimal(record.text("per_eur")), day=record.needed_day("day"))
    except InvalidOperation as error:
        raise record.reject("per_eur", "a decimal number such as 0.849816") from error
    record.close()
    return found


def _cn22(record: Record) -> Cn22Limit:
    found = Cn22Limit(sdr=int(record.number("sdr")), max_g=int(record.number("max_g")))
    record.choice("confidence", frozenset(Trust))
    quoted(record)
    record.close()
    return found


def _sourced(record: Record) -> None:
    record.choice("confidence", frozenset(Trust))
    record.text("what")
    quoted(record)
    record.close()


def _check(rows: tuple[ValueRow, ...], sources: frozenset[str], name: str) -> None:
    if not any(WORLD in row.places and not row.regimes and not row.modes for row in rows):
        raise DataRejected(name, "needs one row for `*`, without regime or mode")
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise DataRejected(f"{name}/{row.id}", "stands twice; ids are never reused")
        if row.source not in sources:
            raise DataRejected(f"{name}/{row.id}", f"quotes the unknown source `{row.source}`; add it under sources")
        seen.add(row.id)
