"""Says that an order's profit has to be counted again, in the transaction that changes what it is made of.

Marks are written when the transaction ends, all in one statement and by id, so that two who mark the same orders never
wait for each other crosswise. A merchant whose profits nobody keeps has no currency of them, and gets no mark.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import TextClause, bindparam, select, text

from engine.store.sessions import WriteSession
from engine.store.tables import PRODUCT_NAME, PRODUCT_PART
from fulfillment.lifecycle import ENDED
from fulfillment.store.tables import CONSIGNMENT_MEMBER, SHIPMENT

SOME = 400  # names in one statement


def _marking(which: str) -> TextClause:
    """A mark more for each currency of each order; the first one for an order that has none."""
    return text(
        "INSERT INTO profit_kept (order_id, currency, merchant_id, opened_at, marked, made, made_at, is_erased) "  # noqa: S608
        "SELECT c.order_id, k.currency, c.merchant_id, c.opened_at, 1, 0, 0, false "
        "FROM lifecycle_case c JOIN profit_currency k ON k.merchant_id = c.merchant_id "
        f"WHERE {which} ORDER BY c.order_id, k.currency "
        "ON CONFLICT (order_id, currency) DO UPDATE SET marked = profit_kept.marked + 1"
    )


_ORDERS = _marking("c.order_id IN :orders").bindparams(bindparam("orders", expanding=True))
_ALL = _marking("c.merchant_id = :merchant")
_ARTICLES = _marking(
    "c.merchant_id = :merchant AND c.order_id IN "
    "(SELECT s.order_id FROM profit_share s WHERE s.merchant_id = :merchant AND s.sku IN :skus)"
).bindparams(bindparam("skus", expanding=True))
_IN_CURRENCY = _marking("c.merchant_id = :merchant AND k.currency = :currency")
_MISSED = _marking(
    "c.merchant_id = :merchant AND k.currency = :currency AND NOT EXISTS (SELECT 1 FROM profit_kept p "
    "WHERE p.order_id = c.order_id AND p.currency = k.currency "
    "AND (p.marked <> p.made OR (c.stage IN :ended AND c.changed_at <= p.made_at)))"
).bindparams(bindparam("ended", expanding=True))


def mark_order(session: WriteSession, order_id: str | None) -> None:
    """Something of this order changed; nothing to do for what belongs to no order."""
    if order_id:
        session.at_end(_mark, order_id)


def mark_orders(session: WriteSession, orders: Iterable[str | None]) -> None:
    """Something of each of these changed."""
    for each in orders:
        mark_order(session, each)


def mark_parcels(session: WriteSession, merchant: str, numbers: Iterable[str]) -> None:
    """Something of whatever was sent under these numbers changed."""
    named = sorted({each for each in numbers if each})
    for start in range(0, len(named), SOME):
        sent = SHIPMENT.c
        asked = select(sent.order_id).where(sent.merchant_id == merchant, sent.number.in_(named[start : start + SOME]))
        mark_orders(session, (str(row[0]) for row in session.rows(asked)))


def mark_sharers(session: WriteSession, consignment_id: str) -> None:
    """Something of a parcel that several orders share changed."""
    member = CONSIGNMENT_MEMBER.c
    asked = select(member.order_id).where(member.consignment_id == consignment_id)
    mark_orders(session, (str(row[0]) for row in session.rows(asked)))


def mark_articles(session: WriteSession, merchant: str, skus: Collection[str]) -> None:
    """Something of these articles changed: orders that were counted with one, by whatever name, or in a kit."""
    sold = _as_sold(session, merchant, skus)
    for start in range(0, len(sold), SOME):
        session.run(_ARTICLES, {"merchant": merchant, "skus": sold[start : start + SOME]})


def mark_all(session: WriteSession, merchant: str) -> None:
    """Something changed of which every order may be made."""
    session.at_end(_mark_all, merchant)


def mark_in_currency(session: WriteSession, merchant: str, currency: str) -> None:
    """All orders have to be counted in this currency."""
    session.run(_IN_CURRENCY, {"merchant": merchant, "currency": currency})


def mark_missed(session: WriteSession, merchant: str, currency: str) -> None:
    """What nobody marked: orders without any mark, those whose case moved after they were counted, and those whose life
    goes on: what is not sent yet is expected as it would be sent today."""
    session.run(_MISSED, {"merchant": merchant, "currency": currency, "ended": sorted(ENDED)})


def _mark(session: WriteSession, orders: Sequence[str]) -> None:
    named = sorted(set(orders))
    for start in range(0, len(named), SOME):
        session.run(_ORDERS, {"orders": named[start : start + SOME]})


def _mark_all(session: WriteSession, merchants: Sequence[str]) -> None:
    for each in sorted(set(merchants)):
        session.run(_ALL, {"merchant": each})


def _as_sold(session: WriteSession, merchant: str, skus: Collection[str]) -> Sequence[str]:
    found = set(skus)
    part, name = PRODUCT_PART.c, PRODUCT_NAME.c
    for start in range(0, len(skus), SOME):
        some = sorted(skus)[start : start + SOME]
        kits = select(part.kit).where(part.merchant_id == merchant, part.sku.in_(some))
        found |= {str(row[0]) for row in session.rows(kits)}
    own = sorted(found)
    for start in range(0, len(own), SOME):
        names = select(name.name).where(name.merchant_id == merchant, name.sku.in_(own[start : start + SOME]))
        found |= {str(row[0]) for row in session.rows(names)}
    return sorted(found)
