"""What everything about people at the door works with; made once a process."""

from dataclasses import dataclass
from datetime import datetime

from api.access.opaque import Use, opaque_hash
from api.access.passwords import Passwords
from api.access.providers import Provider
from api.access.sessions import Sessions
from engine.desk.person import Seal
from engine.ids import Ids
from engine.store.accounts import Account
from engine.store.database import Database
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    """`origin` is the public address of the service, such as `https://clearway.example`; empty where none is set."""

    database: Database
    secret: bytes
    ids: Ids
    seal: Seal
    passwords: Passwords
    sessions: Sessions
    origin: str = ""
    provider: Provider | None = None

    def now(self) -> datetime:
        """The time by what the database said last: for what is told. What ends asks `at`."""
        return self.sessions.now()

    def at(self, session: ReadSession) -> datetime:
        """The time by the database's clock, which all machines share: links, locks and keys made at one end at all."""
        return self.sessions.time(session)

    def login(self, email: str) -> str:
        """By which an e-mail address is found: a keyed digest, without regard to case."""
        return self.seal.digest(f"login\0{folded(email)}")

    def link_hash(self, token: str) -> str:
        """By which a one-time link is found."""
        return opaque_hash(self.secret, Use.LINK, token)

    def email_of(self, account: Account) -> str | None:
        """The address in clear; None where there is none."""
        opened = self.seal.opened(account.person_key, account.sealed)
        email = (opened or {}).get("email")
        return email if isinstance(email, str) else None

    def tell(self, session: WriteSession, *jobs: NewJob) -> None:
        """Entries for the audit, in the same commit."""
        enqueue(session, self.ids, list(jobs), self.now())


def folded(email: str) -> str:
    """An address as it is compared."""
    return email.strip().casefold()
