"""One file of a draft at a time: read, written, taken out; and all that is wrong with the draft, with positions.

What comes in is bounded here, before anything reads it. What a file may hold beside (depth, aliases, patterns) is the
reader's to refuse, as a fault with its place.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date

from engine.desk.checked_books import check_book_once
from engine.desk.desk import Caller, Desk
from engine.desk.drafts import Pulled, Pushing, pull_draft, pull_edition, push
from engine.desk.edition_errors import DraftMoved, DraftThere, FileRefused
from engine.desk.edition_files import KINDS, Files, book_of, digest_of_files, laid_out, manifest_of, stays_inside
from engine.desk.edition_reading import IN_FORCE
from engine.desk.errors import NotFound
from engine.desk.gating import locks_faults
from engine.desk.read_once import Once
from engine.desk.rule_telling import tell
from engine.rulebook.faults import Faults
from engine.rulebook.folder import texts_in
from engine.rulebook.lock import LOCK_FILE
from engine.rulebook.source import placed
from engine.store.drafts import Draft, draft_of, drop_draft
from engine.store.editions import digest_of
from engine.workbench.books import Book, check_books
from engine.workbench.check import Checked
from engine.workbench.difference import difference
from engine.workbench.differing import Difference

LARGEST_FILE = 1 << 20  # bytes, which is also what the reader of YAML takes in characters
LARGEST_BOOK = 16 << 20
MOST_FILES = 1000
NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file of a draft as it stands at a revision."""

    path: str
    content: bytes
    revision: int

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest_of(self.content)


def begin_draft(desk: Desk, caller: Caller, name: str, word: str = IN_FORCE) -> Draft:
    """A new draft with the files of an edition. Raises FileRefused for a name, DraftThere, NotFound, NoEdition."""
    if NAME.fullmatch(name) is None:
        raise FileRefused(name, "is no name of a draft; use small letters, digits, dots, dashes and underscores")
    pulled = pull_edition(desk, caller, word)
    with desk.database.read() as session:
        if draft_of(session, caller.merchant, name) is not None:
            raise DraftThere
    pushing = Pushing(name=name, files=pulled.files, seen=0, base=manifest_of(pulled.files), edition=pulled.edition)
    try:
        return push(desk, caller, pushing)
    except DraftMoved as moved:
        raise DraftThere from moved


def draft_named(desk: Desk, caller: Caller, name: str) -> Draft:
    """A draft as it stands. Raises NotFound."""
    with desk.database.read() as session:
        found = draft_of(session, caller.merchant, name)
    if found is None:
        raise NotFound("draft", name)
    return found


def read_file(desk: Desk, caller: Caller, name: str, path: str) -> DraftFile:
    """A file of a draft. Raises NotFound."""
    pulled = pull_draft(desk, caller, name)
    if path not in pulled.files:
        raise NotFound("file", path)
    return DraftFile(path=path, content=pulled.files[path], revision=pulled.revision)


def try_file(desk: Desk, caller: Caller, name: str, path: str, content: bytes) -> Checked:
    """All that would be wrong with a draft if this file stood in it; nothing is kept. Raises NotFound, FileRefused."""
    return check_files(_with_file(pull_draft(desk, caller, name), path, content), desk)


def write_file(desk: Desk, caller: Caller, name: str, path: str, content: bytes, seen: int) -> Draft:
    """Puts a file in the place of what was there at revision `seen`, and keeps that as the next revision.

    Raises NotFound, FileRefused, DraftMoved.
    """
    pulled = pull_draft(desk, caller, name)
    return pushed(desk, caller, pulled, _with_file(pulled, path, content), seen)


def _with_file(pulled: Pulled, path: str, content: bytes) -> Files:
    """The files with one more or one written anew. Raises FileRefused."""
    _check_path(path)
    if len(content) > LARGEST_FILE:
        raise FileRefused(path, f"has {len(content)} bytes; {LARGEST_FILE} are the most")
    files = {**pulled.files, path: content}
    if len(files) > MOST_FILES or sum(map(len, files.values())) > LARGEST_BOOK:
        raise FileRefused(path, f"is too much: a rule book has at most {MOST_FILES} files and {LARGEST_BOOK} bytes")
    return files


