"""What `clearway events` and `clearway audit verify` do."""

import sys

import orjson

from api.cli.clerk import at_home
from api.cli.failing import Exit, say
from api.cli.life_page import moment_text
from api.schemas.shown import shown_event
from engine.store.feed import Event, events_after, first_broken

TYPE = 22


def show_feed(merchant: str, after: int, limit: int, *, as_json: bool) -> Exit:
    """Events behind a number."""
    with at_home() as house, house.database.read() as session:
        rows = events_after(session, merchant, after, limit)
    for each in rows:
        shown = orjson.dumps(shown_event(each), option=orjson.OPT_UTC_Z).decode() if as_json else _line(each)
        sys.stdout.write(f"{shown}\n")
    return Exit.DONE


def verify() -> Exit:
    """Reads the whole chain."""
    with at_home() as house, house.database.read() as session:
        broken = first_broken(session)
    if broken is not None:
        say(f"entry {broken} does not follow from the one before: it, or what was there, was changed")
        return Exit.SOME_BAD
    sys.stdout.write("the audit is whole\n")
    return Exit.DONE


def _line(event: Event) -> str:
    about = event.data.get("outcome") or event.data.get("reason") or event.data.get("disposition") or ""
    return f"{event.seq:>7}  {moment_text(event.at)}  {event.type:<{TYPE}} {event.order_id}  {about}".rstrip()
