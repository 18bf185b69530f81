"""One restriction of one country, as its file states it. It carries law and its source, never an effect."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.goods.limits import Limit, read_limits
from engine.goods.record import Record
from engine.goods.vocabulary import Vocabulary, read_vocabulary


class Kind(StrEnum):
    PROHIBITED = "prohibited"
    LICENCE_REQUIRED = "licence_required"
    CERTIFICATE_REQUIRED = "certificate_required"
    RESTRICTED = "restricted"
    CONDITIONAL = "conditional"


class Reach(StrEnum):
    """`law` binds every parcel; the others bind only what travels that way."""

    LAW = "law"
    POST = "post"
    COURIER = "courier"
    AIR = "air"
    SEA = "sea"
    TRANSIT = "transit"


class Movement(StrEnum):
    """What the goods do when it bites. `market` is every way onto the country's market, from inside it too."""

    IMPORT = "import"
    EXPORT = "export"
    DOMESTIC = "domestic"
    INTRA_UNION = "intra_union"
    MARKET = "market"


class Trust(StrEnum):
    """How sure the source makes us. What is low never blocks."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Clock(StrEnum):
    """Which of the order's two times its validity is tested against."""

    DECIDED_AT = "decided_at"
    PLACED_AT = "placed_at"


PARTIES = frozenset({"any", "b2c", "c2c_gift", "b2b"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from: an entry of `sources.yaml`, and the place in it."""

    id: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """`limits` are free amounts: up to and including the number, the restriction does not bite.

    With a `match` of its own it applies to what the match finds; otherwise to all goods of its category.
    `carriers` are those whose own terms it states; without any it binds all that travel that way.
    """

    id: str
    kind: Kind
    movements: frozenset[Movement]
    reaches: frozenset[Reach]
    carriers: frozenset[str]
    category: str
    item: str
    match: Vocabulary | None
    limits: tuple[Limit, ...]
    documents: frozenset[str]
    origins: frozenset[str]
    parties: str
    trust: Trust
    valid_from: date | None
    valid_to: date | None
    by: Clock
    sources: tuple[Source, ...]
    reviewed_on: date

    def in_force(self, decided_on: date, placed_on: date) -> bool:
        """Both ends of its validity are days on which it holds."""
        day = decided_on if self.by is Clock.DECIDED_AT else placed_on
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def binds(self, party: str) -> bool:
        """It concerns this kind of sale. What binds private buyers (`b2c`) binds those who are sent a gift."""
        return self.parties in {"any", party} or (self.parties == "b2c" and party == "c2c_gift")


def read_restriction(record: Record, reviewed_on: date | None) -> Restriction:
    """One entry of a country file; `reviewed_on` is the file's day unless the entry states its own."""
    reviewed = record.day("reviewed_on") or reviewed_on
    if reviewed is None:
        raise record.reject("reviewed_on", "given, here or at the top of the file")
    restriction = Restriction(
        id=record.text("id"),
        kind=Kind(record.choice("kind", frozenset(Kind))),
        movements=_movements(record),
        reaches=_reaches(record),
        carriers=_carriers(record),
        category=record.text("category"),
        item=record.text("item"),
        match=_match(record.part("match")),
        limits=read_limits(record),
        documents=frozenset(record.texts("documents")),
        origins=frozenset(record.texts("origin")),
        parties=record.choice("parties", PARTIES, "any"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        valid_from=record.day("valid_from"),
        valid_to=record.day("valid_to"),
        by=Clock(record.choice("by", frozenset(Clock), Clock.DECIDED_AT)),
        sources=_sources(record.records("sources")),
        reviewed_on=reviewed,
    )
    record.optional("note")
    record.close()
    if not restriction.sources:
        record.refuse("sources", "has no source; name at least one entry of sources.yaml")
    return restriction


def _movements(record: Record) -> frozenset[Movement]:
    words = record.choices("movement", frozenset(Movement), (Movement.IMPORT,))
    return frozenset(Movement(word) for word in words)


def _reaches(record: Record) -> frozenset[Reach]:
    return frozenset(Reach(word) for word in record.choices("scope", frozenset(Reach)))


def _carriers(record: Record) -> frozenset[str]:
    names = record.texts("carriers")
    if names and Reach.LAW in _reaches(record):
        record.refuse(
            "carriers", "states a carrier's terms, so its scope must leave out `law`, which binds every parcel"
        )
    return frozenset(names)


def _match(record: Record) -> Vocabulary | None:
    vocabulary = read_vocabulary(record)
    record.close()
    return vocabulary if vocabulary.hs_prefixes or vocabulary.phrases or vocabulary.keywords else None


def _sources(records: Iterable[Record]) -> tuple[Source, ...]:
    found = []
    for record in records:
        found.append(Source(record.text("id"), record.text("locator")))
        record.close()
    return tuple(found)
