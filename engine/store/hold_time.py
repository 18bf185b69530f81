"""What is written of a hold that has to do with its end: when it is, who was told, and what was done about it.

Every change asks whether the hold is still open, so that none undoes what somebody did meanwhile.
"""

from datetime import datetime

from sqlalchemy import BigInteger, bindparam, or_, update

from engine.clock import microseconds
from engine.store.holds import Hold
from engine.store.sessions import WriteSession
from engine.store.tables import HOLD

_C = HOLD.c
_OPEN = update(HOLD).where(_C.merchant_id == bindparam("whose"), _C.id == bindparam("which"), _C.state == "open")
_MOVE = _OPEN.values(expires_at=bindparam("end"), clock=bindparam("whose_end"), on_expiry=bindparam("then"))
_END = bindparam("end", type_=BigInteger)
_WARN = _OPEN.where(or_(_C.warned_for.is_(None), _C.warned_for != _END)).values(warned_for=_END)
_ACT = _OPEN.where(_C.acted_at.is_(None)).values(acted_at=bindparam("now"), on_expiry=bindparam("then"))
_OWN = _OPEN.values(owner=bindparam("whom"))


def move_end(session: WriteSession, hold: Hold, at: datetime, clock: str, on_expiry: str) -> bool:
    """Moves the end of an open hold; False where it is open no more."""
    bound = {"end": microseconds(at), "whose_end": clock, "then": on_expiry}
    return session.run(_MOVE, _named(hold) | bound) == 1


def mark_warned(session: WriteSession, hold: Hold, end: datetime) -> bool:
    """Notes that this end was told of; False where it was before, or the hold is open no more."""
    return session.run(_WARN, _named(hold) | {"end": microseconds(end)}) == 1


def mark_acted(session: WriteSession, hold: Hold, at: datetime, on_expiry: str) -> bool:
    """Notes that something was done about an end, and what follows at the next; False where it was before."""
    return session.run(_ACT, _named(hold) | {"now": microseconds(at), "then": on_expiry}) == 1


def give_to(session: WriteSession, hold: Hold, owner: str | None) -> bool:
    """Makes somebody mind it, or nobody; False where it is open no more."""
    return session.run(_OWN, _named(hold) | {"whom": owner}) == 1


def _named(hold: Hold) -> dict[str, object]:
    return {"whose": hold.merchant, "which": hold.id}
