"""`clearway rules watch`: the rule book is checked again whenever somebody saves a file of it."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from api.cli.failing import Exit
from api.cli.rule_checking import examined, tell
from api.cli.rule_folder import rule_folder
from engine.counted import counted
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import SUFFIXES
from engine.rulebook.lints import Level
from engine.rulebook.lock import LOCK_FILE
from engine.rulebook.normal import Json, normal_rule

# Several files saved together are one change.
TOGETHER_MS = 200
LOOKS_UP_MS = 500


def watch(folder: Path) -> Exit:
    """Checks now and after each change, until it is interrupted."""
    from watchfiles import watch as changes

    rule_folder(folder)
    saved = (
        [Path(path) for _, path in change]
        for change in changes(folder, debounce=TOGETHER_MS, rust_timeout=LOOKS_UP_MS, yield_on_timeout=True)
    )
    with suppress(KeyboardInterrupt):
        next(saved, None)  # from here on nothing is missed, not even what is saved during the first round
        follow(folder, saved)
    return Exit.DONE


def follow(folder: Path, saved: Iterable[Iterable[Path]]) -> None:
    """Checks the folder, then once for each group of saved files in which one belongs to the rule book.

    Tests are run of the rules that changed since the last time that the book could be read.
    """
    known = _once(folder, {})
    for paths in saved:
        names = sorted({path.name for path in paths if path.suffix in SUFFIXES or path.name == LOCK_FILE})
        if names:
            sys.stdout.write(f"\n{', '.join(names)}\n")
            known = _once(folder, known)


def _once(folder: Path, known: dict[str, Json]) -> dict[str, Json]:
    """One round; the rules as they are now, or as they were when they cannot be read."""
    found = examined(folder)
    tell(found, found.checked.of(Level.ERROR, Level.WARNING))
    book = found.checked.book
    if book is not None:
        now: dict[str, Json] = {rule.id: normal_rule(rule) for rule in book.rules}
        changed = tuple(rule for rule in book.rules if known.get(rule.id) != now[rule.id])
        _prove(replace(book, rules=changed), of_all=len(changed) == len(book.rules))
        known = now
    sys.stdout.flush()
    return known


def _prove(book: RuleBook, *, of_all: bool) -> None:
    from engine.runtime.proving import prove

    if not book.rules:
        return
    failed = prove(book)
    tests = sum(len(rule.tests) for rule in book.rules)
    which = "all rules" if of_all else ", ".join(rule.id for rule in book.rules)
    sys.stdout.write(
        "".join(f"{each}\n" for each in failed) + f"{which}: {counted(tests, 'test', 'tests')}, {len(failed)} failed\n"
    )
