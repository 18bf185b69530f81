"""`clearway rules lock` and `rules schema`: the rule book by itself, without an order."""

import sys
from pathlib import Path

from api.cli.failing import Exit, say
from api.cli.rule_folder import domain_of, rule_folder
from engine.bundled import rules_folder
from engine.counted import counted
from engine.domains import ADMISSION, POLICIES
from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
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
    sys.stdout.write(f"{LOCK_FILE}: {counted(len(text.splitlines()) - 1, 'id', 'ids')}\n")
    return Exit.DONE


def _lock_file(folder: Path | None) -> Path:
    return (folder if folder is not None else rules_folder()) / LOCK_FILE


def print_schema(folder: Path | None) -> Exit:
    """Prints the schema of rule files; what a book with faults defines soundly is suggested all the same."""
    from engine.rulebook.schema import schema_text

    where = rule_folder(folder)
    domain = domain_of(where)
    sys.stdout.write(schema_text(domain, read_sound(texts_in(where, Faults()), domain).book))
    return Exit.DONE


def write_schemas(folder: Path) -> None:
    """What an editor completes the files of a working copy by, made from them; none is a part of the book."""
    from engine.rulebook.file_schemas import written
    from engine.workbench.case_schema import CASE_SCHEMA_FILE, case_schema

    _write_schemas(folder, ADMISSION)
    (folder / CASE_SCHEMA_FILE).write_text(written(case_schema(ADMISSION)), encoding="utf-8")
    for each in (folder / name for name in POLICIES if (folder / name).is_dir()):
        write_policy_schemas(each)


def write_policy_schemas(folder: Path) -> None:
    """The same for the book of one policy, of which there are no whole cases."""
    _write_schemas(folder, POLICIES[folder.name])


def _write_schemas(folder: Path, domain: Domain) -> None:
    from engine.rulebook.file_schemas import FILE_SCHEMAS, written
    from engine.rulebook.schema import SCHEMA_FILE, schema_text
    from engine.rulebook.table_schema import table_schema_text

    book = read_sound(texts_in(folder, Faults()), domain).book
    texts = {SCHEMA_FILE: schema_text(domain, book), "table.schema.json": table_schema_text(domain)}
    texts |= {name: written(make(domain)) for name, make in FILE_SCHEMAS.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _book(folder: Path | None) -> RuleBook | None:
    try:
        where = rule_folder(folder)
        return load_rulebook(where, domain_of(where))
    except RuleBookRejected as rejected:
        say(str(rejected))
        say(f"\n{counted(len(rejected.faults), 'fault', 'faults')}")
        return None
