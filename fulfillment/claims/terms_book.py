"""Reads `data/claims/terms.yaml`: carriers' terms as dated rows, and the conventions that stand over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.goods.files import Record, read_yaml
from engine.order.currency import exponents
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.terms import (
    ASSUMPTION,
    After,
    Basis,
    Carried,
    CountsFrom,
    Limit,
    Source,
    Take,
    Terms,
    Unit,
    Window,
)

FILE = "claims/terms.yaml"
XDR = "XDR"
YEAR = 365
INTERNATIONAL, DOMESTIC, ANY = "international", "domestic", "any"
LANES = frozenset({INTERNATIONAL, DOMESTIC, ANY})
KINDS = frozenset(Mishap)
CONFIDENCES = frozenset({"high", "medium", "low"})
LANGUAGES = frozenset({"en", "zh"})
Sources = Mapping[str, Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Terms with what they are for. `family` is the name of a convention, `under` the one that stands over a row."""

    terms: Terms
    since: date
    until: date | None
    carriers: frozenset[str] = frozenset()
    lane: str = ANY
    mode: str = ""
    country: str = ""
    under: str = ""
    family: str = ""

    def is_in_force(self, on: date) -> bool:
        """Both days count."""
        return self.since <= on and (self.until is None or on <= self.until)

    def fits(self, parcel: Carried) -> bool:
        """Whether it is about such a parcel."""
        return (
            self.is_in_force(parcel.on)
            and (not self.carriers or parcel.carrier in self.carriers)
            and (self.lane == ANY or (self.lane == DOMESTIC) == parcel.is_domestic)
            and self.mode in ("", parcel.mode)
            and self.country in ("", parcel.origin)
        )


@dataclass(frozen=True, slots=True)
class TermsBook:
    """All rows, in the order in which they are tried."""

    rows: tuple[Row, ...]
    conventions: tuple[Row, ...]

    def terms_for(self, parcel: Carried) -> Terms:
        """The terms that count; there is always a row, since the last one is for everything."""
        row = next(each for each in self.rows if each.fits(parcel))
        over = (each for each in self.conventions if each.family == row.under and each.is_in_force(parcel.on))
        convention = next(over, None) if row.under else None
        return row.terms if convention is None else _filled(row.terms, convention.terms)

    def named(self, id_: str, on: date) -> Terms | None:
        """The terms of a row by its id, as they stood on a day; None for one that is not listed any more."""
        row = next((each for each in self.rows if each.terms.id == id_), None)
        if row is None:
            return None
        over = (each for each in self.conventions if each.family == row.under and each.is_in_force(on))
        convention = next(over, None) if row.under else None
        return row.terms if convention is None else _filled(row.terms, convention.terms)


def _filled(own: Terms, over: Terms) -> Terms:
    """What the contract leaves open is the convention's; a carrier may be liable for more than that, never for less."""
    return Terms(
        id=own.id,
        zone=own.zone,
        language=own.language,
        basis=own.basis,
        windows={**over.windows, **own.windows},
        limits=(*own.limits, *over.limits),
        freight_back=own.freight_back,
        answers=own.answers or over.answers,
        appeal=own.appeal or over.appeal,
        sue=own.sue or over.sue,
    )


@cache
def load_terms(data: Path) -> TermsBook:
    """Reads and checks all of it. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    sources = {each.id: each for each in file.each("sources", _source)}
    conventions = file.each("conventions", lambda record: _row(record, sources))
    rows = file.each("rows", lambda record: _row(record, sources))
    file.close()
    return TermsBook(rows, conventions)


def _source(record: Record) -> Source:
    record.optional("url")
    found = Source(
        id=record.text("id"),
        publisher=record.text("publisher"),
        title=record.text("title"),
        dated=record.needed_day("dated"),
        read=record.needed_day("read"),
        is_sure=record.choice("confidence", CONFIDENCES) != "low",
    )
    record.close()
    return found


def _row(record: Record, sources: Sources) -> Row:
    found = Row(
        terms=_terms(record, sources),
        since=record.needed_day("from"),
        until=record.day("until"),
        carriers=frozenset(record.texts("carriers")),
        lane=record.choice("lane", LANES, ANY),
        mode=record.optional("mode") or "",
        country=record.optional("country") or "",
        under=record.optional("under") or "",
        family=record.optional("family") or "",
    )
    record.close()
    return found


def _terms(record: Record, sources: Sources) -> Terms:
    zone = record.text("zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        record.wrong("zone", "a time zone such as Asia/Shanghai")
    back = record.part("freight_back")
    pays = frozenset(back.choices("kinds", KINDS)) if back.names() else frozenset()
    if back.names():
        _named(back, sources)
        back.close()
    return Terms(
        id=record.text("id"),
        zone=zone,
        language=record.choice("language", LANGUAGES, "en"),
        basis=Basis(record.choice("basis", frozenset(Basis), Basis.PRICE)),
        windows=_windows(record.part("file"), zone, sources),
        limits=_limits(record.part("liable"), sources),
        freight_back=pays,
        answers=_after(record.part("answers"), sources),
        appeal=_after(record.part("appeal"), sources),
        sue=_after(record.part("sue"), sources),
    )


def _windows(part: Record, zone: str, sources: Sources) -> Mapping[str, Window]:
    found = {}
    for kind in part.names():
        if kind not in KINDS:
            part.wrong(kind, f"named as one of {', '.join(sorted(KINDS))}")
        record = part.part(kind)
        unit = next((each for each in Unit if record.states(each)), Unit.DAYS)
        found[kind] = Window(
            many=_whole(record, unit),
            unit=unit,
            counts_from=CountsFrom(record.choice("from", frozenset(CountsFrom))),
            source=_named(record, sources),
            zone=zone,
            country=record.optional("country") or "",
            not_before=_whole(record, "not_before") if record.states("not_before") else 0,
        )
        record.close()
    return found


def _limits(record: Record, sources: Sources) -> Sequence[Limit]:
    if not record.names():
        return ()
    currency = _currency(record, "currency", None)
    found = Limit(
        per_kg=_amount(record, "per_kg"),
        kg_currency=currency,
        per_parcel=_amount(record, "per_parcel"),
        parcel_currency=_currency(record, "parcel_currency", currency),
        take=Take(record.choice("take", frozenset(Take))),
        source=_named(record, sources),
    )
    record.close()
    return (found,)


def _after(record: Record, sources: Sources) -> After | None:
    if not record.names():
        return None
    years = _whole(record, "years") if record.states("years") else 0
    days = _whole(record, "days") if record.states("days") else 0
    found = After(days=years * YEAR + days, source=_named(record, sources))
    record.close()
    return found


def _named(record: Record, sources: Sources) -> Source:
    name = record.choice("source", frozenset(sources), ASSUMPTION)
    return sources[name]


def _whole(record: Record, key: str) -> int:
    value = record.text(key)
    if not value.isdigit():
        record.wrong(key, "a whole number")
        return 0
    return int(value)


def _amount(record: Record, key: str) -> Decimal | None:
    value = record.optional(key)
    if value is None:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        record.wrong(key, "an amount such as 4.5")
        return None


def _currency(record: Record, key: str, default: str | None) -> str:
    return record.choice(key, frozenset({XDR, *exponents()}), default)
