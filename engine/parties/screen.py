"""The facade: parties of an order against all lists that are in force, with hits in a fixed order.

Built once for a set of lists and kept; a name that was asked before is answered from memory. Pickles, so that it can be
built in one process and handed to others. Reads no file and no clock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from weakref import proxy

from rapidfuzz.distance import OSA

from engine.parties.evidence import Party, PostalAddress, same_place, weigh_evidence, words_of
from engine.parties.explaining import explain
from engine.parties.index import MOST_SLIPS, NameIndex
from engine.parties.matching import SCREENING, screened
from engine.parties.name import PartyName, Role, read_name
from engine.parties.party_list import Entry, ListedName, PartyList, Strength

STRONG = 0.93  # a score from which on a name under which somebody is listed is a strong hit
WEAK_ALIAS = 0.96  # what a weak alias of one word must reach, which says little by itself
ADDRESS_ALONE = 0.5
NAMES_REMEMBERED = 20_000
FIRST = "Example of a Name Ltd"
NEAR_MISS = 0.1  # so far below the threshold evidence may still lift a name over it


class Band(StrEnum):
    """Strong: a name under which the party is listed. Weak: an alias the publisher doubts, a slip, an address."""

    STRONG = "strong"
    WEAK = "weak"


class Field(StrEnum):
    """What agreed."""

    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entry of one list that a party may be. `score` is 0 to 1; `asked` is what the order says."""

    list_source: str
    list_title: str
    list_digest: str
    list_dated: date | None
    entry_id: str
    entry_name: str
    listed: str
    asked: str
    role: str
    field: Field
    score: float
    band: Band
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which list, which of its entries, which of its names."""

    list: int
    entry: int
    name: int


class Screen:
    """Screens parties against lists. Raises nothing; a name of nothing but signs has no hits."""

    def __init__(self, lists: Sequence[PartyList], *, threshold: float = SCREENING) -> None:
        self.lists = tuple(lists)
        self._threshold = threshold
        places: dict[str, list[_Place]] = {}
        for at, each in enumerate(self.lists):
            for number, entry in enumerate(each.entries):
                for name, listed in enumerate(entry.names):
                    places.setdefault(listed.text, []).append(_Place(at, number, name))
        self._places = tuple(tuple(found) for found in places.values())
        self._names: tuple[PartyName, ...] = tuple(read_name(text) for text in places)
        self._index = NameIndex(self._names)
        self._streets = self._street_index()
        self._remember()

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "_near"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _remember(self) -> None:
        me = proxy(self)  # a cycle would keep an old list in memory until a long collection
        self._near: Callable[[str], tuple[tuple[float, int], ...]] = lru_cache(NAMES_REMEMBERED)(
            partial(Screen._nearest, me)
        )
        self._nearest(FIRST)  # what is read at first use is not at the cost of the first order

    @property
    def names(self) -> int:
        """How many different names are screened against."""
        return len(self._names)

    @property
    def texts(self) -> tuple[str, ...]:
        """The names screened against, at the positions that `near` answers."""
        return tuple(each.text for each in self._names)

    def near(self, name: str) -> tuple[tuple[float, int], ...]:
        """Score and position of every name that is near enough for evidence to matter."""
        return self._near(name)

    def memory_bytes(self) -> int:
        """Memory of the index, roughly."""
        return self._index.bytes()

    def hits(self, parties: Sequence[Party]) -> tuple[Hit, ...]:
        """The best hit of each party on each entry: highest score first, then by list, entry and role."""
        best: dict[tuple[int, int, str], Hit] = {}
        for party in parties:
            for name in party.names:
                self._by_name(party, name, best)
            for address in party.addresses:
                self._by_address(party, address, best)
        ordered = sorted(
            best.items(), key=lambda item: (-item[1].score, item[1].list_source, item[1].entry_id, item[0])
        )
        return tuple(hit for _, hit in ordered)

    def _nearest(self, name: str) -> tuple[tuple[float, int], ...]:
        """Names near enough for evidence to matter: score and position."""
        asked = read_name(name)
        found = []
        for at in self._index.candidates(asked, self._threshold - NEAR_MISS):
            score, _ = screened(asked, self._names[at])
            if score >= self._threshold - NEAR_MISS:
                found.append((score, at))
        return tuple(found)

    def _by_name(self, party: Party, name: str, best: dict[tuple[int, int, str], Hit]) -> None:
        for score, at in self._near(name):
            for place in self._places[at]:
                entry = self.lists[place.list].entries[place.entry]
                hit = self._name_hit(party, name, score, place, entry)
                key = (place.list, place.entry, party.role)
                if hit is not None and (key not in best or hit.score > best[key].score):
                    best[key] = hit

    def _name_hit(self, party: Party, name: str, score: float, place: _Place, entry: Entry) -> Hit | None:
        asked, listed = read_name(name), entry.names[place.name]
        # A person's name that looks like a business's looks so on the list as well, or but for a slip.
        written = read_name(listed.text)
        slipped = OSA.distance(asked.letters, written.letters, score_cutoff=MOST_SLIPS) <= MOST_SLIPS
        business = asked.business and not written.business and not slipped
        evidence = weigh_evidence(party, entry, business=business)
        settled = round(max(0.0, min(1.0, score + evidence.adds)), 4)
        if settled < self._threshold or (settled < WEAK_ALIAS and _says_little(listed)):
            return None
        _, found = screened(asked, read_name(listed.text))
        lines = (*_heading(listed), *explain(asked, read_name(listed.text), found), *evidence.lines)
        strong = settled >= STRONG and listed.strength is not Strength.WEAK and not evidence.contradicts
        band = Band.STRONG if strong else Band.WEAK
        return self._hit(place, entry, party.role, name, listed.text, Field.NAME, settled, band, lines)

    def _hit(
        self,
        place: _Place,
        entry: Entry,
        role: str,
        asked: str,
        listed: str,
        field: Field,
        score: float,
        band: Band,
        lines: tuple[str, ...],
    ) -> Hit:
        found = self.lists[place.list]
        return Hit(
            list_source=found.source,
            list_title=found.title,
            list_digest=found.digest,
            list_dated=found.dated,
            entry_id=entry.id,
            entry_name=entry.name,
            listed=listed,
            asked=asked,
            role=role,
            field=field,
            score=score,
            band=band,
            explanation=lines,
        )

    def _street_index(self) -> dict[str, tuple[_Place, ...]]:
        """Entries by each word of a street that has a number: a street without one is no address."""
        found: dict[str, list[_Place]] = {}
        for at, each in enumerate(self.lists):
            for number, entry in enumerate(each.entries):
                for position, address in enumerate(entry.addresses):
                    if address.street and any(char.isdigit() for char in address.street):
                        for word in words_of(address.street):
                            found.setdefault(word, []).append(_Place(at, number, position))
        return {word: tuple(places) for word, places in found.items()}

    def _by_address(self, party: Party, address: PostalAddress, best: dict[tuple[int, int, str], Hit]) -> None:
        """An address of an entry is a weak hit of its own, where the name gave none."""
        if not address.street or not any(char.isdigit() for char in address.street):
            return
        rarest = min(
            (self._streets.get(word, ()) for word in words_of(address.street) if not word.isdigit()),
            key=len,
            default=(),
        )
        for place in rarest:
            entry = self.lists[place.list].entries[place.entry]
            key = (place.list, place.entry, party.role)
            listed = entry.addresses[place.name]
            if key in best or not same_place(address, listed):
                continue
            written = ", ".join(part for part in (listed.street, listed.city, listed.country) if part)
            asked = ", ".join(part for part in (address.street, address.city, address.country) if part)
            lines = ("the address is one of the entry's; the name is not",)
            best[key] = self._hit(
                place, entry, party.role, asked, written, Field.ADDRESS, ADDRESS_ALONE, Band.WEAK, lines
            )


def _says_little(listed: ListedName) -> bool:
    words = [word for word in read_name(listed.text).words if word.role is not Role.PARTICLE]
    return listed.strength is Strength.WEAK and len(words) < 2


def _heading(listed: ListedName) -> tuple[str, ...]:
    return ("the publisher calls this alias weak",) if listed.strength is Strength.WEAK else ()
