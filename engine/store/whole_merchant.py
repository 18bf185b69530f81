"""All rows of one merchant, in whatever tables: whether there are any, and taking them away for good.

The audit keeps its entries: its chain is one for all merchants, and one that lacks a link could not be told from one
that somebody has tampered with.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import MetaData, Table, delete, func, literal, select

from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ACCOUNT, API_KEY, AUDIT, AUDIT_ANCHOR, AUDIT_HEAD, ORDER_VERSION

WORKED_WITH = (ORDER_VERSION, ACCOUNT, API_KEY)  # what somebody who works with an installation has first
EVIDENCE = frozenset({AUDIT.name, AUDIT_ANCHOR.name, AUDIT_HEAD.name})
Tables = Sequence[MetaData]


def rows_of(session: ReadSession, tables: Tables, merchant: str) -> Mapping[str, int]:
    """How many rows each table has of the merchant, those with none left out."""
    counted = {each.name: _count(session, each, merchant) for each in _owned(tables)}
    return {name: many for name, many in counted.items() if many}


def has_rows(session: ReadSession, tables: Tables, merchant: str) -> bool:
    """Whether there is any, without counting them."""
    return any(
        session.first(select(literal(1)).select_from(each).where(each.c.merchant_id == merchant).limit(1))
        for each in _owned(tables)
    )


def has_others(session: ReadSession, merchant: str, wanted: Sequence[Table] = WORKED_WITH) -> bool:
    """Whether anybody but this merchant has orders, people or keys."""
    return any(
        session.first(select(literal(1)).select_from(each).where(each.c.merchant_id != merchant).limit(1))
        for each in wanted
    )


def has_orders_of_others(session: ReadSession, merchant: str) -> bool:
    """Whether anybody but this merchant has orders."""
    return has_others(session, merchant, (ORDER_VERSION,))


def take_away(session: WriteSession, tables: Tables, merchant: str) -> int:
    """Deletes every row of the merchant but the audit's; answers how many those were."""
    return sum(session.run(delete(each).where(each.c.merchant_id == merchant)) for each in _owned(tables))


def _count(session: ReadSession, table: Table, merchant: str) -> int:
    return session.number(select(func.count()).select_from(table).where(table.c.merchant_id == merchant))


def _owned(tables: Tables) -> Iterator[Table]:
    """Those that point at others first."""
    for metadata in tables:
        for table in reversed(metadata.sorted_tables):
            if "merchant_id" in table.c and table.name not in EVIDENCE:
                yield table
