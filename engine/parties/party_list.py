"""A list of denied parties, whatever format it was published in: entries with names, births, places and papers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an entry or a party is."""

    PERSON = "person"
    COMPANY = "company"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """What the publisher thinks of a name. A weak alias alone says little: nicknames, single given names."""

    PRIMARY = "primary"
    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One name as published. `family` and `given` only where the publisher keeps them apart."""

    text: str
    strength: Strength = Strength.PRIMARY
    family: str | None = None
    given: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """Born on a day between the two, both included: one day, one year, or a span such as circa 1960."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        """Known to the day."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAddress:
    """As published; `country` is ISO 3166-1 alpha-2 where it could be told."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A passport, a tax number, an IMO number: its kind in the publisher's words."""

    kind: str
    number: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed party. `id` is the publisher's; `countries` are alpha-2, of nationality, flag or residence."""

    id: str
    kind: Kind
    names: tuple[ListedName, ...]
    births: tuple[Birth, ...] = ()
    countries: frozenset[str] = frozenset()
    addresses: tuple[ListedAddress, ...] = ()
    documents: tuple[Document, ...] = ()
    programmes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name it is listed under."""
        return next((each.text for each in self.names if each.strength is Strength.PRIMARY), self.names[0].text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyList:
    """`dated` is the day the publisher states, else the day that the caller passed in, else unknown.

    `digest` is the SHA-256 of the files in the order they were given, in hexadecimal.
    """

    source: str
    title: str
    dated: date | None
    digest: str
    entries: tuple[Entry, ...]

    def age_days(self, today: date) -> int | None:
        """Whole days since the list was published; None when nobody said when that was."""
        return None if self.dated is None else (today - self.dated).days


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """A row or element that could not be read: 1-based row of which file (0-based), and why."""

    file: int
    row: int
    detail: str

    def __str__(self) -> str:
        return f"file {self.file + 1}, row {self.row}: {self.detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What a file gave: the list, and every row that was left out of it."""

    list: PartyList
    faults: tuple[RowFault, ...] = ()
