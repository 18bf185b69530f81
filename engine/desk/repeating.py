"""A request with an Idempotency-Key is done once: what it was answered is kept, sealed, and given again.

For requests whose key nothing else keeps; orders keep theirs with their decision, in one commit. Here the first
transaction of the work notes that the request has acted, and the answer is kept right after. Whoever dies between the
two leaves a key whose request is never done again, and who asks is told that the answer is lost. Whoever dies before
leaves a key that may be tried again after a minute; whoever only took that long undoes its work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from engine.desk.desk import Desk
from engine.desk.errors import AnswerLost, InFlight, RequestReused
from engine.desk.intake import TRIES
from engine.errors import StoreConflict
from engine.store.kept_answers import (
    ACTED,
    DONE,
    RUNNING,
    Asked,
    KeptRow,
    Keyed,
    begin_again,
    begin_answer,
    end_answer,
    free_answer,
    kept_answer,
)

GIVEN_UP = timedelta(minutes=1)  # after which nobody is believed to be still at work


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer: status, the headers that belong to it, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(desk: Desk, merchant: str, route: str, key: str, fingerprint: str) -> Asked:
    """A request as it is known again; what it said is kept as a keyed digest alone."""
    return Asked(merchant=merchant, route=route, key=key, fingerprint=desk.seal.digest(fingerprint))


def begin_once(desk: Desk, what: Asked) -> Given | Keyed:
    """What the request was answered before; else it is to be done now, and ended by `keep` or `let_go`.

    Raises RequestReused for another request of this key, InFlight while the first is at work, AnswerLost when it was
    done and nobody knows any more what it was answered.
    """
    for _ in range(TRIES):
        now = desk.clock.now()
        try:
            with desk.database.write() as session:
                row = kept_answer(session, what)
                if row is None:
                    begin_answer(session, what, now)
                    return Keyed(what, now)
                if _is_again(row, what, now) and begin_again(session, what, row.since, now):
                    return Keyed(what, now)
        except StoreConflict:
            continue
        return _given(desk, row)
    raise InFlight


def keep(desk: Desk, keyed: Keyed, given: Given) -> None:
    """Keeps the answer, for whoever asks again."""
    key = desk.seal.new_key()
    row = KeptRow(
        asked=keyed.asked,
        state=DONE,
        since=keyed.since,
        status=given.status,
        headers=orjson.dumps(given.headers).decode(),
        order_id=_order_of(given.body),
        seal_key=key,
        sealed=desk.seal.closed_bytes(key, given.body),
    )
    with desk.database.write() as session:
        end_answer(session, row)


def let_go(desk: Desk, keyed: Keyed, *, refused: bool) -> None:
    """Forgets that the request came: it was `refused`, or failed before it acted, and may be tried again."""
    with desk.database.write() as session:
        free_answer(session, keyed, (RUNNING, ACTED) if refused else (RUNNING,))


def _is_again(row: KeptRow, what: Asked, now: datetime) -> bool:
    """Whether the request may be done although it came before: whoever had it is gone. Raises as `begin_once`."""
    is_gone = row.state != DONE and now - row.since >= GIVEN_UP
    if is_gone and row.state != ACTED:
        return True
    if row.asked.fingerprint != what.fingerprint:
        raise RequestReused
    if is_gone:
        raise AnswerLost
    if row.state != DONE:
        raise InFlight
    return False


def _given(desk: Desk, row: KeptRow) -> Given:
    if row.seal_key is None or row.sealed is None:
        raise InFlight
    body = desk.seal.opened_bytes(row.seal_key, row.sealed)
    return Given(status=row.status, headers=orjson.loads(row.headers), body=body)


def _order_of(body: bytes) -> str | None:
    """The order that an answer is about, so that it goes when its person is erased."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    order = found.get("order_id") if isinstance(found, dict) else None
    return order if isinstance(order, str) else None
