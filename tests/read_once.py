"""What is the same for every test of a process is read once: large rule books, the project's data, the command line.

All of it follows from texts and files alone, and nobody changes what was read. The root `conftest` installs this before
any module of tests is loaded, since many read the project's own rule book while they are.
"""

from collections.abc import Hashable
from functools import cache
from pathlib import Path

import typer.testing
from sqlalchemy import URL, Engine, create_engine

import engine.admission
import engine.desk.editions
import engine.facts.knowledge
import engine.store.database
from engine.bundled import data_folder
from engine.desk.read_once import Once
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.programs import Programs
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import Sound, _Reading

LARGE = 50_000  # characters; reading less takes a few milliseconds, and is what the tests of reading are about
MOST_BOOKS, MOST_DATA, MOST_STATEMENTS = 8, 3, 5000

_sounds: Once[Hashable, Sound] = Once(MOST_BOOKS)
_programs: Once[int, tuple[RuleBook, Programs]] = Once(MOST_BOOKS)
_read = _Reading.sound


def _sound(reading: _Reading) -> Sound:
    texts = reading._texts
    if sum(map(len, texts.values())) < LARGE:
        return _read(reading)
    key = (id(reading._domain), tuple(texts.items()), reading._faults.found)
    return _sounds.of(key, lambda: _read(reading))


def _compiled(book: RuleBook) -> Programs:
    """The book is kept with its programs, so that its id means nothing else meanwhile."""
    if sum(map(len, book.texts.values())) < LARGE:
        return Programs(book)
    return _programs.of(id(book), lambda: (book, Programs(book)))[1]


@cache
def _bundled_knowledge() -> Knowledge:
    return load_knowledge(data_folder())


def _knowledge(folder: Path) -> Knowledge:
    """That of the project's own folder is the same each time; tests change copies."""
    return _bundled_knowledge() if folder.resolve() == data_folder().resolve() else load_knowledge(folder)


def _keep_known(digest: str, knowledge: Knowledge) -> Knowledge:
    """Tests turn between a few sets of data; an installation has one."""
    known = engine.desk.editions._KNOWN
    known[digest] = knowledge
    while len(known) > MOST_DATA:
        del known[next(iter(known))]
    return knowledge


_spoken: dict[str, Engine] = {}


def _engine(url: str | URL, **options: object) -> Engine:
    """An engine that keeps what all of its kind have: statements that were made into SQL once. Each test has a database
    of its own, and would make all of them again."""
    made = create_engine(url, query_cache_size=MOST_STATEMENTS, **options)
    name = made.dialect.name
    first = _spoken.get(name)
    if first is None or getattr(first.dialect, "server_version_info", None) is None:  # it never reached its server
        _spoken[name] = made
        return made
    made.dialect = made.pool._dialect = first.dialect
    made._compiled_cache = first._compiled_cache
    return made


def install() -> None:
    """Puts all of it in force for this process."""
    _Reading.sound = _sound  # type: ignore[method-assign,assignment]
    engine.admission.Programs = _compiled  # type: ignore[assignment,attr-defined]
    for module in (engine.facts.knowledge, engine.admission, engine.desk.editions):
        module.load_knowledge = _knowledge  # type: ignore[attr-defined]
    engine.store.database.create_engine = _engine  # type: ignore[attr-defined]
    engine.desk.editions._keep_known = _keep_known
    typer.testing._get_command = cache(typer.testing._get_command)  # type: ignore[attr-defined]
