"""What `clearway papers sender` shows and does."""

import sys
from pathlib import Path

import orjson
from pydantic import ValidationError

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail
from api.schemas.senders import SenderAsked, shown_sender
from fulfillment.documents.senders import Change, KeptSender, opened, put_sender, remove_sender
from fulfillment.repeating import repeated
from fulfillment.store.senders import senders_of

WHOSE, COMPANY = 28, 32


def show(merchant: str, *, as_json: bool) -> Exit:
    """All senders."""
    with at_home() as house, house.database.read() as session:
        kept = [opened(each) for each in senders_of(session, merchant)]
    for each in kept:
        sys.stdout.write(f"{orjson.dumps(shown_sender(each)).decode()}\n" if as_json else _row(each))
    return Exit.DONE


def keep(clerk: Clerk, file: Path) -> Exit:
    """Keeps the sender of a file."""
    stated = _read(file)
    with at_home() as house:
        change = Change(merchant=clerk.merchant, actor=clerk.name, now=house.clock.now())
        kept = repeated(house.database, lambda session: put_sender(session, house.ids, change, stated))
    sys.stdout.write(_row(kept))
    return Exit.DONE


def removed(clerk: Clerk, sender_id: str) -> Exit:
    """Takes one away."""
    with at_home() as house:
        change = Change(merchant=clerk.merchant, actor=clerk.name, now=house.clock.now())
        repeated(house.database, lambda session: remove_sender(session, house.ids, change, sender_id))
    sys.stdout.write(f"removed: {sender_id}\n")
    return Exit.DONE


def _row(kept: KeptSender) -> str:
    whose = "/".join(each or "any" for each in (kept.entity, kept.warehouse))
    numbers = ", ".join(each.kind for each in kept.numbers) or "no numbers"
    return (
        f"{kept.id}  {padded(whose, WHOSE)} {padded(kept.sender.company, COMPANY)} {kept.sender.country}  {numbers}\n"
    )


def _read(file: Path) -> KeptSender:
    try:
        return SenderAsked.model_validate_json(file.read_bytes()).stated()
    except OSError:
        fail(Wrong.FILE, f"{file}: cannot be read; check the path")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(str(part) for part in first["loc"]) or "the file"
        fail(Wrong.FILE, f"{file.name}: {place}: {first['msg']}")
