"""`clearway rules lock` and `rules schema`: the rule book by itself, without an order."""

import sys
from collections.abc import Sized
from pathlib import Path

from api.cli.failing import Exit, say
from api.cli.rule_folder import rule_folder
from engine.bundled import rules_folder
from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.faults import Faults
from engine.rulebook.folder import load_rulebook, read_sound, texts_in
from engine.rulebook.lock import LOCK_FILE, lock_text
from engine.rulebook.source import RuleBookRejected


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


def print_schema(folder: Path | None) -> Exit:
    """Prints the schema of rule files; what a book with faults defines soundly is suggested all the same."""
    from engine.rulebook.schema import schema_text

    where = rule_folder(folder)
    book = read_sound(texts_in(where, Faults()), ADMISSION).book
    sys.stdout.write(schema_text(ADMISSION, book))
    return Exit.DONE


def write_schemas(folder: Path) -> None:
    """What an editor completes the files of a working copy by, made from them; none is a part of the book."""
    from engine.rulebook.file_schemas import FILE_SCHEMAS, written
    from engine.rulebook.schema import SCHEMA_FILE, schema_text
    from engine.rulebook.table_schema import table_schema_text
    from engine.workbench.case_schema import CASE_SCHEMA_FILE, case_schema

    book = read_sound(texts_in(folder, Faults()), ADMISSION).book
    texts = {SCHEMA_FILE: schema_text(ADMISSION, book), "table.schema.json": table_schema_text(ADMISSION)}
    texts |= {name: written(make(ADMISSION)) for name, make in FILE_SCHEMAS.items()}
    texts[CASE_SCHEMA_FILE] = written(case_schema(ADMISSION))
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _book(folder: Path | None) -> RuleBook | None:
    try:
        return load_rulebook(rule_folder(folder), ADMISSION)
    except RuleBookRejected as rejected:
        say(str(rejected))
        say(f"\n{_counted(rejected.faults)}")
        return None


def _counted(faults: Sized) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
