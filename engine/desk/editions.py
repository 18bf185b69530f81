"""The rule book and data in force: stored whole, and loaded by servers from the database alone."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from threading import Event as Stop
from threading import Lock

import engine
from engine.admission import Admission
from engine.clock import Clock
from engine.desk.auditing import audited
from engine.desk.edition_errors import BegunAlready
from engine.desk.edition_files import (
    DATA,
    RULES,
    Files,
    book_of,
    digest_of_files,
    edition_digest,
    joined,
    laid_out,
    manifest_of,
    part_of,
    policies_of,
    resolved_on,
    undamaged,
)
from engine.desk.errors import NoEdition, NotFound
from engine.errors import ClearwayError
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.ids import Ids, Prefix
from engine.policy_books import PolicyBook
from engine.rulebook.book import RuleBook
from engine.store.database import Database
from engine.store.editions import (
    Activation,
    Edition,
    NewActivation,
    activate,
    add_blobs,
    add_edition,
    contents,
    edition_of,
    epochs,
    in_force,
)
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession

LOOK_S = 0.5  # how often a server asks whether another edition is in force
MOST_LOADED = 4  # beside those in force
MAIN = "main"  # whose edition counts for merchants without one of their own


@dataclass(frozen=True, slots=True)
class Loaded:
    """An edition ready to decide, with the policies that lie in it by name."""

    digest: str
    admission: Admission
    policies: Mapping[str, PolicyBook] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """An edition that can be used, with its files as the manifest names them; not stored yet."""

    edition: Edition
    files: Files
    admission: Admission

    @property
    def book(self) -> RuleBook:
        """Its rule book."""
        return self.admission.book


class Editions:
    """Stores editions, and keeps those in force loaded. Safe for several threads.

    What comes into force, and who may say so, stands in `proposals`.
    """

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._current: dict[str, tuple[int, Loaded]] = {}
        self._loaded: dict[str, Loaded] = {}
        self._owned: set[tuple[str, str]] = set()  # merchants, and editions that they have or share
        self._watched: set[str] = set()  # merchants of whom it is known whether they have an edition of their own
        self._guard = Lock()  # held for a moment, when something is kept
        self._reading = Lock()  # held by the one who reads an edition, so that nobody reads it twice

    def read(self, rules: Files, data: Files, by: str, merchant: str = MAIN) -> Read:
        """Rules and data as an edition that could be stored. Raises RuleBookRejected and DataRejected."""
        files = joined(rules, data)
        book = book_of(rules)
        policies_of(rules)
        knowledge = self._known(data)
        manifest = manifest_of(files)
        edition = Edition(
            merchant=merchant,
            digest=edition_digest(manifest),
            book=book.digest,
            manifest=manifest,
            data=knowledge.editions,
            engine=engine.__version__,
            rules=len(book.rules),
            created_at=self._clock.now(),
            created_by=by,
        )
        return Read(edition, files, Admission(book, knowledge))

    def store(self, session: WriteSession, read: Read) -> None:
        """Stores an edition, whole; it does not come into force by that."""
        add_blobs(session, read.edition.merchant, read.files.values(), read.edition.created_at)
        add_edition(session, read.edition)

    def keep(self, rules: Files, data: Files, by: str, merchant: str = MAIN) -> Read:
        """Reads an edition and stores it, without a wish to have it in force. Raises RuleBookRejected, DataRejected."""
        read = self.read(rules, data, by, merchant)
        with self._database.write() as session:
            self.store(session, read)
        return read

    def edition(self, session: ReadSession, digest: str, merchant: str = MAIN) -> Edition:
        """What is stored of an edition of a merchant, or of `main`. Raises NotFound."""
        found = edition_of(session, merchant, digest) or edition_of(session, MAIN, digest)
        if found is None:
            raise NotFound("edition", digest)
        return found

    def files(self, digest: str, merchant: str = MAIN) -> tuple[Edition, dict[str, bytes]]:
        """An edition with its files by path, as the manifest names them. Raises NotFound, EditionDamaged."""
        with self._database.read() as session:
            edition = self.edition(session, digest, merchant)
            held = contents(session, edition.merchant, edition.manifest.values())
        return edition, undamaged(digest, edition.manifest, edition.engine, held)

    def book(self, digest: str, merchant: str = MAIN) -> RuleBook:
        """The rule book of an edition, without the data. Raises NotFound."""
        return book_of(part_of(self.files(digest, merchant)[1], RULES))

    def begin(self, read: Read, by: str, note: str = "") -> Loaded:
        """Puts the very first edition in force, which nobody can compare with anything.

        Raises BegunAlready where one is in force; StoreConflict when another process begins at the same moment.
        """
        merchant, now = read.edition.merchant, self._clock.now()
        with self._database.write() as session:
            if standing(session, merchant) is not None:
                raise BegunAlready
            self.store(session, read)
            first = NewActivation(
                id=self._ids.new(Prefix.ACTIVATION),
                merchant=merchant,
                edition=read.edition.digest,
                kind="first",
                proposed_by=by,
                by=by,
                at=now,
                note=note,
                resolved=resolved_on(read.book, now.astimezone(UTC).date()),
            )
            activate(session, first, None)
            told = {"edition": read.edition.digest, "note": note}
            jobs = [audited(by, merchant, "rules.begun", read.edition.digest, told, now)]
            enqueue(session, self._ids, jobs, now)
        self.refresh(merchant)
        return self.current(merchant)

    def current(self, merchant: str) -> Loaded:
        """The edition in force for a merchant; that of `main` where it has none of its own. Raises NoEdition."""
        for each in (merchant, MAIN):
            if each not in self._watched:
                self.refresh(each)
            found = self._current.get(each)
            if found is not None:
                return found[1]
        self.refresh(MAIN)
        found = self._current.get(MAIN)
        if found is None:
            raise NoEdition
        return found[1]

    def refresh(self, merchant: str = MAIN) -> bool:
        """Loads what is in force now, if it is not yet; answers whether anything changed."""
        with self._database.read() as session:
            activation = in_force(session, merchant)
        if activation is None or not self._is_newer(merchant, activation.epoch):
            self._watched.add(merchant)
            return False
        # The old edition decides until the new one stands ready.
        loaded = self.load(activation.edition, merchant)
        with self._guard:
            # While this one was loading, somebody else may have loaded a newer one.
            is_newer = self._is_newer(merchant, activation.epoch)
            if is_newer:
                self._current[merchant] = (activation.epoch, loaded)
        self._watched.add(merchant)
        return is_newer

    def _is_newer(self, merchant: str, epoch: int) -> bool:
        known = self._current.get(merchant)
        return known is None or known[0] < epoch

    def load(self, digest: str, merchant: str = MAIN) -> Loaded:
        """An edition by its digest, from the database. Raises NotFound, EditionDamaged."""
        found = self._held(digest, merchant)
        if found is not None:  # nobody who has it waits for somebody who has to read another
            return found
        with self._reading:
            found = self._held(digest, merchant) or self._read(digest, merchant)
            with self._guard:
                self._keep(found)
        return found

    def _held(self, digest: str, merchant: str) -> Loaded | None:
        """What is loaded already. Raises NotFound where that is another merchant's alone."""
        found = self._loaded.get(digest)
        if found is not None and (merchant, digest) not in self._owned:
            with self._database.read() as session:
                self.edition(session, digest, merchant)
            self._owned.add((merchant, digest))
        return found

    def _keep(self, loaded: Loaded) -> None:
        """Keeps it, what is in force, and the last few that were read beside."""
        kept = {each.digest: each for _, each in self._current.values()}
        old = [each for each in self._loaded.values() if each.digest not in kept]
        self._loaded = {each.digest: each for each in old[1 - MOST_LOADED :]} | kept | {loaded.digest: loaded}

    def _read(self, digest: str, merchant: str) -> Loaded:
        _, files = self.files(digest, merchant)
        rules = part_of(files, RULES)
        policies = {name: PolicyBook(book) for name, book in policies_of(rules).items()}
        return Loaded(digest, Admission(book_of(rules), self._known(part_of(files, DATA))), policies)

    def _known(self, data: Files) -> Knowledge:
        """Knowledge is read from files, so they are laid out once more; editions that share it share it in memory."""
        digest = digest_of_files(data)
        known = _KNOWN.get(digest)
        if known is None:
            with laid_out(data) as folder:
                known = _keep_known(digest, load_knowledge(folder))
        return known

    def look(self) -> None:
        """Loads what has come into force for those merchants that were asked about."""
        with self._database.read() as session:
            newest = epochs(session)
        for merchant in newest.keys() & {MAIN, *self._watched}:
            if self._is_newer(merchant, newest[merchant]):
                with suppress(ClearwayError):  # one that cannot be loaded keeps nobody from theirs
                    self.refresh(merchant)

    def watch(self, stop: Stop) -> None:
        """Looks for a new edition until told to stop. What is in force stays so while another cannot be loaded."""
        while not stop.wait(LOOK_S):
            with suppress(ClearwayError):  # the database is away for a moment; readiness tells
                self.look()


# Knowledge is known by its content and never changes, so all readers of a process share the last that was read.
_KNOWN: dict[str, Knowledge] = {}


def standing(session: ReadSession, merchant: str) -> Activation | None:
    """What counts for a merchant: an edition of its own, or that of `main`; None before the first."""
    return in_force(session, merchant) or in_force(session, MAIN)


def _keep_known(digest: str, knowledge: Knowledge) -> Knowledge:
    _KNOWN.clear()
    _KNOWN[digest] = knowledge
    return knowledge
