"""Velocity in the desk's database: one statement answers for all keys and windows of an order.

What is counted is decided in `engine.facts.velocity`; here is only which rows there are. The statements are texts
rather than Core, because a text is its own key in the cache of compiled statements, where a union of eight selects is
a tree that would be hashed anew for each decision; its columns are named, since SQLAlchemy would otherwise find out
anew what came back.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import column, text

from engine.clock import microseconds
from engine.facts.sighting import Sighting
from engine.lexicon.spec import Value
from engine.store.link_statements import CONFIRM
from engine.store.sessions import ReadSession, WriteSession
from engine.store.sighting_statements import BEFORE, BEFORE_A_HUB, FIELDS, FRAUD, facts_of, keep

_ASKED = {each: text(each).columns(*(column(name) for name in FIELDS)) for each in (BEFORE, BEFORE_A_HUB)}
_KEEP = text(keep("merchant_id"))
_FRAUD = text(FRAUD)
_CONFIRM = text(CONFIRM)


def seen_before(session: ReadSession, this: Sighting) -> Mapping[str, Value]:
    """`velocity.*` and `link.*` facts, from orders placed before this one; those of keys that it lacks are left out."""
    return facts_of(this, lambda statement, values: session.rows(_ASKED[statement], values))


def remember(session: WriteSession, merchant: str, row: Sighting) -> None:
    """Keeps an order's row. Of two rows of one order the one that sorts first stays; a confirmed fraud stays known."""
    session.run(_KEEP, {"merchant_id": merchant, **row._asdict()})


def confirm_fraud(session: WriteSession, merchant: str, order: int, known_at: datetime) -> bool:
    """Marks an order, by its token, as fraud known from a time on; False when the order is not remembered."""
    values = {"order": order, "known_at": microseconds(known_at)}
    session.run(_CONFIRM, values | {"merchant_id": merchant})
    return session.run(_FRAUD, values) > 0
