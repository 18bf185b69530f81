"""Charges, papers and limits of parcels with their days: `law.yaml`. Hints of what lands on top of the price."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import PARTIES, Source, Trust

KINDS = frozenset({"duty", "levy", "fee", "tax", "rate", "identifier", "paper", "limit", "plan"})
CHARGES = frozenset({"duty", "levy", "fee", "tax"})
PER = frozenset({"consignment", "item", "kg"})
PLAN = "plan"
Money = tuple[int, str]  # minor units and currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """One statement. `wide` and `narrow` are two readings of its scope, where sources disagree."""

    id: str
    place: str
    kind: str
    what: str
    per: str | None
    amount: Money | None
    up_to: Money | None
    parties: frozenset[str]
    modes: frozenset[str]
    since: date
    until: date | None
    trust: Trust
    source: Source
    wide: Source | None = None
    narrow: Source | None = None

    @property
    def disputed(self) -> bool:
        """Whether its sources read the scope differently."""
        return self.wide is not None and self.narrow is not None

    def holds(self, on: date, party: str, mode: str | None) -> bool:
        """In force that day, for such a sale and such a parcel; an unknown mode could be any."""
        return (
            self.since <= on
            and (self.until is None or on <= self.until)
            and (not self.parties or party in self.parties)
            and (not self.modes or mode is None or mode in self.modes)
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that it rests on."""
        return tuple(one for one in (self.source, self.wide, self.narrow) if one is not None)


class ImportCharges:
    """All statements, in the order of the file."""

    def __init__(self, statutes: tuple[Statute, ...]) -> None:
        self.statutes = statutes
        self._of: dict[str, list[Statute]] = {}
        for one in statutes:
            self._of.setdefault(one.place, []).append(one)

    def in_force(self, places: tuple[str, ...], on: date, party: str, mode: str | None) -> Iterator[Statute]:
        """What binds such a parcel that day; plans do not bind yet."""
        for place in dict.fromkeys(places):
            for one in self._of.get(place, ()):
                if one.kind != PLAN and one.holds(on, party, mode):
                    yield one


def load_law(path: Path) -> ImportCharges:
    """The statements of `law.yaml`. Raises DataRejected, naming the place, for what cannot be used."""
    record = read_yaml(path)
    statutes = tuple(map(_statute, record.records("law")))
    record.close()
    if len({one.id for one in statutes}) < len(statutes):
        raise DataRejected(path.name, "an id stands twice; ids are never reused")
    return ImportCharges(statutes)


def _statute(record: Record) -> Statute:
    since = record.day("from")
    if since is None:
        raise record.reject("from", "the first day that it counts")
    statute = Statute(
        id=record.text("id"),
        place=record.text("place"),
        kind=record.choice("kind", KINDS),
        what=record.text("what"),
        per=record.choice("per", PER, "consignment") if "per" in record.names() else None,
        amount=_money(record.part("amount")),
        up_to=_money(record.part("up_to")),
        parties=frozenset(record.texts("parties")),
        modes=frozenset(record.texts("modes")),
        since=since,
        until=record.day("until"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=_source(record.part("source")),
        wide=_source(record.part("wide")) if "wide" in record.names() else None,
        narrow=_source(record.part("narrow")) if "narrow" in record.names() else None,
    )
    record.close()
    if not statute.parties <= PARTIES:
        raise record.reject("parties", "one of " + ", ".join(sorted(PARTIES)))
    if statute.amount is not None and statute.per is None:
        raise record.reject("per", "consignment, item or kg, since there is an amount")
    return statute


def _money(part: Record) -> Money | None:
    if not part.names():
        return None
    money = int(part.number("minor")), part.text("currency")
    part.close()
    return money


def _source(part: Record) -> Source:
    source = Source(part.text("id"), part.text("locator"))
    part.close()
    return source
