"""Product files as rows: versions that only grow, of which one a SKU is current, and what orders find them by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, column, delete, select, text, update

from engine.clock import microseconds, moment
from engine.order.order import Order
from engine.products.catalogue import Catalogue
from engine.products.product import ANY_CHANNEL, Product
from engine.products.reading import kept_product, product_bytes, product_digest
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import PRODUCT, PRODUCT_NAME, PRODUCT_PART


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProduct:
    """The current version of a product."""

    product: Product
    version: int
    digest: str
    created_at: datetime
    created_by: str


# One statement for names, products and contents of kits. A list of any length is one parameter, so that it is one
# statement to the database too. `CROSS JOIN` has SQLite begin with what was asked, however much it knows of the tables.
_LIST = {
    "sqlite": "SELECT value FROM json_each(:skus)",
    "postgresql": "SELECT value FROM json_array_elements_text(CAST(:skus AS json))",
}
_CATALOGUE_SQL = """
WITH asked(sku) AS ({list}),
named AS (SELECT n.name, n.channel, n.sku FROM asked CROSS JOIN product_name n
          WHERE n.merchant_id = :merchant AND n.name = asked.sku AND n.channel IN (:channel, '*')),
own AS (SELECT sku FROM asked UNION SELECT sku FROM named),
wanted AS (SELECT sku FROM own UNION
           SELECT k.sku FROM own CROSS JOIN product_part k WHERE k.merchant_id = :merchant AND k.kit = own.sku)
SELECT p.sku, p.version, p.content, NULL AS name, NULL AS channel FROM wanted CROSS JOIN product p
WHERE p.merchant_id = :merchant AND p.sku = wanted.sku AND p.superseded_by IS NULL
UNION ALL SELECT sku, 0, NULL, name, channel FROM named
"""
_ANSWERS = ("sku", "version", "content", "name", "channel")
_CATALOGUE = {
    dialect: text(_CATALOGUE_SQL.format(list=rows)).columns(*(column(name) for name in _ANSWERS))
    for dialect, rows in _LIST.items()
}
_C = PRODUCT.c
_MINE = (_C.merchant_id == bindparam("merchant"), _C.superseded_by.is_(None))
_ANY = select(_C.version).where(_C.merchant_id == bindparam("merchant")).limit(1)
_CURRENT = select(PRODUCT).where(*_MINE, _C.sku.in_(bindparam("skus", expanding=True)))
_LISTING = select(PRODUCT).where(*_MINE, _C.sku > bindparam("after")).order_by(_C.sku).limit(bindparam("limit"))
_SUPERSEDE = (
    update(PRODUCT).where(*_MINE, _C.sku.in_(bindparam("skus", expanding=True))).values(superseded_by=_C.version + 1)
)
_CHANGED = {
    dialect: text(
        f"WITH asked(sku) AS ({rows}), own AS (SELECT sku FROM asked UNION SELECT n.sku FROM asked "  # noqa: S608
        "CROSS JOIN product_name n WHERE n.merchant_id = :merchant AND n.name = asked.sku) "
        "SELECT 1 FROM own CROSS JOIN product p WHERE p.merchant_id = :merchant AND p.sku = own.sku "
        "AND p.superseded_by IS NULL AND p.created_at > :since"
    )
    for dialect, rows in _LIST.items()
}
_N, _P = PRODUCT_NAME.c, PRODUCT_PART.c
_NAMES = select(PRODUCT_NAME).where(
    _N.merchant_id == bindparam("merchant"), _N.name.in_(bindparam("names", expanding=True))
)
_KITS = select(PRODUCT_PART).where(
    _P.merchant_id == bindparam("merchant"), _P.sku.in_(bindparam("skus", expanding=True))
)
_DROP_NAMES = delete(PRODUCT_NAME).where(
    _N.merchant_id == bindparam("merchant"), _N.sku.in_(bindparam("skus", expanding=True))
)
_DROP_PARTS = delete(PRODUCT_PART).where(
    _P.merchant_id == bindparam("merchant"), _P.kit.in_(bindparam("skus", expanding=True))
)


def keeps_products(session: ReadSession, merchant: str) -> bool:
    """Whether the merchant has a product file."""
    return session.first(_ANY, {"merchant": merchant}) is not None


def catalogue_for(session: ReadSession, order: Order) -> Catalogue:
    """What the product file holds of an order's lines, in one statement."""
    skus = sorted({line.sku for line in order.lines if line.sku})
    return _catalogue(session, order.merchant, order.channel, skus)


def _catalogue(session: ReadSession, merchant: str, channel: str, skus: Sequence[str]) -> Catalogue:
    bound = {"merchant": merchant, "channel": channel, "skus": orjson.dumps(list(skus)).decode()}
    rows = session.rows(_CATALOGUE[session.dialect], bound)
    kept = [row for row in rows if row.name is None]
    # A name of one channel comes before a name of all.
    named = sorted((row for row in rows if row.name is not None), key=lambda row: row.channel != ANY_CHANNEL)
    return Catalogue(
        products={row.sku: kept_product(orjson.loads(row.content)) for row in kept},
        names={row.name: row.sku for row in named},
        versions={row.sku: row.version for row in kept},
    )


