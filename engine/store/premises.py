"""Legal entities and shops of a merchant, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import LEGAL_ENTITY, SHOP


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntity:
    """Who sells: a company by the code that orders name."""

    merchant: str
    code: str
    name: str
    changed_at: datetime
    changed_by: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Where it is sold: by the code that orders name, of a legal entity or of the merchant at large."""

    merchant: str
    code: str
    name: str
    changed_at: datetime
    changed_by: str
    legal_entity: str | None = None
    active: bool = True


_E, _S = LEGAL_ENTITY.c, SHOP.c
_ENTITIES = (
    select(LEGAL_ENTITY)
    .where(_E.merchant_id == bindparam("merchant"), _E.code > bindparam("after"))
    .order_by(_E.code)
    .limit(bindparam("limit"))
)
_SHOPS = (
    select(SHOP)
    .where(_S.merchant_id == bindparam("merchant"), _S.code > bindparam("after"))
    .order_by(_S.code)
    .limit(bindparam("limit"))
)
_ONE_ENTITY = (_E.merchant_id == bindparam("merchant"), _E.code == bindparam("wanted"))
_ONE_SHOP = (_S.merchant_id == bindparam("merchant"), _S.code == bindparam("wanted"))
_ACTIVE = select(_S.code).where(_S.merchant_id == bindparam("merchant"), _S.active)


def entities_after(session: ReadSession, merchant: str, limit: int, after: str) -> Sequence[LegalEntity]:
    """By code."""
    return [_entity(row._asdict()) for row in session.rows(_ENTITIES, _asked(merchant, limit, after))]


def shops_after(
    session: ReadSession, merchant: str, limit: int, after: str, only: frozenset[str] | None = None
) -> Sequence[Shop]:
    """By code; perhaps some only."""
    wanted = _SHOPS if only is None else _SHOPS.where(_S.code.in_(sorted(only)))
    return [_shop(row._asdict()) for row in session.rows(wanted, _asked(merchant, limit, after))]


def entity_of(session: ReadSession, merchant: str, code: str) -> LegalEntity | None:
    """One by its code."""
    row = session.first(select(LEGAL_ENTITY).where(*_ONE_ENTITY), {"merchant": merchant, "wanted": code})
    return None if row is None else _entity(row._asdict())


def shop_of(session: ReadSession, merchant: str, code: str) -> Shop | None:
    """One by its code."""
    row = session.first(select(SHOP).where(*_ONE_SHOP), {"merchant": merchant, "wanted": code})
    return None if row is None else _shop(row._asdict())


def active_shops(session: ReadSession, merchant: str) -> frozenset[str]:
    """The codes under which orders may come where unknown shops are refused."""
    return frozenset(str(row.code) for row in session.rows(_ACTIVE, {"merchant": merchant}))


def put_entity(session: WriteSession, entity: LegalEntity) -> None:
    """Keeps it, whatever it was."""
    session.run(delete(LEGAL_ENTITY).where(*_ONE_ENTITY), {"merchant": entity.merchant, "wanted": entity.code})
    row = {
        "merchant_id": entity.merchant,
        "code": entity.code,
        "name": entity.name,
        "country": entity.country,
        "changed_at": microseconds(entity.changed_at),
        "changed_by": entity.changed_by,
    }
    session.add(LEGAL_ENTITY, [row])


def put_shop(session: WriteSession, shop: Shop) -> None:
    """Keeps it, whatever it was."""
    session.run(delete(SHOP).where(*_ONE_SHOP), {"merchant": shop.merchant, "wanted": shop.code})
    row = {
        "merchant_id": shop.merchant,
        "code": shop.code,
        "name": shop.name,
        "legal_entity": shop.legal_entity,
        "active": shop.active,
        "changed_at": microseconds(shop.changed_at),
        "changed_by": shop.changed_by,
    }
    session.add(SHOP, [row])


def _asked(merchant: str, limit: int, after: str) -> dict[str, object]:
    return {"merchant": merchant, "limit": limit, "after": after}


def _entity(held: dict[str, object]) -> LegalEntity:
    return LegalEntity(
        merchant=str(held["merchant_id"]),
        code=str(held["code"]),
        name=str(held["name"]),
        country=None if held["country"] is None else str(held["country"]),
        changed_at=moment(int(str(held["changed_at"]))),
        changed_by=str(held["changed_by"]),
    )


def _shop(held: dict[str, object]) -> Shop:
    return Shop(
        merchant=str(held["merchant_id"]),
        code=str(held["code"]),
        name=str(held["name"]),
        legal_entity=None if held["legal_entity"] is None else str(held["legal_entity"]),
        active=bool(held["active"]),
        changed_at=moment(int(str(held["changed_at"]))),
        changed_by=str(held["changed_by"]),
    )
