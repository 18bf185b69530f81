"""What all readers of lists share: counting and reporting bad rows, dates, countries, bounded XML."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from xml.etree.ElementTree import Element, ParseError

import pycountry
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from engine.errors import DataRejected
from engine.parties.party_list import Birth, Document, Entry, Kind, ListedAddress, ListedName, RowFault, Strength
from engine.parties.vocabulary import rows

MOST_BYTES = 400_000_000  # the advanced OFAC file has about 120 MB
MOST_DEPTH = 40
MOST_BAD_SHARE = 0.02
SOME_BAD = 5  # of a short list, so many rows may be bad before it is refused
LONGEST_NAME = 1_000
_MONTHS = {
    name: at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_TEXT_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")
_TEXT_MONTH = re.compile(r"([A-Za-z]{3})[a-z]* (\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2}|dd|DD)[/.](\d{1,2}|mm|MM)[/.](\d{4})")


class BadRow(ValueError):
    """This row cannot be read; says why."""


@dataclass(slots=True)
class Draft:
    """An entry while its rows come in. `kind` may be told late."""

    id: str
    kind: Kind = Kind.UNKNOWN
    names: dict[str, ListedName] = field(default_factory=dict)
    births: list[Birth] = field(default_factory=list)
    countries: set[str] = field(default_factory=set)
    addresses: list[ListedAddress] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)

    def name(
        self, text: str, strength: Strength = Strength.PRIMARY, family: str | None = None, given: str | None = None
    ) -> None:
        """Adds a name once; blanks are left out. A second primary name is a strong alias."""
        text = " ".join(text.split())[:LONGEST_NAME]
        primary = any(each.strength is Strength.PRIMARY for each in self.names.values())
        if strength is Strength.PRIMARY and primary:
            strength = Strength.STRONG
        if text and text not in self.names:
            self.names[text] = ListedName(text=text, strength=strength, family=family or None, given=given or None)

    def birth(self, birth: Birth | None) -> None:
        """Adds a birth once."""
        if birth is not None and birth not in self.births:
            self.births.append(birth)

    def country(self, text: str | None) -> None:
        """Adds a country when its name or code can be told."""
        code = country_code(text)
        if code is not None:
            self.countries.add(code)

    def address(
        self,
        street: str | None,
        city: str | None,
        country: str | None,
        region: str | None = None,
        postcode: str | None = None,
    ) -> None:
        """Adds an address once, and its country; an empty one is left out."""
        code = country_code(country)
        made = ListedAddress(
            street=street or None, city=city or None, region=region or None, postcode=postcode or None, country=code
        )
        if code is not None:
            self.countries.add(code)
        if (street or city or postcode) and made not in self.addresses:
            self.addresses.append(made)

    def document(self, kind: str, number: str | None, country: str | None = None) -> None:
        """Adds a document with a number."""
        if number and number.strip():
            self.documents.append(
                Document(kind=kind.strip() or "document", number=number.strip(), country=country_code(country))
            )

    def entry(self) -> Entry:
        """The finished entry. Raises BadRow without a name."""
        if not self.names:
            raise BadRow(f"entry `{self.id}` has no name")
        ordered = sorted(self.names.values(), key=lambda each: list(Strength).index(each.strength))
        return Entry(
            id=self.id,
            kind=self.kind,
            names=tuple(ordered),
            births=tuple(self.births),
            countries=frozenset(self.countries),
            addresses=tuple(self.addresses),
            documents=tuple(dict.fromkeys(self.documents)),
            programmes=tuple(dict.fromkeys(each for each in self.programmes if each)),
        )


@dataclass(slots=True)
class Collected:
    """Drafts by id in the order they came, and what was wrong with which row."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    seen: int = 0
    file: int = 0

    def draft(self, key: str) -> Draft:
        """The draft of this id, a new one if need be. Raises BadRow for a blank id."""
        if not key.strip():
            raise BadRow("the entry has no id")
        return self.drafts.setdefault(key.strip(), Draft(key.strip()))

    def bad(self, row: int, why: object) -> None:
        """Reports a row."""
        self.faults.append(RowFault(file=self.file, row=row, detail=str(why)))

    def entries(self, where: str) -> tuple[Entry, ...]:
        """All entries. Raises DataRejected when more than a small share of rows was bad, or nothing is left."""
        made: list[Entry] = []
        for draft in self.drafts.values():
            try:
                made.append(draft.entry())
            except BadRow as why:
                self.bad(0, why)
        if len(self.faults) > max(SOME_BAD, MOST_BAD_SHARE * self.seen):
            raise DataRejected(
                where, f"{len(self.faults)} of {self.seen} rows cannot be read, such as {self.faults[0]}; get it again"
            )
        if not made:
            raise DataRejected(where, "the list has no entries; get the file again")
        return tuple(made)


