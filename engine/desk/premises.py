"""Legal entities and shops of a merchant: kept, and asked when an order names one.

A merchant may refuse orders that name a shop it has not registered, by the setting `known_shops_only`.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.desk.auditing import audited
from engine.desk.errors import DeskError
from engine.ids import Ids
from engine.order.order import Order
from engine.store.database import Database
from engine.store.merchant_settings import settings_of
from engine.store.outbox import enqueue
from engine.store.premises import LegalEntity, Shop, active_shops, entity_of, put_entity, put_shop

if TYPE_CHECKING:
    from engine.desk.desk import Caller

KNOWN_ONLY = "known_shops_only"
FRESH_FOR = timedelta(seconds=3)
LONGEST = 128
_CODE = re.compile(r"\S(.*\S)?")


class ShopUnknown(DeskError):
    """the order names a shop that is not registered"""

    code = "shop_unknown"

    def __init__(self, shop: str) -> None:
        self.shop = shop
        super().__init__(f"the order names the shop `{shop}`, which is not registered, or closed; see `/v1/shops`")


class OtherShop(DeskError):
    """the order names another shop than the key is for"""

    code = "other_shop"

    def __init__(self, stated: str | None) -> None:
        self.stated = stated
        named = "no shop" if stated is None else f"the shop `{stated}`"
        super().__init__(f"the order names {named}, which the key is not for; name one that it is for")


class PremisesRefused(DeskError):
    """this shop or legal entity cannot be kept"""

    code = "shop_refused"

    def __init__(self, field_: str, detail: str) -> None:
        self.field = field_
        super().__init__(f"`{field_}` {detail}")


@dataclass(slots=True)
class Premises:
    """The shops under which orders may come, in memory: None where any may. Safe for several threads."""

    _kept: dict[str, tuple[datetime, frozenset[str] | None]] = field(default_factory=dict)

    def of(self, database: Database, merchant: str, now: datetime) -> frozenset[str] | None:
        """Read again at most every few seconds and merchant; no statement of a decision."""
        found = self._kept.get(merchant)
        if found is None or not timedelta(0) <= now - found[0] < FRESH_FOR:
            found = (now, _read(database, merchant))
            self._kept[merchant] = found
        return found[1]

    def forget(self, merchant: str) -> None:
        """The next order has them read again."""
        self._kept.pop(merchant, None)


def _read(database: Database, merchant: str) -> frozenset[str] | None:
    with database.read() as session:
        return active_shops(session, merchant) if settings_of(session, merchant).get(KNOWN_ONLY) == 1 else None


def within_shops(order: Order, shops: frozenset[str] | None) -> Order:
    """The order of somebody who may be bound to shops; one that names none is the only one's. Raises OtherShop."""
    if shops is None or order.shop in shops:
        return order
    if order.shop is None and len(shops) == 1:
        return replace(order, shop=next(iter(shops)))
    raise OtherShop(order.shop)


def check_known(order: Order, known: frozenset[str] | None) -> None:
    """Raises ShopUnknown for a shop that is not `known`; an order that names none is of the merchant at large."""
    if known is not None and order.shop is not None and order.shop not in known:
        raise ShopUnknown(order.shop)


def keep_entity(
    database: Database, ids: Ids, caller: "Caller", code: str, name: str, country: str | None, now: datetime
) -> LegalEntity:
    """Keeps a legal entity, new or changed. Raises PremisesRefused."""
    _check(code, name)
    entity = LegalEntity(
        merchant=caller.merchant, code=code, name=name, country=country, changed_at=now, changed_by=caller.name
    )
    with database.write() as session:
        put_entity(session, entity)
        told = {"name": name, "country": country}
        enqueue(session, ids, [audited(caller.name, caller.merchant, "legal_entity.kept", code, told, now)], now)
    return entity


def keep_shop(database: Database, ids: Ids, caller: "Caller", shop: Shop) -> Shop:
    """Keeps a shop, new or changed. Raises PremisesRefused."""
    _check(shop.code, shop.name)
    with database.write() as session:
        if shop.legal_entity is not None and entity_of(session, shop.merchant, shop.legal_entity) is None:
            raise PremisesRefused("legal_entity", "is not registered; add it first")
        put_shop(session, shop)
        told = {"name": shop.name, "legal_entity": shop.legal_entity, "active": shop.active}
        done = audited(caller.name, caller.merchant, "shop.kept", shop.code, told, shop.changed_at)
        enqueue(session, ids, [done], shop.changed_at)
    return shop


def _check(code: str, name: str) -> None:
    if len(code) > LONGEST or _CODE.fullmatch(code) is None:
        raise PremisesRefused("code", f"must have 1 to {LONGEST} characters, without blanks around it")
    if not name.strip() or len(name) > LONGEST:
        raise PremisesRefused("name", f"must have 1 to {LONGEST} characters")
