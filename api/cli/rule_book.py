"""`clearway rules check` and `rules lock`: the rule book by itself, without an order."""

import sys
from collections.abc import Sized
from pathlib import Path

from api.cli.failing import Exit, fail, say
from engine.bundled import rules_folder
from engine.clock import SystemClock
from engine.domains import ADMISSION
from engine.errors import EngineFault
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import load_rulebook
from engine.rulebook.lock import LOCK_FILE, check_lock, lock_text
from engine.rulebook.source import RuleBookRejected
from engine.runtime.normal import TooManyBranches

SHOWN_DIGEST = 12


def check(folder: Path | None) -> Exit:
    """Prints every fault with its line, or what the book holds. A lock beside the rules must be true of them."""
    book = _book(folder)
    if book is None:
        return Exit.SOME_BAD
    lock = _lock_file(folder)
    if lock.is_file():
        text = lock.read_text(encoding="utf-8")
        if faults := check_lock(book, text):
            say(str(RuleBookRejected(faults, {**book.texts, LOCK_FILE: text})))
            say(f"\n{_counted(faults)}; once the versions are right, run `clearway rules lock`")
            return Exit.SOME_BAD
    if not _compiles(book):
        return Exit.SOME_BAD
    tests = sum(len(rule.tests) for rule in book.rules)
    sys.stdout.write(f"{len(book.rules)} rules, {tests} tests, digest {book.digest[:SHOWN_DIGEST]}\n")
    return Exit.DONE


def _compiles(book: RuleBook) -> bool:
    """Whether the engine can hold today's rules; tried in a process of its own, which it may crash."""
    from engine.programs import Programs
    from engine.runtime.trial import trial

    today = SystemClock().now().date()
    try:
        trial(Programs(book).on(today, today))
    except (EngineFault, TooManyBranches) as fault:
        say(str(fault))
        return False
    return True


def write_lock(folder: Path | None) -> Exit:
    """Writes `rules.lock` anew: new rules and versions come in, rules that are gone stay as retired ids."""
    book = _book(folder)
    if book is None:
        return Exit.SOME_BAD
    lock = _lock_file(folder)
    try:
        text = lock_text(book, lock.read_text(encoding="utf-8") if lock.is_file() else "")
    except RuleBookRejected as rejected:
        say(str(rejected))
        return Exit.SOME_BAD
    lock.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{LOCK_FILE}: {len(text.splitlines()) - 1} ids\n")
    return Exit.DONE


def _lock_file(folder: Path | None) -> Path:
    return (folder if folder is not None else rules_folder()) / LOCK_FILE


def _book(folder: Path | None) -> RuleBook | None:
    where = folder if folder is not None else rules_folder()
    if not where.is_dir():
        fail(f"{where}: there is no such folder; check the path")
    try:
        return load_rulebook(where, ADMISSION)
    except RuleBookRejected as rejected:
        say(str(rejected))
        say(f"\n{_counted(rejected.faults)}")
        return None


def _counted(faults: Sized) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
