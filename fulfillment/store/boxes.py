"""The boxes of a merchant's packing stations."""

from sqlalchemy import ColumnElement, delete, tuple_, update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import BoxType
from fulfillment.store.profit_marks import mark_all
from fulfillment.store.rows import keep, many, row_of
from fulfillment.store.tables import BOX_TYPE


def boxes_at(session: ReadSession, merchant: str, warehouse: str) -> tuple[BoxType, ...]:
    """What a warehouse has: its own boxes, and those of all warehouses whose name it has not itself."""
    of_it = (BOX_TYPE.c.merchant_id == merchant, BOX_TYPE.c.warehouse.in_(("", warehouse)))
    found = many(session, BOX_TYPE, BoxType, *of_it)
    own = {each.name for each in found if each.warehouse}
    return tuple(each for each in found if each.warehouse or each.name not in own)


def boxes_after(
    session: ReadSession, merchant: str, limit: int | None = None, after: tuple[str, str] | None = None
) -> tuple[BoxType, ...]:
    """A part of all boxes, by warehouse and name."""
    where = [BOX_TYPE.c.merchant_id == merchant]
    if after is not None:
        where.append(tuple_(BOX_TYPE.c.warehouse, BOX_TYPE.c.name) > after)
    return many(session, BOX_TYPE, BoxType, *where, limit=limit)


def put_box(session: WriteSession, box: BoxType) -> None:
    """Puts it in the place of what was known of it."""
    same = _same(box.merchant_id, box.warehouse, box.name)
    if not session.run(update(BOX_TYPE).where(*same).values(**row_of(box))):
        keep(session, BOX_TYPE, box)
    mark_all(session, box.merchant_id)


def remove_box(session: WriteSession, merchant: str, warehouse: str, name: str) -> bool:
    """Takes it away; false when there is none."""
    mark_all(session, merchant)
    return session.run(delete(BOX_TYPE).where(*_same(merchant, warehouse, name))) == 1


def _same(merchant: str, warehouse: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return BOX_TYPE.c.merchant_id == merchant, BOX_TYPE.c.warehouse == warehouse, BOX_TYPE.c.name == name
