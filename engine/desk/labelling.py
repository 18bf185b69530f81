"""What an order turned out to be: fraud, legitimate, a chargeback. Later orders that share a key see it."""

from datetime import datetime

from engine.anomaly.kept_label import FRAUD
from engine.desk.deciding import sighting_token
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, SeveralOrders
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.store.decision_rows import listed
from engine.store.labels import Label, Noted, add_label
from engine.store.order_rows import newest_version
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.velocity import confirm_fraud


def label(
    desk: Desk,
    caller: Caller,
    order_id: str,
    kind: str,
    *,
    source: str,
    note: str = "",
    known_at: datetime | None = None,
    reason_code: str | None = None,
) -> Label:
    """Labels an order; the same label of the same source is stored once. Raises NotFound."""
    with desk.database.write() as session:
        return note_label(
            desk,
            session,
            caller,
            order_id,
            kind,
            source=source,
            note=note,
            known_at=known_at,
            reason_code=reason_code,
        ).label


def order_called(
    session: ReadSession, merchant: str, ref: str, shop: str | None, shops: frozenset[str] | None = None
) -> str:
    """The id of the order that the merchant calls so, of some shops. Raises NotFound and SeveralOrders."""
    found = listed(session, merchant, 2, ref=ref, shop=shop, shops=shops)
    if not found:
        raise NotFound("order", ref)
    if len(found) > 1:
        raise SeveralOrders
    return found[0].order_id


def note_label(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    order_id: str,
    kind: str,
    *,
    source: str,
    note: str = "",
    known_at: datetime | None = None,
    reason_code: str | None = None,
) -> Noted:
    """Labels an order inside a transaction that does more, and tells whether that was new. What is known already and
    turns out to have been known earlier is moved to that moment. Raises NotFound."""
    found = newest_version(session, caller.merchant, order_id)
    if found is None or (caller.shops is not None and found.key.shop not in caller.shops):
        raise NotFound("order", order_id)
    now = desk.clock.now()
    given = Label(
        id=desk.ids.new(Prefix.LABEL),
        merchant=caller.merchant,
        order_id=order_id,
        kind=kind,
        source=source,
        note=note,
        known_at=known_at or now,
        created_at=now,
        created_by=caller.name,
        reason_code=reason_code,
    )
    noted = add_label(session, given)
    stored = noted.label
    if kind in FRAUD:
        confirm_fraud(session, caller.merchant, sighting_token(desk, found.key), stored.known_at)
    if noted.came_to != "stood":
        data = {"kind": kind, "source": source}  # not the note: what is in the audit can never be erased
        if noted.came_to == "moved":
            data |= {"known_at": stored.known_at.isoformat()}
        enqueue(session, desk.ids, [audit_job(caller, "order.labelled", order_id, data, now)], now)
    return noted
