"""Orders that share a key with another one, for people who look at it: by their sightings, of any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text

from engine.facts.sighting import Sighting
from engine.store.sessions import ReadSession
from engine.store.tables import SIGHTING

_S = SIGHTING.c
_OF_ORDER = select(*(_S[name] for name in Sighting._fields)).where(_S.order == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Sharing:
    """An order by its token; `at` is when it was placed, `fraud_known` since when it is known for fraud, 0 for never,
    both in microseconds."""

    order: int
    at: int
    fraud_known: int


def sharing(session: ReadSession, kind: str, key: int, but: int, limit: int) -> Sequence[Sharing]:
    """Orders with this key of a kind, the newest first, without the order `but`. A key has its merchant in it."""
    statement = (
        select(_S.order, _S["at"], _S.fraud_known)
        .where(_S[kind] == bindparam("key"), text(f'"{kind}" <> 0'), _S.order != bindparam("but"))
        .order_by(_S["at"].desc(), _S.order.desc())
        .limit(limit)
    )
    return [Sharing(row.order, row.at, row.fraud_known) for row in session.rows(statement, {"key": key, "but": but})]


def sighting_of(session: ReadSession, order: int) -> Sighting | None:
    """The row under which an order is remembered."""
    row = session.first(_OF_ORDER, {"which": order})
    return None if row is None else Sighting._make(row)
