"""To which shops and legal entities a key or a role is bound, and which shops that comes to now."""

from dataclasses import dataclass

import orjson
from sqlalchemy import bindparam, select

from engine.store.sessions import ReadSession
from engine.store.tables import SHOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Shops by their codes, and legal entities, which stand for all their shops. Neither: the whole merchant."""

    shops: frozenset[str] = frozenset()
    legal_entities: frozenset[str] = frozenset()

    @property
    def is_free(self) -> bool:
        """Whether it is bound to nothing less than the merchant."""
        return not self.shops and not self.legal_entities


UNBOUND = Binding()
_OF_ENTITIES = select(SHOP.c.code).where(
    SHOP.c.merchant_id == bindparam("merchant"), SHOP.c.legal_entity.in_(bindparam("entities", expanding=True))
)


def written_binding(binding: Binding) -> str:
    """As it is kept: empty, or JSON."""
    if binding.is_free:
        return ""
    parts = {"shops": sorted(binding.shops), "legal_entities": sorted(binding.legal_entities)}
    return orjson.dumps(parts).decode()


def read_binding(text: str) -> Binding:
    """The inverse of `written_binding`."""
    if not text:
        return UNBOUND
    parts = orjson.loads(text)
    return Binding(shops=frozenset(parts["shops"]), legal_entities=frozenset(parts["legal_entities"]))


def resolved(session: ReadSession, merchant: str, binding: Binding) -> frozenset[str] | None:
    """The shops, None for all; one statement where it names legal entities, else none."""
    if binding.is_free:
        return None
    if not binding.legal_entities:
        return binding.shops
    rows = session.rows(_OF_ENTITIES, {"merchant": merchant, "entities": sorted(binding.legal_entities)})
    return binding.shops | {str(row.code) for row in rows}
