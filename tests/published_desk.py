"""A desk whose editions stand in its database: a small rule book with the project's data, and one rule of many."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from engine.bundled import data_folder
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import BegunAlready
from engine.desk.editions import Editions
from engine.desk.proposals import begin, propose, publish
from engine.store.database import Database
from tests.desks import CountedIds, StandingClock, a_desk, all_is_well
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
    file.relative_to(data_folder()).as_posix(): file
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
    rules = {path: text.encode() for path, text in texts.items()}
    data = {path: file.read_bytes() for path, file in _DATA.items()}
    data |= {"more.txt": more_data.encode()} if more_data else {}
    caller = Caller(merchant=merchant, name=by)
    try:
        begin(desk, caller, rules, data, "")
    except BegunAlready:
        proposed = propose(desk, caller, rules, data, "", all_is_well)
        publish(desk, replace(caller, name=f"{by}'s second"), proposed.proposal.id, gather=all_is_well)
    return desk.editions.current(merchant).digest


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
