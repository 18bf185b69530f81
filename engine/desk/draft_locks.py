"""The locks of a draft written anew, for whoever edits it over HTTP: elsewhere the command line does that.

A lock says which version of each rule decides what, by digests that nobody writes by hand.
"""

from engine.desk.desk import Caller, Desk
from engine.desk.draft_files import pushed
from engine.desk.drafts import pull_draft
from engine.desk.edition_files import Files, laid_out
from engine.rulebook.faults import Faults
from engine.rulebook.folder import own_files, read_rulebook, texts_in
from engine.rulebook.lock import LOCK_FILE, lock_text
from engine.rulebook.source import RuleBookRejected
from engine.store.drafts import Draft
from engine.workbench.books import Book, books_among


def write_locks(desk: Desk, caller: Caller, name: str, seen: int) -> Draft:
    """Writes the lock of each book of a draft anew, and keeps that as the next revision after `seen`.

    Raises NotFound, DraftMoved, and RuleBookRejected where a book cannot be read, or a rule changed without a new
    version or came back.
    """
    pulled = pull_draft(desk, caller, name)
    return pushed(desk, caller, pulled, locked(pulled.files), seen)


def locked(files: Files) -> Files:
    """The files with locks that are true of them. Raises RuleBookRejected."""
    unread = Faults()
    with laid_out(files) as folder:
        texts = texts_in(folder, unread)
    if unread.errors:
        raise RuleBookRejected(unread.found, texts)
    return {**files, **dict(_lock_of(book, texts, files) for book in books_among(texts))}


def _lock_of(book: Book, texts: dict[str, str], files: Files) -> tuple[str, bytes]:
    path = f"{book.folder}{LOCK_FILE}"
    before = files.get(path, b"").decode(errors="replace")
    try:
        read = read_rulebook(own_files(book.inside(texts), book.domain), book.domain)
        return path, lock_text(read, before).encode()
    except RuleBookRejected as rejected:
        raise RuleBookRejected(book.outside(rejected.faults), texts) from None
