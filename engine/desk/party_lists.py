"""Lists of denied parties in force: taken in, compared with the edition before, and held in memory to screen against.

All merchants of an installation share them. A new edition is read and indexed beside the one that screens, and takes
its place when it stands ready.
"""

import gc
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event as Stop
from threading import Lock

from engine.clock import Clock
from engine.desk.auditing import audited
from engine.desk.bulk.due import PARTY_LISTS, trigger
from engine.desk.errors import EditionDamaged, ListOlder, ListShrunk, NotFound
from engine.errors import ClearwayError
from engine.facts.parties import ListDate
from engine.ids import Ids, Prefix
from engine.parties.formats.reader import read_list
from engine.parties.party_list import Entry, PartyList, RowFault
from engine.parties.screen import Screen
from engine.store.database import Database
from engine.store.editions import add_blobs, contents, digest_of
from engine.store.outbox import enqueue
from engine.store.party_lists import ListEdition, ids_in_force, last_change, lists_in_force, put_in_force, retire
from engine.store.sessions import ReadSession

OWNER = "main"
LOOK_S = 2.0
# A publisher takes parties off a list one by one. A list that lost this share of them is more likely half a download.
MOST_LOST = 0.2
FEW = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking a list in came to. `added`, `removed` and `changed` are names as listed; `faults` are rows that could
    not be read. `edition` is None where the very same files are in force already."""

    edition: ListEdition | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The lists in force, ready to screen against, and the date of each."""

    ids: tuple[str, ...]
    screen: Screen
    dates: tuple[ListDate, ...]


class PartyLists:
    """Takes lists in, and keeps those in force ready. Safe for several threads."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._held: InForce | None = None
        self._looked = False
        self._reading = Lock()

    def take(
        self,
        by: str,
        name: str,
        files: Sequence[bytes],
        *,
        origin: str,
        dated: date | None = None,
        insist: bool = False,
    ) -> Taken:
        """Puts a list in force. `dated` counts where the content states no date; `insist` takes an older list, or one
        that lost many entries, nevertheless.

        Raises DataRejected, ListOlder, ListShrunk, and StoreConflict when somebody else did the same.
        """
        reading = read_list(files, dated=dated, where=name)
        now = self._clock.now()
        made = reading.list
        with self._database.write() as session:
            before = next((each for each in lists_in_force(session, OWNER) if each.name == name), None)
            if before is not None and before.digest == made.digest:
                return Taken(edition=None, faults=reading.faults)
            known = () if before is None else _read(session, before).entries
            if not insist:
                _sensible(name, before, made)
            add_blobs(session, OWNER, files, now)
            edition = ListEdition(
                id=self._ids.new(Prefix.PARTY_LIST),
                merchant=OWNER,
                name=name,
                source=made.source,
                title=made.title,
                dated=made.dated,
                digest=made.digest,
                files=tuple(digest_of(content) for content in files),
                entries=len(made.entries),
                faults=len(reading.faults),
                origin=origin,
                loaded_at=now,
                loaded_by=by,
            )
            put_in_force(session, edition)
            taken = _compared(edition, known, made.entries, reading.faults)
            told = {
                "digest": made.digest,
                "dated": None if made.dated is None else made.dated.isoformat(),
                "entries": len(made.entries),
                "added": len(taken.added),
                "removed": len(taken.removed),
                "changed": len(taken.changed),
            }
            enqueue(session, self._ids, [audited(by, OWNER, "party_list.taken", name, told, now)], now)
            trigger(session, self._ids, OWNER, PARTY_LISTS, edition.id, now)
        return taken

    def drop(self, by: str, name: str) -> None:
        """Takes a list out of force. Raises NotFound."""
        now = self._clock.now()
        with self._database.write() as session:
            if not retire(session, OWNER, name, now):
                raise NotFound("party list", name)
            enqueue(session, self._ids, [audited(by, OWNER, "party_list.dropped", name, {}, now)], now)
            trigger(session, self._ids, OWNER, PARTY_LISTS, f"{name}:{now.isoformat()}", now)

    def editions(self) -> Sequence[ListEdition]:
        """The lists in force, by name."""
        with self._database.read() as session:
            return lists_in_force(session, OWNER)

    def changed_at(self, session: ReadSession) -> datetime | None:
        """When the lists last changed; None when there never were any."""
        return last_change(session, OWNER)

    def current(self) -> InForce | None:
        """What orders are screened against; None when no list is in force."""
        if not self._looked:
            self.look()
        return self._held

    def look(self) -> None:
        """Loads what has come into force. What screens goes on screening until the new lists are indexed."""
        with self._reading:
            with self._database.read() as session:
                ids = ids_in_force(session, OWNER)
                if self._held is not None and self._held.ids == ids:
                    return
                editions = lists_in_force(session, OWNER) if ids else ()
                lists = {each.name: _read(session, each) for each in editions}
            self._held = _ready(ids, lists) if lists else None
            self._looked = True
            if lists:
                gc.freeze()  # millions of objects that stay: to look for garbage among them stops decisions

    def watch(self, stop: Stop) -> None:
        """Looks for new lists until told to stop."""
        while not stop.wait(LOOK_S):
            with suppress(ClearwayError):  # the database is away for a moment; readiness tells
                self.look()


def _ready(ids: tuple[str, ...], lists: Mapping[str, PartyList]) -> InForce:
    dates = tuple(ListDate(name=name, digest=each.digest, dated=each.dated) for name, each in lists.items())
    return InForce(ids=ids, screen=Screen(tuple(lists.values())), dates=dates)


def _read(session: ReadSession, edition: ListEdition) -> PartyList:
    files = contents(session, edition.merchant, edition.files)
    if files.keys() != set(edition.files):
        raise EditionDamaged(edition.digest, [edition.name])
    return read_list([files[digest] for digest in edition.files], dated=edition.dated, where=edition.name).list


def _sensible(name: str, before: ListEdition | None, made: PartyList) -> None:
    if before is None:
        return
    if made.dated is not None and before.dated is not None and made.dated < before.dated:
        raise ListOlder(name, made.dated, before.dated)
    lost = before.entries - len(made.entries)
    if lost > max(FEW, before.entries * MOST_LOST):
        raise ListShrunk(name, before.entries, len(made.entries))


def _compared(
    edition: ListEdition, before: Sequence[Entry], after: Sequence[Entry], faults: tuple[RowFault, ...]
) -> Taken:
    old, new = {each.id: each for each in before}, {each.id: each for each in after}
    return Taken(
        edition=edition,
        added=tuple(sorted(new[id_].name for id_ in new.keys() - old.keys())),
        removed=tuple(sorted(old[id_].name for id_ in old.keys() - new.keys())),
        changed=tuple(sorted(new[id_].name for id_ in new.keys() & old.keys() if new[id_] != old[id_])),
        faults=faults,
    )