def elements(data: bytes, wanted: frozenset[str], where: str) -> Iterator[Element]:
    """Elements with these local names as they close, emptied after use; the root closes last if it is wanted.

    Raises DataRejected for entities, DTDs, deep nesting and malformed XML.
    """
    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > MOST_DEPTH:
                raise DataRejected(where, f"the xml is nested deeper than {MOST_DEPTH}; get the file again")
            if event == "end" and tag(element) in wanted:
                yield element
                element.clear()
    except (ParseError, DefusedXmlException) as error:
        raise DataRejected(where, f"not valid xml: {error}; get the file again") from error


def tag(element: Element) -> str:
    """The local name, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *path: str) -> Iterator[Element]:
    """Descendants along a path of local names."""
    if not path:
        yield element
        return
    for child in element:
        if tag(child) == path[0]:
            yield from children(child, *path[1:])


def text(element: Element, *path: str) -> str:
    """The first text along a path, trimmed; empty when there is none."""
    found = next(children(element, *path), None)
    return "" if found is None or found.text is None else " ".join(found.text.split())


def texts(element: Element, *path: str) -> Iterator[str]:
    """All texts along a path that are not blank."""
    for found in children(element, *path):
        if found.text and found.text.strip():
            yield " ".join(found.text.split())


def year_span(first: int, last: int) -> Birth | None:
    """Born in one of these years; None for years that cannot be."""
    if not 1800 <= first <= last <= 2100:
        return None
    return Birth(earliest=date(first, 1, 1), latest=date(last, 12, 31))


def read_day(written: str) -> date | None:
    """A day as `2001-02-03`, `03 Feb 2001`, `03/02/2001` (day first); None when it is not one."""
    try:
        if found := _ISO_DAY.search(written):
            return date(*(int(part) for part in found.groups()))
        if found := _TEXT_DAY.search(written):
            return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
        if (found := _SLASHED.search(written)) and found[1].isdigit() and found[2].isdigit():
            return date(int(found[3]), int(found[2]), int(found[1]))
    except (ValueError, KeyError):
        return None
    return None


def american_day(written: str) -> date | None:
    """A day as `02/03/2001`, month first."""
    found = _SLASHED.search(written)
    try:
        return None if found is None else date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        return None


def read_birth(written: str) -> Birth | None:
    """`DOB 03 Feb 1961`, `circa 1960`, `1958 to 1960`, `dd/mm/1971`, `Feb 1961`; circa widens by two years."""
    day = read_day(written)
    if day is not None and "circa" not in written.lower():
        return Birth(earliest=day, latest=day)
    years = [int(year) for year in _YEAR.findall(written)]
    if not years:
        return None
    if len(years) == 1 and (found := _TEXT_MONTH.search(written)) and found[1].lower() in _MONTHS:
        return _month(int(found[2]), _MONTHS[found[1].lower()])
    wide = 2 if re.search(r"circa|approx|between|about", written, re.IGNORECASE) and len(years) == 1 else 0
    return year_span(min(years) - wide, max(years) + wide)


def _month(year: int, month: int) -> Birth:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Birth(earliest=date(year, month, 1), latest=following - timedelta(days=1))


@cache
def _codes() -> Mapping[str, str]:
    codes = {_plain(row["name"]): row["code"] for row in rows("countries")}
    for country in pycountry.countries:
        codes.setdefault(_plain(country.alpha_2), country.alpha_2)
        for part in ("name", "official_name", "common_name"):
            if hasattr(country, part):
                codes.setdefault(_plain(getattr(country, part)), country.alpha_2)
    return codes


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", name.casefold()).split())


def country_code(written: str | None) -> str | None:
    """ISO 3166-1 alpha-2 of a country's name or code; None when it cannot be told."""
    return None if not written else _codes().get(_plain(written))
