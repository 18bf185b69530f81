"""Sessions of people: begun at a login, found by a keyed hash, over after an absolute time or when idle.

Like keys, one that was found is believed for a few seconds. A session is never taken over from what a browser brings:
each login, and each change of what somebody may do, begins a new one.

Times of sessions are the database's: one that began at a machine whose clock is wrong is no older at the next machine.
Where the database's own clock was wrong, a session that seems to begin later than now is over, whatever end it has.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.access.holder import Grant, Holder
from api.access.opaque import Use, new_opaque, opaque_hash
from api.access.roles import SCOPES, Role
from engine.clock import Clock
from engine.ids import Ids, Prefix
from engine.store.accounts import ACTIVE, Account, account_of
from engine.store.bindings import resolved
from engine.store.database import Database
from engine.store.sessions import ReadSession, WriteSession
from engine.store.shared_clock import Asked, SharedClock, database_time
from engine.store.sign_ins import SignIn, add_sign_in, note_sign_ins, sign_in_with_hash

BELIEVED_S = 3.0
MOST_BELIEVED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long a session lasts: at most, and without being used."""

    whole: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A session that begins now. The token goes to the browser, once."""

    sign_in: SignIn
    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is signed in. `csrf` is what their forms and programs send along."""

    sign_in: SignIn
    holder: Holder
    csrf: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class _Believed:
    present: Present
    since: float


class Sessions:
    """The sessions of one installation. Safe for several threads."""

    def __init__(
        self,
        database: Database,
        secret: bytes,
        clock: Clock,
        terms: Terms | None = None,
        ticks: Callable[[], float] = time.monotonic,
        asked: Asked = database_time,
    ) -> None:
        self._database = database
        self._secret = secret
        self._clock = SharedClock(clock, asked)
        self._ticks = ticks
        self.terms = terms or Terms()
        self._believed: dict[str, _Believed] = {}
        self._used: dict[str, datetime] = {}
        self._noted: dict[str, datetime] = {}

    def hash(self, token: str) -> str:
        """What the two ways of finding a session ask for."""
        return opaque_hash(self._secret, Use.SESSION, token)

    def time(self, session: ReadSession) -> datetime:
        """What time it is for everything that comes in by the door: the database's, wherever the machine's clock is."""
        return self._clock.ask(session)

    def now(self) -> datetime:
        """The same without asking, by what the database said last."""
        return self._clock.now()

    def begin(self, session: WriteSession, account: Account, ids: Ids) -> Begun:
        """A new session, in the transaction of whoever checked who it is."""
        now, token = self._clock.ask(session), new_opaque()
        sign_in = SignIn(
            id=ids.new(Prefix.SESSION),
            merchant=account.merchant,
            account_id=account.id,
            hash=self.hash(token),
            begun_at=now,
            seen_at=now,
            ends_at=now + self.terms.whole,
        )
        add_sign_in(session, sign_in)
        return Begun(sign_in=sign_in, account=account, token=token)

    def remembered(self, wanted: str) -> Present | None:
        """Who has the session of a hash that was looked up moments ago; waits for nothing."""
        believed = self._believed.get(wanted)
        if believed is None or self._ticks() - believed.since >= BELIEVED_S:
            return None
        return self._if_good(believed.present)

    def look_up(self, wanted: str) -> Present | None:
        """Who has the good session of a hash, from the database."""
        since = self._ticks()
        with self._database.read() as session:
            self._clock.ask(session)
            sign_in = sign_in_with_hash(session, wanted)
            account = None if sign_in is None else account_of(session, sign_in.merchant, sign_in.account_id)
            if sign_in is None or account is None or account.state != ACTIVE or sign_in.ended_at is not None:
                return None
            present = self._present(session, sign_in, account)
        if len(self._believed) >= MOST_BELIEVED:
            self._believed.clear()
        self._believed[wanted] = _Believed(present, since)
        return self._if_good(present)

    def csrf(self, hash_: str) -> str:
        """The token that requests of a session must carry to change anything."""
        return opaque_hash(self._secret, Use.CSRF, hash_)

    def forget(self, account_id: str) -> None:
        """What was believed of a person counts no more in this process; in others within three seconds."""
        gone = [each for each, held in tuple(self._believed.items()) if held.present.sign_in.account_id == account_id]
        for each in gone:
            self._believed.pop(each, None)

    def note_uses(self) -> None:
        """Writes down which sessions were used since the last time."""
        used, self._used = self._used, {}
        if used:
            with self._database.write() as session:
                note_sign_ins(session, used)

    def _present(self, session: ReadSession, sign_in: SignIn, account: Account) -> Present:
        grants = tuple(
            Grant(
                scopes=frozenset(SCOPES[Role(each.role)]),
                shops=resolved(session, account.merchant, each.binding),
                role=Role(each.role),
            )
            for each in account.roles
        )
        holder = Holder(
            id=sign_in.id,
            merchant=account.merchant,
            name=account.name,
            identity=account.id,
            grants=grants,
            user=account.id,
        )
        roles = tuple(Role(each.role) for each in account.roles)
        return Present(sign_in, holder, self.csrf(sign_in.hash), roles)

    def _if_good(self, present: Present) -> Present | None:
        now, sign_in = self._clock.now(), present.sign_in
        last = max(sign_in.seen_at, self._noted.get(sign_in.id, sign_in.seen_at))
        is_yet_to_begin = sign_in.begun_at - now > self.terms.idle
        if is_yet_to_begin or now >= sign_in.ends_at or now - last >= self.terms.idle:
            return None
        if len(self._noted) >= MOST_BELIEVED:
            self._noted.clear()
        self._used[sign_in.id] = self._noted[sign_in.id] = now
        return present
