"""Finds the key that a token is, mostly without asking the database.

A key that was found is believed for a few seconds. That is also how long one that was revoked, here or by another
process, can still open anything.
"""

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from api.access.holder import Grant, Holder
from api.access.roles import Role
from api.access.scopes import Scope
from api.access.tokens import Token, new_token
from engine.clock import Clock
from engine.ids import Ids, Prefix
from engine.store.api_keys import LOCAL, ApiKey, add_key, key_with_hash, note_uses
from engine.store.bindings import UNBOUND, Binding
from engine.store.database import Database
from engine.store.sessions import WriteSession

BELIEVED_S = 3.0
MOST_BELIEVED = 10_000


@dataclass(frozen=True, slots=True)
class _Believed:
    key: ApiKey
    holder: Holder
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWanted:
    """What a new key shall be. `created_by` is the identity of whoever asks."""

    name: str
    merchant: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None
    role: Role | None = None
    binding: Binding = UNBOUND
    created_by: str = LOCAL
    replaces: str | None = None


class Keyring:
    """The keys of one installation. Safe for several threads."""

    def __init__(
        self, database: Database, secret: bytes, clock: Clock, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock
        self._ticks = ticks
        self._believed: OrderedDict[str, _Believed] = OrderedDict()
        self._used: dict[str, datetime] = {}
        self._lock = Lock()

    def hash(self, token: Token) -> str:
        """What the two ways of finding a key ask for."""
        return token.hash(self._secret)

    def remembered(self, wanted: str) -> Holder | None:
        """Who has the key of a hash that was looked up moments ago and is still good; waits for nothing."""
        believed = self._believed.get(wanted)
        if believed is None or self._ticks() - believed.since >= BELIEVED_S:
            return None
        return self._if_good(believed)

    def knows(self, wanted: str) -> bool:
        """Whether a key of this hash was good some time ago: whoever has it is not guessing."""
        return wanted in self._believed

    def look_up(self, wanted: str) -> Holder | None:
        """Who has the good key of a hash, from the database."""
        # The moment before reading counts: what is revoked after it may have been read as good.
        since = self._ticks()
        with self._database.read() as session:
            key = key_with_hash(session, wanted)
        if key is None or not hmac.compare_digest(key.hash, wanted):
            return None
        believed = _Believed(key, holder_of(key), since)
        self._believe(wanted, believed)
        return self._if_good(believed)

    def create(self, wanted: KeyWanted, ids: Ids) -> tuple[ApiKey, Token]:
        """Makes and keeps a key. The token is not kept: whoever asked shows it, once."""
        with self._database.write() as session:
            return self.add(session, wanted, ids)

    def add(self, session: WriteSession, wanted: KeyWanted, ids: Ids) -> tuple[ApiKey, Token]:
        """As `create`, in the transaction of whoever asks."""
        token = new_token()
        key = ApiKey(
            id=ids.new(Prefix.KEY),
            merchant=wanted.merchant,
            name=wanted.name,
            shown=token.shown,
            hash=self.hash(token),
            scopes=frozenset(wanted.scopes),
            created_at=self._clock.now(),
            expires_at=wanted.expires_at,
            role=wanted.role,
            binding=wanted.binding,
            created_by=wanted.created_by,
            replaces=wanted.replaces,
        )
        add_key(session, key)
        return key, token

    def note_uses(self) -> None:
        """Writes down which keys were used since the last time. Called once a minute, never while somebody waits."""
        used, self._used = self._used, {}
        if used:
            with self._database.write() as session:
                note_uses(session, used)

    def _if_good(self, believed: _Believed) -> Holder | None:
        now = self._clock.now()
        if not believed.key.is_good(now):
            return None
        self._used[believed.key.id] = now
        return believed.holder

    def _believe(self, wanted: str, believed: _Believed) -> None:
        with self._lock:
            self._believed[wanted] = believed
            self._believed.move_to_end(wanted)
            while len(self._believed) > MOST_BELIEVED:
                self._believed.popitem(last=False)


def holder_of(key: ApiKey) -> Holder:
    """Whoever has this key, and what it reaches."""
    role = None if key.role is None else Role(key.role)
    grant = Grant(scopes=key.scopes, shops=key.shops, role=role)
    return Holder(id=key.id, merchant=key.merchant, name=key.name, identity=key.identity, grants=(grant,))
