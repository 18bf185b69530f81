"""Velocity in the desk's database: one statement answers for all keys and windows of an order.

What is counted is decided in `engine.facts.velocity`; here is only which rows there are.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text

from engine.clock import microseconds
from engine.facts.sighting import Sighting
from engine.lexicon.spec import Value
from engine.store.link_statements import CONFIRM
from engine.store.ready import Ready
from engine.store.sessions import ReadSession, WriteSession
from engine.store.sighting_statements import BEFORE, BEFORE_A_HUB, FRAUD, facts_of, keep

_ASKED = {each: Ready(each) for each in (BEFORE, BEFORE_A_HUB)}
_KEEP = Ready(keep("merchant_id"))
_FRAUD = text(FRAUD)
_CONFIRM = text(CONFIRM)


def seen_before(session: ReadSession, this: Sighting) -> Mapping[str, Value]:
    """`velocity.*` and `link.*` facts, from orders placed before this one; those of keys that it lacks are left out."""
    return facts_of(this, lambda statement, values: session.tuples(_ASKED[statement], values))


def remember(session: WriteSession, merchant: str, row: Sighting) -> None:
    """Keeps an order's row. Of two rows of one order the one that sorts first stays; a confirmed fraud stays known."""
    session.run_ready(_KEEP, {"merchant_id": merchant, **row._asdict()})


def confirm_fraud(session: WriteSession, merchant: str, order: int, known_at: datetime) -> bool:
    """Marks an order, by its token, as fraud known from a time on; False when the order is not remembered."""
    values = {"order": order, "known_at": microseconds(known_at)}
    session.run(_CONFIRM, values | {"merchant_id": merchant})
    return session.run(_FRAUD, values) > 0
