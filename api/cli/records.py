"""What `clearway events` and `clearway audit` do."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from api.cli.clerk import at_home
from api.cli.failing import Exit, say
from api.cli.life_page import moment_text
from api.schemas.shown import shown_event
from engine.desk.audit_sealing import KeptAnchor, Verified, exported, seal_audit, verified
from engine.errors import RowRejected
from engine.store.feed import Event, events_after

TYPE = 22


def show_feed(merchant: str, after: int, limit: int, *, as_json: bool) -> Exit:
    """Events behind a number."""
    with at_home() as house, house.database.read() as session:
        rows = events_after(session, merchant, after, limit)
    for each in rows:
        shown = orjson.dumps(shown_event(each), option=orjson.OPT_UTC_Z).decode() if as_json else _line(each)
        sys.stdout.write(f"{shown}\n")
    return Exit.DONE


def verify(kept: Path | None = None) -> Exit:
    """Reads the whole chain, its anchors, and those that were kept in a file."""
    known = [] if kept is None else kept_anchors(kept.read_text(encoding="utf-8"), str(kept))
    with at_home() as house, house.database.read() as session:
        found = verified(house.desk.seal, session, known)
    for line in _wrong(found):
        say(line)
    if not found.is_whole:
        return Exit.SOME_BAD
    sys.stdout.write("the audit is whole\n")
    return Exit.DONE


def _wrong(found: Verified) -> Iterator[str]:
    if found.broken is not None:
        yield (
            f"entry {found.broken} does not follow from the one before: it, or what was there, was changed or taken out"
        )
    if found.anchor is not None:
        yield f"anchor {found.anchor} is not as it was signed, or not over the entries that are there now"
    if found.kept is not None:
        yield f"entry {found.kept.seq} is not the one that was there when the anchor in the file was made"


def anchor(out: Path | None) -> Exit:
    """Signs the end of the chain as it stands now."""
    with at_home() as house, house.database.write() as session:
        made = seal_audit(house.desk.seal, session, house.clock.now())
    if made is None:
        say("the audit has no entries yet, so there is nothing to sign")
        return Exit.SOME_BAD
    line = orjson.dumps(exported(made), option=orjson.OPT_UTC_Z).decode()
    if out is None:
        sys.stdout.write(f"{line}\n")
        return Exit.DONE
    with out.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    sys.stdout.write(f"entry {made.seq} added to {out}; keep it where whoever runs the database cannot write\n")
    return Exit.DONE


def kept_anchors(text: str, where: str) -> Sequence[KeptAnchor]:
    """The anchors of a file, a JSON object a line. Raises RowRejected for a line that is none."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            told = orjson.loads(line)
            found.append(KeptAnchor(seq=int(told["seq"]), digest=str(told["digest"])))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise RowRejected(f"{where}:{number}", "is no anchor; `clearway audit anchor` writes them") from error
    return found


def _line(event: Event) -> str:
    about = event.data.get("outcome") or event.data.get("reason") or event.data.get("disposition") or ""
    return f"{event.seq:>7}  {moment_text(event.at)}  {event.type:<{TYPE}} {event.order_id}  {about}".rstrip()
