"""A merchant's registrations: added, changed, ended, and looked up. What was stated before stays as a version.

Each change is told in the feed and the audit, counts for the next decision, and has the orders decided anew that are
held for want of registrations.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from engine.customs.registration_kinds import RegistrationKinds, plain_number
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, RegistrationRefused, VersionChanged
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.registration import Registration
from engine.store.chain import EVERYBODY
from engine.store.outbox import NewJob, enqueue
from engine.store.registrations import (
    RegistrationRow,
    add_registration,
    close_registration,
    current_registrations,
    versions_of,
)
from engine.store.sessions import ReadSession, WriteSession

TOLD = "desk.registration"  # writes the event
WATCH = "desk.registrations_watch"  # looks once a day which of them end
HELD = "desk.registrations_changed"  # looks for orders that are held for want of registrations
_LONGEST = {"kind": 128, "number": 128, "holder": 256, "entity": 128, "shop": 128, "evidence": 1000}


class Put(StrEnum):
    """What came of stating a registration."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A registration as its merchant states it. Without `entity` or `shop` it counts for all of them."""

    kind: str
    country: str
    number: str
    holder: str = ""
    entity: str | None = None
    shop: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    evidence: str = ""


def add(desk: Desk, caller: Caller, stated: Stated) -> RegistrationRow:
    """Keeps a new one. Raises RegistrationRefused, also when the same one is kept already."""
    checked = _checked(desk, caller, stated)
    with desk.database.write() as session:
        known = _same(session, caller.merchant, checked)
        if known is not None:
            raise RegistrationRefused("number", f"is kept already, as {known.registration.id}")
        row = _row(desk, caller, checked, desk.ids.new(Prefix.REGISTRATION), 1)
        add_registration(session, row)
        _tell(desk, session, caller, row, "added")
    desk.registers.forget(caller.merchant)
    return row


def change(desk: Desk, caller: Caller, registration_id: str, stated: Stated) -> RegistrationRow:
    """Puts a new version in the place of the current one. Raises NotFound, RegistrationRefused, VersionChanged."""
    checked = _checked(desk, caller, stated)
    with desk.database.write() as session:
        row = _replaced(desk, session, caller, _current(session, caller, registration_id), checked)
    desk.registers.forget(caller.merchant)
    return row


def end(desk: Desk, caller: Caller, registration_id: str) -> RegistrationRow:
    """It no longer counts, from now on. Raises NotFound, RegistrationRefused when it has ended, VersionChanged."""
    with desk.database.write() as session:
        row = _current(session, caller, registration_id)
        now = desk.clock.now()
        _close(session, row, "ended", now, caller)
        row = replace(row, state="ended", ended_at=now, ended_by=caller.name)
        _tell(desk, session, caller, row, "ended")
    desk.registers.forget(caller.merchant)
    return row


def put(desk: Desk, caller: Caller, stated: Stated) -> tuple[RegistrationRow, Put]:
    """Keeps it whether it is new or known: for files that state all of them. Raises RegistrationRefused."""
    checked = _checked(desk, caller, stated)
    with desk.database.read() as session:
        known = _same(session, caller.merchant, checked)
    if known is None:
        return add(desk, caller, stated), Put.ADDED
    if _stated(known) == checked:
        return known, Put.UNCHANGED
    return change(desk, caller, known.registration.id, stated), Put.CHANGED


def history(session: ReadSession, merchant: str, registration_id: str) -> Sequence[RegistrationRow]:
    """All versions, newest first. Raises NotFound."""
    found = versions_of(session, merchant, registration_id)
    if not found:
        raise NotFound("registration", registration_id)
    return found


def _current(session: ReadSession, caller: Caller, registration_id: str) -> RegistrationRow:
    newest = history(session, caller.merchant, registration_id)[0]
    if newest.state != "current":
        raise RegistrationRefused("id", "has ended; add it anew")
    return newest


def _replaced(
    desk: Desk, session: WriteSession, caller: Caller, known: RegistrationRow, checked: Stated
) -> RegistrationRow:
    twin = _same(session, caller.merchant, checked)
    if twin is not None and twin.registration.id != known.registration.id:
        raise RegistrationRefused("number", f"is kept already, as {twin.registration.id}")
    row = _row(desk, caller, checked, known.registration.id, known.version + 1)
    _close(session, known, "replaced", row.created_at, caller)
    add_registration(session, row)
    _tell(desk, session, caller, row, "changed")
    return row


