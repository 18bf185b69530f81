"""The rule book and data in force. Publishing stores them whole; servers load from the database alone."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Stop
from threading import Lock

import orjson

import engine
from engine.admission import Admission
from engine.clock import Clock
from engine.desk.errors import NoEdition, NotFound
from engine.domains import ADMISSION
from engine.errors import ClearwayError
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.ids import Ids, Prefix
from engine.rulebook.folder import read_folder, read_rulebook
from engine.store.database import Database
from engine.store.editions import (
    Edition,
    activate,
    add_blobs,
    add_edition,
    contents,
    digest_of,
    edition_of,
    epochs,
    in_force,
)

RULES, DATA = "rules/", "data/"
NOT_LAW = ("demo/", "notices/")  # data that no decision reads
LOOK_S = 0.5  # how often a server asks whether another edition is in force
MOST_LOADED = 4  # beside those in force
MAIN = "main"  # whose edition counts for merchants without one of their own


@dataclass(frozen=True, slots=True)
class Loaded:
    """An edition ready to decide."""

    digest: str
    admission: Admission


class Editions:
    """Publishes editions, and keeps those in force loaded. Safe for several threads."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._current: dict[str, tuple[int, Loaded]] = {}
        self._loaded: dict[str, Loaded] = {}
        self._watched: set[str] = set()  # merchants of whom it is known whether they have an edition of their own
        self._guard = Lock()  # held for a moment, when something is kept
        self._reading = Lock()  # held by the one who reads an edition, so that nobody reads it twice

    def publish(self, rules: Path, data: Path, by: str, *, merchant: str = MAIN, note: str = "") -> Loaded:
        """Checks and stores rules and data, and puts them in force.

        Raises RuleBookRejected or DataRejected, and changes nothing, when they cannot be used.
        """
        texts = read_folder(rules)
        files = {f"{RULES}{path}": text.encode() for path, text in texts.items()}
        files |= {f"{DATA}{path}": content for path, content in _data_files(data).items()}
        book = read_rulebook(texts, ADMISSION)
        of_data = {path.removeprefix(DATA): content for path, content in files.items() if path.startswith(DATA)}
        _keep_known(_digest_of_data(of_data), load_knowledge(data))
        manifest = {path: digest_of(content) for path, content in sorted(files.items())}
        now = self._clock.now()
        edition = Edition(
            merchant=merchant,
            digest=digest_of(orjson.dumps([manifest, engine.__version__])),
            book=book.digest,
            manifest=manifest,
            engine=engine.__version__,
            rules=len(book.rules),
            created_at=now,
            created_by=by,
        )
        with self._database.write() as session:
            add_blobs(session, merchant, files.values(), now)
            add_edition(session, edition)
            id_ = self._ids.new(Prefix.ACTIVATION)
            activate(session, id_=id_, merchant=merchant, edition=edition.digest, at=now, by=by, note=note)
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
        """An edition by its digest, from the database. Raises NotFound."""
        found = self._loaded.get(digest)
        if found is not None:  # nobody who has it waits for somebody who has to read another
            return found
        with self._reading:
            found = self._loaded.get(digest) or self._read(digest, merchant)
            with self._guard:
                self._keep(found)
        return found

    def _keep(self, loaded: Loaded) -> None:
        """Keeps it, what is in force, and the last few that were read beside."""
        kept = {each.digest: each for _, each in self._current.values()}
        old = [each for each in self._loaded.values() if each.digest not in kept]
        self._loaded = {each.digest: each for each in old[1 - MOST_LOADED :]} | kept | {loaded.digest: loaded}

    def _read(self, digest: str, merchant: str) -> Loaded:
        with self._database.read() as session:
            edition = edition_of(session, merchant, digest) or edition_of(session, MAIN, digest)
            if edition is None:
                raise NotFound("edition", digest)
            files = contents(session, edition.merchant, edition.manifest.values())
        by_path = {path: files[content] for path, content in edition.manifest.items()}
        texts = {path.removeprefix(RULES): file.decode() for path, file in by_path.items() if path.startswith(RULES)}
        data = {path.removeprefix(DATA): file for path, file in by_path.items() if path.startswith(DATA)}
        return Loaded(digest, Admission(read_rulebook(texts, ADMISSION), self._known(data)))

    def _known(self, data: Mapping[str, bytes]) -> Knowledge:
        """Knowledge is read from files, so they are laid out once more; editions that share it share it in memory."""
        digest = _digest_of_data(data)
        known = _KNOWN.get(digest)
        if known is None:
            with TemporaryDirectory(prefix="clearway-") as folder:
                for path, content in data.items():
                    file = Path(folder) / path
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
                known = _keep_known(digest, load_knowledge(Path(folder)))
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


def _keep_known(digest: str, knowledge: Knowledge) -> Knowledge:
    _KNOWN.clear()
    _KNOWN[digest] = knowledge
    return knowledge


def _digest_of_data(data: Mapping[str, bytes]) -> str:
    return digest_of(orjson.dumps({path: digest_of(content) for path, content in sorted(data.items())}))


def _data_files(folder: Path) -> dict[str, bytes]:
    found = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if not path.startswith(NOT_LAW)}
