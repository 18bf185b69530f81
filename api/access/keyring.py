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

from api.access.scopes import Scope
from api.access.tokens import Token, new_token
from engine.clock import Clock
from engine.ids import Ids, Prefix
from engine.store.api_keys import ApiKey, add_key, key_with_hash, note_uses
from engine.store.database import Database

BELIEVED_S = 3.0
MOST_BELIEVED = 10_000


@dataclass(frozen=True, slots=True)
class _Believed:
    key: ApiKey
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWanted:
    """What a new key shall be."""

    name: str
    merchant: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None


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

    def remembered(self, wanted: str) -> ApiKey | None:
        """The key of a hash that was looked up moments ago and is still good; waits for nothing."""
        believed = self._believed.get(wanted)
        if believed is None or self._ticks() - believed.since >= BELIEVED_S:
            return None
        return self._if_good(believed.key)

    def look_up(self, wanted: str) -> ApiKey | None:
        """The good key of a hash, from the database."""
        # The moment before reading counts: what is revoked after it may have been read as good.
        since = self._ticks()
        with self._database.read() as session:
            key = key_with_hash(session, wanted)
        if key is None or not hmac.compare_digest(key.hash, wanted):
            return None
        self._believe(wanted, _Believed(key, since))
        return self._if_good(key)

    def create(self, wanted: KeyWanted, ids: Ids) -> tuple[ApiKey, Token]:
        """Makes and keeps a key. The token is not kept: whoever asked shows it, once."""
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
        )
        with self._database.write() as session:
            add_key(session, key)
        return key, token

    def note_uses(self) -> None:
        """Writes down which keys were used since the last time. Called once a minute, never while somebody waits."""
        used, self._used = self._used, {}
        if used:
            with self._database.write() as session:
                note_uses(session, used)

    def _if_good(self, key: ApiKey) -> ApiKey | None:
        now = self._clock.now()
        if not key.is_good(now):
            return None
        self._used[key.id] = now
        return key

    def _believe(self, wanted: str, believed: _Believed) -> None:
        with self._lock:
            self._believed[wanted] = believed
            self._believed.move_to_end(wanted)
            while len(self._believed) > MOST_BELIEVED:
                self._believed.popitem(last=False)
