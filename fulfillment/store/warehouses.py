"""Warehouses, bins, lots, and a merchant's terms of sharing orders out."""

from sqlalchemy import select, tuple_, update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Bin, Lot, SharingTerms, Warehouse
from fulfillment.store.profit_marks import mark_all
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import BIN, LOT, SHARING, WAREHOUSE


def warehouses(session: ReadSession, merchant: str) -> tuple[Warehouse, ...]:
    """All of a merchant, by code."""
    return many(session, WAREHOUSE, Warehouse, WAREHOUSE.c.merchant_id == merchant)


def warehouses_after(session: ReadSession, merchant: str, limit: int, after: str = "") -> tuple[Warehouse, ...]:
    """A part of them, by code."""
    where = (WAREHOUSE.c.merchant_id == merchant, WAREHOUSE.c.code > after)
    return many(session, WAREHOUSE, Warehouse, *where, limit=limit)


def find_warehouse(session: ReadSession, merchant: str, code: str) -> Warehouse | None:
    """One, by its code."""
    return one(session, WAREHOUSE, Warehouse, WAREHOUSE.c.merchant_id == merchant, WAREHOUSE.c.code == code)


def put_warehouse(session: WriteSession, warehouse: Warehouse) -> None:
    """Puts it in the place of what was known of it."""
    same = (WAREHOUSE.c.merchant_id == warehouse.merchant_id, WAREHOUSE.c.code == warehouse.code)
    if not session.run(update(WAREHOUSE).where(*same).values(**row_of(warehouse))):
        keep(session, WAREHOUSE, warehouse)
    mark_all(session, warehouse.merchant_id)


def find_bin(session: ReadSession, merchant: str, warehouse: str, code: str) -> Bin | None:
    """One bin."""
    return one(session, BIN, Bin, BIN.c.merchant_id == merchant, BIN.c.warehouse == warehouse, BIN.c.code == code)


def bins_of(session: ReadSession, merchant: str, warehouse: str, kind: str | None = None) -> tuple[Bin, ...]:
    """All bins of a warehouse, or those of one kind, by code."""
    where = [BIN.c.merchant_id == merchant, BIN.c.warehouse == warehouse]
    if kind is not None:
        where.append(BIN.c.kind == kind)
    return many(session, BIN, Bin, *where)


def bins_after(
    session: ReadSession, merchant: str, limit: int, after: tuple[str, str] | None = None, warehouse: str | None = None
) -> tuple[Bin, ...]:
    """A part of all bins, by warehouse and code, from behind the bin `after`."""
    where = [BIN.c.merchant_id == merchant]
    if after is not None:
        where.append(tuple_(BIN.c.warehouse, BIN.c.code) > after)
    if warehouse is not None:
        where.append(BIN.c.warehouse == warehouse)
    return many(session, BIN, Bin, *where, limit=limit)


def put_bin(session: WriteSession, bin_: Bin) -> None:
    """Puts it in the place of what was known of it."""
    same = (BIN.c.merchant_id == bin_.merchant_id, BIN.c.warehouse == bin_.warehouse, BIN.c.code == bin_.code)
    if not session.run(update(BIN).where(*same).values(**row_of(bin_))):
        keep(session, BIN, bin_)


def find_lot(session: ReadSession, merchant: str, sku: str, code: str) -> Lot | None:
    """One lot of an article."""
    return one(session, LOT, Lot, LOT.c.merchant_id == merchant, LOT.c.sku == sku, LOT.c.code == code)


def lots_after(
    session: ReadSession, merchant: str, limit: int, after: tuple[str, str] | None = None, sku: str | None = None
) -> tuple[Lot, ...]:
    """A part of all lots, by article and code, from behind the lot `after`."""
    where = [LOT.c.merchant_id == merchant]
    if after is not None:
        where.append(tuple_(LOT.c.sku, LOT.c.code) > after)
    if sku is not None:
        where.append(LOT.c.sku == sku)
    return many(session, LOT, Lot, *where, limit=limit)


def merchants_with_spoiling(session: ReadSession, until: str) -> tuple[str, ...]:
    """Who has lots that are good but have their last day before `until`."""
    whose = select(LOT.c.merchant_id).where(LOT.c.state == "good", LOT.c.expires_on < until).distinct()
    return tuple(sorted(str(row[0]) for row in session.rows(whose)))


def lots_spoiling(session: ReadSession, merchant: str, until: str) -> tuple[Lot, ...]:
    """Lots of a merchant that are good but have their last day before `until`."""
    return many(session, LOT, Lot, LOT.c.merchant_id == merchant, LOT.c.state == "good", LOT.c.expires_on < until)


def put_lot(session: WriteSession, lot: Lot) -> None:
    """Puts it in the place of what was known of it."""
    same = (LOT.c.merchant_id == lot.merchant_id, LOT.c.sku == lot.sku, LOT.c.code == lot.code)
    if not session.run(update(LOT).where(*same).values(**row_of(lot))):
        keep(session, LOT, lot)


def sharing_terms(session: ReadSession, merchant: str) -> SharingTerms:
    """As a merchant has set them, or what counts unless set."""
    found = one(session, SHARING, SharingTerms, SHARING.c.merchant_id == merchant)
    return SharingTerms(merchant_id=merchant) if found is None else found


def put_sharing_terms(session: WriteSession, terms: SharingTerms) -> None:
    """Sets them."""
    if not session.run(update(SHARING).where(SHARING.c.merchant_id == terms.merchant_id).values(**row_of(terms))):
        keep(session, SHARING, terms)
