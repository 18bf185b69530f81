"""Holds across orders, those that end first at the beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, String, bindparam, select, text, tuple_

from engine.clock import microseconds
from engine.store.holds import Hold, hold_of_row
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession
from engine.store.tables import HOLD

_C = HOLD.c
OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsWanted:
    """Which holds: None asks for any. `owner` is a person, empty for those that nobody minds."""

    state: str | None = OPEN
    reason: str | None = None
    rule: str | None = None
    owner: str | None = None
    actor: str | None = None
    source: str | None = None
    clock: str | None = None
    on_expiry: str | None = None
    order_id: str | None = None
    due_before: datetime | None = None
    shops: frozenset[str] | None = None  # of orders of these


_EQUAL = ("reason", "rule", "actor", "source", "clock", "on_expiry", "order_id")


def listed_holds(
    session: ReadSession, merchant: str, wanted: HoldsWanted, limit: int, after: tuple[int, str] | None = None
) -> Sequence[Hold]:
    """A part of them, from behind the hold with this end and id."""
    bound: dict[str, object] = {"merchant": merchant, "limit": limit}
    where: list[ColumnElement[bool]] = [_C.merchant_id == bindparam("merchant")]
    if wanted.state is not None:
        # In the very words of the index on part of the table, where it is the one for open holds.
        where.append(text("state = 'open'") if wanted.state == OPEN else _C.state == bindparam("how"))  # type: ignore[arg-type]
        bound |= {} if wanted.state == OPEN else {"how": wanted.state}
    for name in _EQUAL:
        if (value := getattr(wanted, name)) is not None:
            where.append(_C[name] == bindparam(f"of_{name}"))
            bound[f"of_{name}"] = value
    if wanted.owner is not None:
        where.append(_C.owner.is_(None) if not wanted.owner else _C.owner == bindparam("whom"))
        bound |= {"whom": wanted.owner} if wanted.owner else {}
    if wanted.shops is not None:
        where.append(of_shops(_C.order_id, merchant, wanted.shops))
    if wanted.due_before is not None:
        where.append(_C.expires_at < bindparam("due", type_=BigInteger))
        bound["due"] = microseconds(wanted.due_before)
    if after is not None:
        behind = tuple_(bindparam("end", type_=BigInteger), bindparam("last", type_=String))
        where.append(tuple_(_C.expires_at, _C.id) > behind)
        bound |= {"end": after[0], "last": after[1]}
    statement = select(HOLD).where(*where).order_by(_C.expires_at, _C.id).limit(bindparam("limit"))
    return [hold_of_row(row) for row in session.rows(statement, bound)]
