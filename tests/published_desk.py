"""A desk whose editions stand in its database: a small rule book with the project's data, and one rule of many."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson

import engine
from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.desk.editions import DATA, RULES, Editions
from engine.domains import ADMISSION
from engine.ids import Prefix
from engine.rulebook.folder import read_rulebook
from engine.store.database import Database
from engine.store.editions import Edition, activate, add_blobs, add_edition, digest_of
from tests.desks import CountedIds, StandingClock, a_desk
from tests.tiny_rule_book import TEXTS

GUARD = """
format: 1
guard:
  window_hours: 24
  least_orders: 20
  book: {hold_percent: 60, cancel_percent: 60, then: revert}
  rules: {hold_percent: 20, cancel_percent: 20, then: shadow}
"""
WITH_GUARD = {**TEXTS, "policy.yaml": GUARD}
_DATA = {
    f"{DATA}{file.relative_to(data_folder()).as_posix()}": file
    for file in sorted(data_folder().rglob("*"))
    if file.is_file() and not file.relative_to(data_folder()).as_posix().startswith(("demo/", "notices/"))
}


def a_published_desk(database: Database, texts: dict[str, str], clock: StandingClock | None = None) -> Desk:
    """A desk with these rules in force for everybody."""
    time = clock or StandingClock()
    ids = CountedIds()
    desk = replace(a_desk(database, clock=time, ids=ids), editions=Editions(database, time, ids))
    put_in_force(desk, texts)
    return desk


def put_in_force(
    desk: Desk, texts: dict[str, str], by: str = "ana", *, more_data: str = "", merchant: str = "main"
) -> str:
    """Publishes these rules with the project's data a minute after what was before; answers the digest.

    `more_data` is the content of one more file of data.
    """
    assert isinstance(desk.clock, StandingClock)
    desk.clock.pass_by(timedelta(minutes=1))
    book, now = read_rulebook(texts, ADMISSION), desk.clock.now()
    files = {f"{RULES}{path}": text.encode() for path, text in texts.items()}
    files |= {path: file.read_bytes() for path, file in _DATA.items()}
    files |= {f"{DATA}more.txt": more_data.encode()} if more_data else {}
    manifest = {path: digest_of(content) for path, content in sorted(files.items())}
    digest = digest_of(orjson.dumps([manifest, engine.__version__]))
    edition = Edition(
        merchant=merchant, digest=digest, book=book.digest, manifest=manifest, engine=engine.__version__,
        rules=len(book.rules), created_at=now, created_by=by,
    )  # fmt: skip
    with desk.database.write() as session:
        add_blobs(session, merchant, files.values(), now)
        add_edition(session, edition)
        id_ = desk.ids.new(Prefix.ACTIVATION)
        activate(session, id_=id_, merchant=merchant, edition=digest, at=now, by=by)
    desk.editions.refresh(merchant)
    return digest


def rule_text(path: str, old: str, new: str, texts: dict[str, str] = WITH_GUARD) -> dict[str, str]:
    """The texts with one thing replaced."""
    assert old in texts[path], old
    return {**texts, path: texts[path].replace(old, new, 1)}


def folder_of(texts: dict[str, str], where: Path) -> Path:
    """The texts as files."""
    for path, text in texts.items():
        file = where / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return where
