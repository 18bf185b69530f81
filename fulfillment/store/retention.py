"""What lies here of persons after a sale, let go of by age or with the person: texts, files, carriers' words.

Rows stay, with all that cases, figures and decisions rest on; emptied are columns that may say something of somebody.
Each function of age touches up to `limit` rows of a merchant that are older than `before` (microseconds), and answers
how many; a second run finds nothing.
"""

from collections.abc import Collection, Mapping

import orjson
from sqlalchemy import ColumnElement, Select, Table, Update, delete, func, or_, select, tuple_, update

from engine.store.sessions import WriteSession
from fulfillment.aftersales.causes import Cause
from fulfillment.inbox.words import CaseState
from fulfillment.lifecycle import CLAIM_OVER, RETURN_OVER
from fulfillment.store.notices import FOR_PEOPLE
from fulfillment.store.tables import (
    CLAIM,
    CLAIM_PROOF,
    ENTRY,
    INBOX_CASE,
    INBOX_FILE,
    INBOX_MESSAGE,
    NOTICE,
    NOTICE_BOUNCED,
    NOTICE_TRY,
    RETURN,
    RETURN_PHOTO,
    TRACKING,
)

_M, _N, _T, _B, _P, _F, _E = (
    INBOX_MESSAGE.c, NOTICE.c, NOTICE_TRY.c, NOTICE_BOUNCED.c, RETURN_PHOTO.c, CLAIM_PROOF.c, TRACKING.c,
)  # fmt: skip
NOTHING = "{}"
SAID_BY_PEOPLE = ("note", "why")  # of what the history of an order holds; nothing is decided by them
_WORDS_LEFT = (_M.sealed.is_not(None)) | (_M.own_key.is_not(None))
_WIPED: Mapping[str, object] = {"sealed": None, "own_key": None, "person": None}
_SAYS = (_E.location != "") | (_E.data != NOTHING)
# As an event without the carrier's own words has it: no table reads it again.
_SILENT: Mapping[str, object] = {"location": "", "data": NOTHING, "read_by": ""}


def tidy_messages(session: WriteSession, merchant: str, before: int, limit: int) -> int:
    """Words and files of cases that were closed before. How fast they were answered stays."""
    old = (
        select(_M.id)
        .join(INBOX_CASE, INBOX_CASE.c.id == _M.case_id)
        .where(
            _M.merchant_id == merchant,
            _M.taken_at < before,
            _WORDS_LEFT,
            INBOX_CASE.c.state == CaseState.CLOSED,
            INBOX_CASE.c.closed_at < before,
        )
    )
    ids = _ids(session, old, limit)
    if ids:
        session.run(delete(INBOX_FILE).where(INBOX_FILE.c.message_id.in_(ids)))
        session.run(update(INBOX_MESSAGE).where(_M.id.in_(ids)).values(**_WIPED))
    return len(ids)


def tidy_notices(session: WriteSession, merchant: str, before: int, limit: int) -> int:
    """What they named, and where they went; what still waited for people is given up. What was told when, and how it
    ended, stays."""
    mine = (_N.merchant_id == merchant, _N.created_at < before)
    ended = _emptied(session, NOTICE, [*mine, _N.state.in_(FOR_PEOPLE)], limit, state="dropped", due_at=None)
    says = or_(_N.params != NOTHING, _N.why != "")
    named = _emptied(session, NOTICE, [*mine, _N.state != "queued", says], limit, params=NOTHING, why="")
    sent = [_T.merchant_id == merchant, _T.begun_at < before, _T.address != ""]
    keys = [
        (row.notice_id, row.number) for row in session.rows(select(_T.notice_id, _T.number).where(*sent).limit(limit))
    ]
    if keys:
        session.run(update(NOTICE_TRY).where(tuple_(_T.notice_id, _T.number).in_(keys)).values(address=""))
    old = select(*NOTICE_BOUNCED.primary_key).where(_B.merchant_id == merchant, _B.noted_at < before).limit(limit)
    bounced = delete(NOTICE_BOUNCED).where(tuple_(*NOTICE_BOUNCED.primary_key).in_(old))
    return ended + named + len(keys) + session.run(bounced)


