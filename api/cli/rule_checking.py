"""`clearway rules check`: what is wrong with a rule book, as text, JSON or SARIF."""

import gc
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.cli.failing import Exit, say
from api.cli.lint_words import chinese_faults
from api.cli.phrases import Language
from api.cli.rule_commands import ReportFormat
from api.cli.rule_folder import domain_of, rule_folder
from api.cli.rule_report import counted_by_level, json_report
from api.cli.rule_steps import fault_here, lock_command
from engine.clock import SystemClock
from engine.counted import counted
from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.faults import Faults
from engine.rulebook.folder import text_of, texts_in
from engine.rulebook.lints import Level
from engine.rulebook.lock import LOCK_FILE, check_lock
from engine.rulebook.rule import Status
from engine.rulebook.source import RuleFault, Span, placed, shown
from engine.workbench.books import Book, books_among
from engine.workbench.check import Checked, check_book

SHOWN_DIGEST = 12
_LOCK = Span(LOCK_FILE, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the faults are to be told, and whether warnings count. Chinese tells each fault once more below them."""

    format: ReportFormat = ReportFormat.TEXT
    strict: bool = False
    info: bool = False
    lang: Language = Language.EN


@dataclass(frozen=True, slots=True)
class Found:
    """A folder, the texts of its files by path (the locks as well), what was found in them, and the books beside that
    of admission by their folders."""

    folder: Path
    texts: dict[str, str]
    checked: Checked
    policies: Mapping[str, RuleBook] = field(default_factory=dict)


def check(folder: Path | None, wanted: Wanted) -> Exit:
    """Prints every fault with its line, and what the book holds. A lock beside the rules must be true of them."""
    gc.disable()  # what is read is kept to the end, which is near: looking for garbage costs a third of the time
    try:
        found = examined(folder)
    finally:
        gc.enable()
    faults = found.checked.of(*(Level if wanted.info else (Level.ERROR, Level.WARNING)))
    if wanted.format is ReportFormat.JSON:
        sys.stdout.write(json_report(found.checked, faults))
    elif wanted.format is ReportFormat.SARIF:
        from api.cli.sarif import sarif

        sys.stdout.write(sarif(faults, found.folder))
    else:
        tell(found, faults, wanted.lang)
    stops = (Level.ERROR, Level.WARNING) if wanted.strict else (Level.ERROR,)
    return Exit.SOME_BAD if found.checked.of(*stops) else Exit.DONE


def tell(found: Found, faults: Sequence[RuleFault], lang: Language = Language.EN) -> None:
    """The faults on standard error with their number below; what a usable book holds on standard output."""
    if faults:
        say(f"{shown(faults, found.texts)}\n")
    if faults and lang is Language.ZH:
        say(chinese_faults(faults))
    if found.checked.faults:
        say(counted_by_level(found.checked))
    if (book := found.checked.book) is not None:
        sys.stdout.write(_held(book))
    for folder, policy in found.policies.items():
        sys.stdout.write(f"{folder} {_held(policy)}")


def _held(book: RuleBook) -> str:
    tests = sum(len(rule.tests) for rule in book.rules)
    rules = counted(len(book.rules), "rule", "rules")
    return f"{rules}, {counted(tests, 'test', 'tests')}, digest {book.digest[:SHOWN_DIGEST]}\n"


def examined(folder: Path | None) -> Found:
    """Everything that is wrong with a folder: its files, its lock, and what the engine says to a usable book."""
    where = rule_folder(folder)
    unread = Faults()
    texts = texts_in(where, unread)
    own = domain_of(where)
    today = SystemClock().now().date()
    books: dict[str, RuleBook] = {}
    found = list(unread.found)
    for each in books_among(texts) if own is ADMISSION else (Book("", own),):
        checked = check_book(each.inside(texts), each.domain, today)
        named = _command(folder, each)
        more = [] if checked.book is None else [*_further(where, each, checked.book, texts, named)]
        found += [fault_here(fault, named) for fault in (*each.outside(checked.faults), *more)]
        if checked.book is not None and not _errors(more):
            books[each.folder] = checked.book
    book = None if _errors(found) else books.pop("", None)
    return Found(where, texts, Checked(book, placed(found)), {} if book is None else books)


def _command(folder: Path | None, place: Book) -> str:
    """The folder of a book as commands name it: below the one that was given, where one was."""
    return place.named if folder is None else (folder / place.folder).as_posix()


def _further(folder: Path, place: Book, book: RuleBook, texts: dict[str, str], named: str) -> Sequence[RuleFault]:
    """What only files and processes tell: the lock, and then the engine."""
    found = _lock_faults(folder, place, book, texts, named)
    return place.outside(found if _errors(found) else [*found, *_engine_faults(book)])


def _errors(faults: Sequence[RuleFault]) -> bool:
    return any(fault.level is Level.ERROR for fault in faults)


def _lock_faults(folder: Path, place: Book, book: RuleBook, texts: dict[str, str], named: str) -> Sequence[RuleFault]:
    lock = folder / place.folder / LOCK_FILE
    if lock.is_file():
        unread = Faults()
        text = texts[f"{place.folder}{LOCK_FILE}"] = text_of(lock, LOCK_FILE, unread)
        return unread.found or check_lock(book, text)
    if all(rule.status is Status.DRAFT for rule in book.rules):
        return ()
    hint = f"take it back as it was last committed; for a first lock, run `{lock_command(named)}`"
    return (RuleFault("R087", f"there is no {LOCK_FILE} beside the rules", _LOCK, hint),)


def _engine_faults(book: RuleBook) -> Sequence[RuleFault]:
    """Whether the engine can hold today's rules; tried in a process of its own, which it may crash."""
    from engine.programs import Programs
    from engine.runtime.trial import RulesNotHeld, trial

    today = SystemClock().now().date()
    try:
        trial(Programs(book).on(today, today))
    except RulesNotHeld as fault:
        spans = {rule.id: rule.span for rule in book.rules}
        span = spans.get(fault.rule, _LOCK)
        return (RuleFault("R084", str(fault), span, "simplify the condition, or split the rule", fault.rule),)
    return ()
