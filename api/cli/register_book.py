"""What `clearway registrations` shows and does."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, Wrong, fail, say
from api.schemas.registrations import shown_registration
from engine.desk.errors import RegistrationRefused
from engine.desk.registrations import Stated, end, put
from engine.registration import Registration
from engine.store.registrations import RegistrationRow, current_registrations

NEEDED = ("kind", "country", "number")
OTHERS = ("holder", "entity", "shop", "valid_from", "valid_to", "evidence")
NAME, NUMBER, WHOSE = 26, 24, 20


def show(merchant: str, *, as_json: bool) -> Exit:
    """All that count."""
    with at_home() as house:
        today = house.clock.now().date()
        with house.database.read() as session:
            rows = current_registrations(session, merchant)
    for row in rows:
        shown = orjson.dumps(shown_registration(row), option=orjson.OPT_UTC_Z).decode() if as_json else line(row, today)
        sys.stdout.write(f"{shown}\n")
    return Exit.DONE


def keep(clerk: Clerk, stated: Stated) -> Exit:
    """Adds one, or changes the one of its number."""
    with at_home() as house:
        row, done = put(house.desk, clerk.caller, stated)
    sys.stdout.write(f"{done}: {row.registration.id}\n")
    return Exit.DONE


def ended(clerk: Clerk, registration_id: str) -> Exit:
    """Ends one."""
    with at_home() as house:
        end(house.desk, clerk.caller, registration_id)
    sys.stdout.write(f"ended: {registration_id}\n")
    return Exit.DONE


def import_file(clerk: Clerk, file: Path) -> Exit:
    """Keeps those of a file; each by itself, so that a faulty line keeps no other from being kept."""
    counted: Counter[str] = Counter()
    with at_home() as house:
        for number, row in _rows(file):
            try:
                counted[put(house.desk, clerk.caller, _stated(row))[1]] += 1
            except (RegistrationRefused, ValueError) as refused:
                say(f"{file.name}:{number}: {refused}")
                counted["refused"] += 1
    sys.stdout.write((", ".join(f"{many} {what}" for what, many in sorted(counted.items())) or "no rows") + "\n")
    return Exit.SOME_BAD if counted["refused"] else Exit.DONE


def line(row: RegistrationRow, today: date) -> str:
    """One registration in a line."""
    one = row.registration
    whose = "/".join(each for each in (one.entity, one.shop) if each) or "all"
    name = padded(f"{one.kind}:{one.country}", NAME)
    return f"{one.id}  {name} {padded(one.number, NUMBER)} {padded(whose, WHOSE)} {_stands(one, today)}"


def _stands(one: Registration, today: date) -> str:
    if one.expired(today):
        return f"ran out on {one.valid_to}"
    if not one.in_force(today):
        return f"from {one.valid_from}"
    until = "" if one.valid_to is None else f" until {one.valid_to}"
    return f"{'runs out soon,' if one.expiring(today) else 'counts'}{until}"


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        fail(Wrong.FILE, f"{file}: cannot be read as UTF-8 text; check the path, or save it as CSV UTF-8")
    reader = csv.DictReader(text.splitlines())
    columns = {name.strip().lower(): name for name in reader.fieldnames or ()}
    wanting = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in {*NEEDED, *OTHERS}]
    if wanting or unknown:
        told = f"lacks {', '.join(wanting)}" if wanting else f"does not know {', '.join(unknown)}"
        fail(Wrong.FILE, f"{file.name}: the first line {told}; columns are {', '.join((*NEEDED, *OTHERS))}")
    for number, row in enumerate(reader, start=2):
        yield number, {name: (row[column] or "").strip() for name, column in columns.items()}


def _stated(row: Mapping[str, str]) -> Stated:
    days = {name: _day(row.get(name, "")) for name in ("valid_from", "valid_to")}
    return Stated(
        kind=row["kind"].lower(),
        country=row["country"],
        number=row["number"],
        holder=row.get("holder", ""),
        entity=row.get("entity") or None,
        shop=row.get("shop") or None,
        evidence=row.get("evidence", ""),
        **days,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is no day; write it as 2026-11-22") from None
