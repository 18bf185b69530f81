"""Signs from after a sale as rows, and the question that a decision asks of them, in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, BindParameter, bindparam, delete, text

from engine.aftersale import Aftersale, AftersaleKind
from engine.clock import microseconds, moment
from engine.facts.aftersales import YEAR, aftersale_facts
from engine.lexicon.spec import Value
from engine.store.ready import Ready
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import AFTERSALE

MOST = 400  # newest signs of one person that are looked at
_COLUMNS = AFTERSALE.c
_PERSON: BindParameter[int] = bindparam("person", type_=BigInteger)
_NOTE = text(
    "INSERT INTO aftersale (merchant_id, kind, about, person, order_id, placed_at, known_at) "
    "VALUES (:merchant, :kind, :about, :person, :order_id, :placed_at, :known_at) "
    "ON CONFLICT (merchant_id, kind, about) DO NOTHING"
)
_UNDO = delete(AFTERSALE).where(
    _COLUMNS.merchant_id == bindparam("merchant"),
    _COLUMNS.kind == bindparam("which"),
    _COLUMNS.about == bindparam("what"),
)
_FORGET = delete(AFTERSALE).where(
    _COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.person.in_(bindparam("persons", expanding=True))
)
# Orders are counted as their versions say: one that was changed is one order all the same.
_KNOWN = Ready(
    text(
        "SELECT a.kind, a.order_id, a.placed_at, (SELECT count(DISTINCT v.order_id) FROM order_version v "
        "WHERE v.merchant_id = :merchant AND v.person = :person AND v.placed_at >= :since AND v.placed_at < :placed"
        ") AS orders FROM aftersale a WHERE a.merchant_id = :merchant AND a.person = :person "
        "AND a.known_at >= :since AND a.known_at < :placed ORDER BY a.known_at DESC LIMIT :most"
    ).bindparams(_PERSON)
)


def note_aftersale(
    session: WriteSession, merchant: str, person: int, sign: Aftersale, about: str, known_at: datetime
) -> bool:
    """Keeps a sign; False where it is known already."""
    values = {
        "merchant": merchant,
        "kind": sign.kind.value,
        "about": about,
        "person": person,
        "order_id": sign.order_id,
        "placed_at": microseconds(sign.placed_at),
        "known_at": microseconds(known_at),
    }
    return session.run(_NOTE, values) > 0


def undo_aftersale(session: WriteSession, merchant: str, kind: AftersaleKind, about: str) -> bool:
    """Takes a sign back that turned out to be none; False where there was none."""
    return session.run(_UNDO, {"merchant": merchant, "which": kind.value, "what": about}) > 0


def forget_aftersales(session: WriteSession, merchant: str, persons: Sequence[int]) -> int:
    """Takes out all that is kept of persons."""
    return session.run(_FORGET, {"merchant": merchant, "persons": list(persons)}) if persons else 0


def aftersales_before(session: ReadSession, merchant: str, person: int, placed_at: datetime) -> Mapping[str, Value]:
    """`aftersale.*` facts of a person, as known before a moment."""
    since = placed_at - YEAR
    asked = {
        "merchant": merchant,
        "person": person,
        "since": microseconds(since),
        "placed": microseconds(placed_at),
        "most": MOST,
    }
    rows = session.tuples(_KNOWN, asked)
    signs = [
        Aftersale(kind=AftersaleKind(kind), order_id=order_id, placed_at=moment(placed))
        for kind, order_id, placed, _ in rows
    ]
    return aftersale_facts(signs, rows[0][3] if rows else 0, since)
