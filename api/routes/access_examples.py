"""Examples of people, sessions, keys, legal entities and shops."""

from api.access.roles import SCOPES, Role
from api.schemas.ids import an_id
from engine.ids import Prefix

WHEN, LATER = "2026-11-22T09:30:00Z", "2026-11-22T21:30:00Z"
USER = an_id(Prefix.USER)
ROLES = [{"role": "analyst", "shops": ["de"], "legal_entities": []}]
A_PERSON_STATED = {"name": "Ana Analyst", "email": "ana@shop.example", "roles": ROLES}
A_PERSON = {
    "id": USER,
    "name": "Ana Analyst",
    "email": "ana@shop.example",
    "state": "invited",
    "roles": ROLES,
    "created_at": WHEN,
    "created_by": an_id(Prefix.USER),
    "last_login_at": None,
    "version": 1,
}
A_LINK = {"url": "https://clearway.example/welcome/4m8Q…", "expires_at": "2026-11-25T09:30:00Z"}
A_SESSION = {
    "id": an_id(Prefix.SESSION),
    "user_id": USER,
    "name": "Ana Analyst",
    "merchant": "main",
    "roles": ["viewer"],
    "scopes": sorted(SCOPES[Role.VIEWER]),
    "csrf_token": "9f" * 32,
    "begun_at": WHEN,
    "ends_at": LATER,
    "idle_minutes": 30,
}
A_KEY_STATED = {"name": "storefront", "scopes": ["orders:write", "orders:read", "decisions:read"], "shops": ["de"]}
A_KEY = {
    "id": an_id(Prefix.KEY),
    "name": "storefront",
    "shown": "cw_live_4m8Q",
    "state": "good",
    "scopes": ["decisions:read", "orders:read", "orders:write"],
    "role": None,
    "shops": ["de"],
    "legal_entities": [],
    "created_at": WHEN,
    "created_by": USER,
    "replaces": None,
    "expires_at": None,
    "revoked_at": None,
    "last_used_at": None,
}
A_KEY_MADE = {"key": A_KEY, "token": "cw_live_…"}
AN_ENTITY_STATED = {"code": "ACME-DE", "name": "Acme GmbH", "country": "DE"}
AN_ENTITY = AN_ENTITY_STATED | {"changed_at": WHEN, "changed_by": "Ana Analyst"}
A_SHOP_STATED = {"code": "de", "name": "Acme Germany", "legal_entity": "ACME-DE", "active": True}
A_SHOP = A_SHOP_STATED | {"changed_at": WHEN, "changed_by": "Ana Analyst"}