def catalogues_for(session: ReadSession, orders: Sequence[Order]) -> Sequence[Catalogue]:
    """What `catalogue_for` answers of each, in one statement a channel. The orders are of one merchant."""
    whole = {
        channel: _asked(session, orders[0].merchant, channel, [each for each in orders if each.channel == channel])
        for channel in {each.channel for each in orders}
    }
    return [_part_of(whole[order.channel], order) for order in orders]


def _asked(session: ReadSession, merchant: str, channel: str, orders: Sequence[Order]) -> Catalogue:
    skus = sorted({line.sku for order in orders for line in order.lines if line.sku})
    return _catalogue(session, merchant, channel, skus)


def _part_of(whole: Catalogue, order: Order) -> Catalogue:
    """What one order would have been answered: its SKUs, those that they name, and what is in kits among them."""
    asked = {line.sku for line in order.lines if line.sku}
    names = {name: sku for name, sku in whole.names.items() if name in asked}
    own = asked | set(names.values())
    kits = [whole.products[sku] for sku in own if sku in whole.products]
    wanted = own | {part.sku for kit in kits for part in kit.components}
    return Catalogue(
        products={sku: each for sku, each in whole.products.items() if sku in wanted},
        names=names,
        versions={sku: each for sku, each in whole.versions.items() if sku in wanted},
    )


def current_products(session: ReadSession, merchant: str, skus: Iterable[str]) -> Mapping[str, StoredProduct]:
    """The current versions of those SKUs that the file has."""
    wanted = sorted(set(skus))
    if not wanted:
        return {}
    return {row.sku: _stored(row) for row in session.rows(_CURRENT, {"merchant": merchant, "skus": wanted})}


def products_after(session: ReadSession, merchant: str, limit: int, after: str = "") -> Sequence[StoredProduct]:
    """The file by SKU, from behind one."""
    return [_stored(row) for row in session.rows(_LISTING, {"merchant": merchant, "after": after, "limit": limit})]


def changed_since(session: ReadSession, merchant: str, skus: Sequence[str], since: datetime) -> bool:
    """Whether a product that one of these SKUs means got another version after a moment."""
    bound = {"merchant": merchant, "skus": orjson.dumps(list(skus)).decode(), "since": microseconds(since)}
    return bool(skus) and session.first(_CHANGED[session.dialect], bound) is not None


def owners_of_names(session: ReadSession, merchant: str, names: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """(channel, name) -> own SKU, of all channels that use one of the names."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    rows = session.rows(_NAMES, {"merchant": merchant, "names": wanted})
    return {(row.channel, row.name): row.sku for row in rows}


def kits_with(session: ReadSession, merchant: str, skus: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """SKU -> the kits that it lies in."""
    wanted = sorted(set(skus))
    if not wanted:
        return {}
    found: dict[str, frozenset[str]] = {}
    for row in session.rows(_KITS, {"merchant": merchant, "skus": wanted}):
        found[row.sku] = found.get(row.sku, frozenset()) | {row.kit}
    return found


def add_products(
    session: WriteSession, merchant: str, products: Sequence[tuple[Product, int]], at: datetime, by: str
) -> None:
    """Adds versions, with their numbers, which become current. Raises StoreConflict when somebody added the same."""
    if not products:
        return
    bound = {"merchant": merchant, "skus": [each.sku for each, _ in products]}
    session.run(_SUPERSEDE, bound)
    session.add(PRODUCT, [_row(merchant, product, version, at, by) for product, version in products])
    session.run(_DROP_NAMES, bound)
    session.run(_DROP_PARTS, bound)
    names = [(each.sku, name) for each, _ in products for name in each.channel_skus]
    session.add(
        PRODUCT_NAME,
        [{"merchant_id": merchant, "name": name.sku, "channel": name.channel, "sku": sku} for sku, name in names],
    )
    parts = [(each.sku, part.sku) for each, _ in products for part in each.components]
    session.add(PRODUCT_PART, [{"merchant_id": merchant, "kit": kit, "sku": sku} for kit, sku in parts])


def _row(merchant: str, product: Product, version: int, at: datetime, by: str) -> dict[str, object]:
    return {
        "merchant_id": merchant,
        "sku": product.sku,
        "version": version,
        "status": product.status.value,
        "digest": product_digest(product),
        "content": product_bytes(product).decode(),
        "created_at": microseconds(at),
        "created_by": by,
    }


def _stored(row: Row[tuple[object, ...]]) -> StoredProduct:
    return StoredProduct(
        product=kept_product(orjson.loads(row.content)),
        version=row.version,
        digest=row.digest,
        created_at=moment(row.created_at),
        created_by=row.created_by,
    )