def take_out_file(desk: Desk, caller: Caller, name: str, path: str, seen: int) -> Draft:
    """Takes a file out, and keeps that as the next revision. Raises NotFound, DraftMoved."""
    pulled = pull_draft(desk, caller, name)
    if path not in pulled.files:
        raise NotFound("file", path)
    return pushed(desk, caller, pulled, {each: text for each, text in pulled.files.items() if each != path}, seen)


def discard_draft(desk: Desk, caller: Caller, name: str, seen: int) -> None:
    """Takes a draft away. Raises NotFound, DraftMoved."""
    now = desk.clock.now()
    with desk.database.write() as session:
        found = draft_of(session, caller.merchant, name)
        if found is None:
            raise NotFound("draft", name)
        if not drop_draft(session, caller.merchant, name, seen):
            raise DraftMoved(name, found.pushed_by, found.pushed_at, ())
        tell(desk, session, caller, "rules.draft_discarded", f"draft:{name}", {"draft": name, "revision": seen}, now)


def check_draft(desk: Desk, caller: Caller, name: str) -> Checked:
    """All that is wrong with a draft, of every level, with positions. Raises NotFound."""
    return check_files(pull_draft(desk, caller, name).files, desk)


def check_files(files: Files, desk: Desk) -> Checked:
    """The same of these files: what the reader, the checks, the analysis and the lock find.

    Whoever edits changes one book, and comes back to what was checked as it was saved: neither is analysed again.
    """
    today = desk.clock.now().astimezone(UTC).date()
    return _CHECKED.of((digest_of_files(files), today), lambda: _check_files(files, today))


def _check_files(files: Files, today: date) -> Checked:
    faults = Faults()
    with laid_out(files) as folder:
        texts = texts_in(folder, faults)
    checked = check_books(texts, today, check_book_once)
    of_locks = (
        locks_faults(Book(folder, book.domain), book, files, {}) for folder, book in checked.books.items()
    )  # fmt: skip
    found = (*faults.found, *checked.faults, *(fault for each in of_locks for fault in each))
    return Checked(checked.as_one().book if not faults.errors else None, placed(found))


# What a check says depends on the files, and on the day: suppressions and lists end on one.
_CHECKED: Once[tuple[str, date], Checked] = Once(6)


def difference_to_live(desk: Desk, caller: Caller, name: str) -> Difference:
    """What publishing a draft would change. Raises NotFound, NoEdition, RuleBookRejected."""
    pulled, live = pull_draft(desk, caller, name), pull_edition(desk, caller, IN_FORCE)
    old, new = manifest_of(live.files), manifest_of(pulled.files)
    paths = (f"rules/{path}" for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    return difference(book_of(live.files), book_of(pulled.files), paths)


def pushed(desk: Desk, caller: Caller, pulled: Pulled, files: Files, seen: int) -> Draft:
    """A push of somebody who saw revision `seen`; `pulled` is what stands now, so that nothing else is lost."""
    if pulled.draft is None:
        raise NotFound("draft", "")
    pushing = Pushing(name=pulled.draft, files=files, seen=seen, base=manifest_of(pulled.files), edition=pulled.edition)
    return push(desk, caller, pushing)


def _check_path(path: str) -> None:
    suffix = f".{path.rpartition('.')[2]}"
    if PATH.fullmatch(path) is None or not stays_inside(path):
        raise FileRefused(path[:200], "is no path of a rule book; write it like fraud/cards.yaml")
    if suffix not in KINDS and path.rpartition("/")[2] != LOCK_FILE:
        raise FileRefused(path, f"is of no kind that a rule book has: {', '.join(sorted(KINDS))}")