def _close(session: WriteSession, row: RegistrationRow, state: str, now: datetime, caller: Caller) -> None:
    if not close_registration(session, row, state, now, caller.name):
        raise VersionChanged


def _same(session: ReadSession, merchant: str, stated: Stated) -> RegistrationRow | None:
    """The current one of this kind, country, number, entity and shop."""
    wanted = _identity(stated)
    return next((row for row in current_registrations(session, merchant) if _identity(_stated(row)) == wanted), None)


def _identity(stated: Stated) -> tuple[str, str, str, str | None, str | None]:
    return stated.kind, stated.country, stated.number, stated.entity, stated.shop


def _stated(row: RegistrationRow) -> Stated:
    one = row.registration
    return Stated(
        kind=one.kind,
        country=one.country,
        number=one.number,
        holder=row.holder,
        entity=one.entity,
        shop=one.shop,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        evidence=row.evidence,
    )


def _row(desk: Desk, caller: Caller, stated: Stated, id_: str, version: int) -> RegistrationRow:
    return RegistrationRow(
        registration=Registration(
            id=id_,
            kind=stated.kind,
            country=stated.country,
            number=stated.number,
            entity=stated.entity,
            shop=stated.shop,
            valid_from=stated.valid_from,
            valid_to=stated.valid_to,
        ),
        version=version,
        merchant=caller.merchant,
        holder=stated.holder,
        evidence=stated.evidence,
        created_at=desk.clock.now(),
        created_by=caller.name,
    )


def _checked(desk: Desk, caller: Caller, stated: Stated) -> Stated:
    """The same in the form in which it is kept. Raises RegistrationRefused, naming the field."""
    kinds: RegistrationKinds = desk.editions.current(caller.merchant).admission.knowledge.conformity.kinds
    country = stated.country.strip().upper()
    kind = kinds.get(stated.kind)
    checks: tuple[tuple[str, Callable[[], bool], str], ...] = (
        ("kind", lambda: kind is not None, f"is none of {', '.join(sorted(kinds))}"),
        ("country", lambda: kind is not None and kind.exists_in(country), f"has no register of the kind {stated.kind}"),
        ("number", lambda: kind is not None and kind.accepts(stated.number, country), "has not the register's form"),
        ("valid_to", lambda: _in_order(stated), "lies before valid_from"),
    )
    for field, most in _LONGEST.items():
        text = getattr(stated, field) or ""
        if len(text) > most or not all(sign.isprintable() for sign in text):
            raise RegistrationRefused(field, f"must be one line of at most {most} characters")
    for field, holds, detail in checks:
        if not holds():
            raise RegistrationRefused(field, detail)
    number = plain_number(stated.number)
    return replace(stated, country=country, number=number, entity=stated.entity or None, shop=stated.shop or None)


def _in_order(stated: Stated) -> bool:
    return stated.valid_from is None or stated.valid_to is None or stated.valid_from <= stated.valid_to


def _tell(desk: Desk, session: WriteSession, caller: Caller, row: RegistrationRow, what: str) -> None:
    now, one = desk.clock.now(), row.registration
    told = shown(row)
    payload: dict[str, object] = {**told, "type": what, "actor": caller.name, "at": now.isoformat()}
    step = f"{one.id}:{row.version}:{what}"
    event = NewJob(kind=TOLD, merchant=caller.merchant, aggregate=one.id, payload=payload, dedup=f"{TOLD}:{step}")
    held = NewJob(
        kind=HELD,
        merchant=caller.merchant,
        aggregate=HELD,
        payload={"after": "", "cause": step},
        dedup=f"{HELD}:{step}",
    )
    audit = audit_job(caller, f"registration.{what}", one.id, told, now)
    enqueue(session, desk.ids, [event, held, audit, watch_job(now)], now)


def watch_job(day: datetime, due: datetime | None = None) -> NewJob:
    """The look of a day, at once unless `due` says when; there is one a day, whoever asks for it."""
    on = day.astimezone(UTC).date().isoformat()
    return NewJob(
        kind=WATCH, merchant=EVERYBODY, aggregate=WATCH, payload={"day": on}, dedup=f"{WATCH}:{on}", run_after=due
    )


def shown(row: RegistrationRow) -> dict[str, object]:
    """A registration as events and the audit tell of it."""
    one = row.registration
    return {
        "registration_id": one.id,
        "version": row.version,
        "kind": one.kind,
        "country": one.country,
        "entity": one.entity,
        "shop": one.shop,
        "number": one.number,
        "valid_to": None if one.valid_to is None else one.valid_to.isoformat(),
    }
