"""`clearway rules check` and `clearway rules test`: the rule book by itself, without an order."""

import sys
from pathlib import Path

from api.cli.failing import Exit, fail, say
from engine.bundled import rules_folder
from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import load_rulebook
from engine.rulebook.source import RuleBookRejected

SHOWN_DIGEST = 12


def check(folder: Path | None) -> Exit:
    """Prints every fault with its line, or what the book holds."""
    book = _book(folder)
    if book is None:
        return Exit.SOME_BAD
    tests = sum(len(rule.tests) for rule in book.rules)
    sys.stdout.write(f"{len(book.rules)} rules, {tests} tests, digest {book.digest[:SHOWN_DIGEST]}\n")
    return Exit.DONE


def prove_tests(folder: Path | None) -> Exit:
    """Prints every test that does not end as it says, with its place."""
    from engine.runtime.proving import prove

    book = _book(folder)
    if book is None:
        return Exit.SOME_BAD
    failed = prove(book)
    for each in failed:
        sys.stdout.write(f"{each}\n")
    tests = sum(len(rule.tests) for rule in book.rules)
    sys.stdout.write(f"{tests} tests, {len(failed)} failed\n")
    return Exit.SOME_BAD if failed else Exit.DONE


def _book(folder: Path | None) -> RuleBook | None:
    where = folder if folder is not None else rules_folder()
    if not where.is_dir():
        fail(f"{where}: there is no such folder; check the path")
    try:
        return load_rulebook(where, ADMISSION)
    except RuleBookRejected as rejected:
        say(str(rejected))
        say(f"\n{len(rejected.faults)} faults")
        return None
