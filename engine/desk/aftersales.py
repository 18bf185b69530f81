"""What persons did after sales, told in the transaction of the step that it follows from."""

from datetime import datetime

from engine.aftersale import Aftersale, AftersaleKind
from engine.store.aftersales import note_aftersale
from engine.store.order_rows import newest_version
from engine.store.sessions import WriteSession


def remember_aftersale(
    session: WriteSession, merchant: str, order_id: str, kind: AftersaleKind, about: str, at: datetime
) -> bool:
    """Keeps a sign of the order's person, once for what it is about; False where it is known, and where the person was
    erased: what they do is remembered of nobody."""
    found = newest_version(session, merchant, order_id)
    if found is None or found.person_key is None:
        return False
    sign = Aftersale(kind=kind, order_id=order_id, placed_at=found.placed_at)
    return note_aftersale(session, merchant, found.person, sign, about, at)
