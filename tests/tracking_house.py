"""A house of fulfilment with sources of tracking, whose jobs run one after the other."""

from pathlib import Path

from engine.desk.auditing import AUDIT
from engine.desk.desk import Caller
from engine.outgoing.target import Opening
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.port import Port
from fulfillment.channels.wire import Sender
from fulfillment.jobs import TRACKING_POLL, TRACKING_TAKE
from fulfillment.records import TrackingSource
from fulfillment.tracking.sources.asking import AskWork
from fulfillment.tracking.sources.connecting import Asked, add, found_source, switch_on
from fulfillment.tracking.sources.hearing import TakeWork
from fulfillment.tracking.sources.words import SourceKind
from tests.desks import a_desk
from tests.fulfilment_site import House

OPERATOR = Caller(merchant="main", name="operator")


class TrackingHouse(House):
    """`port` works with sources; `sender` carries their requests."""

    def __init__(self, database: Database, folder: Path, sender: Sender, opening: str = "") -> None:
        super().__init__(database, folder)
        openings = [Opening.parse(opening)] if opening else []
        desk = a_desk(database, clock=self.clock)
        self.port = Port(desk, Accounts(desk.seal, sender, self.clock, credential=lambda _: None), openings)
        self.ask = AskWork(self.port, lambda: 0.5)
        self.outside[TRACKING_POLL] = self.ask  # type: ignore[assignment]
        self._inside[AUDIT] = _noted
        self._inside[TRACKING_TAKE] = TakeWork(self.site, self.clock)

    def connected(self, kind: SourceKind, url: str = "https://peer.example", *, on: bool = True,
                  name: str = "source-1", settings: dict[str, str] | None = None,
                  secrets: dict[str, str]) -> TrackingSource:  # fmt: skip
        """A source, switched on unless told otherwise."""
        asked = Asked(endpoint=url, settings=settings, secrets=secrets)
        made = add(self.port, OPERATOR, kind, name, asked)
        return switch_on(self.port, OPERATOR, made.id) if on else made

    def source(self, name: str = "source-1") -> TrackingSource:
        """How it stands."""
        with self.database.read() as session:
            return found_source(session, "main", name)


def _noted(session: WriteSession, job: Job) -> None:
    """The audit is the desk's, which these tests leave alone."""