def tidy_return_photos(session: WriteSession, merchant: str, before: int, limit: int) -> int:
    """Of returns that are over: who took one when, and of what kind it was, stays."""
    over = select(RETURN.c.id).where(RETURN.c.merchant_id == merchant, RETURN.c.state.in_(sorted(RETURN_OVER)))
    old = [_P.merchant_id == merchant, _P.created_at < before, func.length(_P.sealed) > 0, _P.return_id.in_(over)]
    return _emptied(session, RETURN_PHOTO, old, limit, sealed=b"")


def tidy_claim_proofs(session: WriteSession, merchant: str, before: int, limit: int) -> int:
    """Of claims that are over: that there was such a proof, and its digest, stays."""
    over = select(CLAIM.c.id).where(CLAIM.c.merchant_id == merchant, CLAIM.c.state.in_(sorted(CLAIM_OVER)))
    old = [_F.merchant_id == merchant, _F.added_at < before, _F.sealed.is_not(None), _F.claim_id.in_(over)]
    return _emptied(session, CLAIM_PROOF, old, limit, sealed=None)


def tidy_tracking(session: WriteSession, merchant: str, before: int, limit: int) -> int:
    """The carrier's own words and places; what they were read as, and when that was, stays."""
    return _emptied(session, TRACKING, [_E.merchant_id == merchant, _E.received_at < before, _SAYS], limit, **_SILENT)


def forget_after_sales(session: WriteSession, merchant: str, orders: Collection[str]) -> None:
    """All of that of orders whose person was erased, whatever its age, reasons of returns in the customer's own words,
    and what staff wrote into the history of these orders."""
    theirs = sorted(orders)
    if not theirs:
        return
    session.run(_of(NOTICE, merchant, theirs).where(_N.state.in_(FOR_PEOPLE)).values(state="dropped", due_at=None))
    session.run(_of(NOTICE, merchant, theirs).values(params=NOTHING, why=""))
    session.run(_of(NOTICE_TRY, merchant, theirs).values(address=""))
    session.run(delete(NOTICE_BOUNCED).where(_B.merchant_id == merchant, _B.order_id.in_(theirs)))
    session.run(_of(RETURN, merchant, theirs).where(RETURN.c.cause == Cause.OTHER).values(reason=""))
    session.run(_of(RETURN_PHOTO, merchant, theirs).values(sealed=b""))
    session.run(_of(CLAIM_PROOF, merchant, theirs).values(sealed=None))
    session.run(_of(TRACKING, merchant, theirs).values(**_SILENT))
    _forget_said(session, merchant, theirs)


def _forget_said(session: WriteSession, merchant: str, orders: Collection[str]) -> None:
    history = select(ENTRY.c.order_id, ENTRY.c.seq, ENTRY.c.data)
    for row in session.rows(history.where(ENTRY.c.merchant_id == merchant, ENTRY.c.order_id.in_(orders))):
        told = orjson.loads(row.data)
        # A reason that is none of ours is what the customer wrote.
        said = (*SAID_BY_PEOPLE, "reason") if told.get("cause") == Cause.OTHER else SAID_BY_PEOPLE
        if any(told.get(name) for name in said):
            left = told | {name: "" for name in said if name in told}
            this = (ENTRY.c.order_id == row.order_id, ENTRY.c.seq == row.seq)
            session.run(update(ENTRY).where(*this).values(data=orjson.dumps(left).decode()))


def _of(table: Table, merchant: str, orders: Collection[str]) -> Update:
    return update(table).where(table.c.merchant_id == merchant, table.c.order_id.in_(orders))


def _emptied(
    session: WriteSession, table: Table, where: list[ColumnElement[bool]], limit: int, **values: object
) -> int:
    ids = _ids(session, select(table.c.id).where(*where), limit)
    if ids:
        session.run(update(table).where(table.c.id.in_(ids)).values(**values))
    return len(ids)


def _ids(session: WriteSession, chosen: Select[tuple[str]], limit: int) -> list[str]:
    return [str(row.id) for row in session.rows(chosen.limit(limit))]
