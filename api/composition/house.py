"""Opens what every process of an installation needs, from its settings: folder, secret, database, keys, desk, site.

Server, worker and commands open a house and work in it; so they cannot differ in what they are made of.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.access.front_door import FrontDoor
from api.access.keyring import Keyring
from api.composition.carriers import make_carrier_port, make_lines
from api.composition.desk import make_desk
from api.composition.entrance import make_front_door
from api.composition.inbox import make_inbox
from api.composition.openings import openings_of
from api.composition.print_shop import font_folders_of, make_print_shop
from api.composition.secret import fitting_secret, installation_secret
from api.composition.site import make_site
from api.services import Check
from api.storage import BRANCHES, brought_up
from engine.clock import Clock, SystemClock
from engine.desk.desk import Desk
from engine.desk.links import LinkTerms
from engine.ids import Ids, TimeOrderedIds
from engine.outgoing.client import Client
from engine.settings import Settings
from engine.store.database import Database
from engine.store.migrating import pending
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.port import CarrierPort
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.port import Port
from fulfillment.documents.parcel_papers import PrintShop
from fulfillment.inbox.inbox import Inbox
from fulfillment.payments.policy import CaptureAt, PaymentPolicy
from fulfillment.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One installation, as one process has it open."""

    settings: Settings
    secret: bytes
    database: Database
    keyring: Keyring
    door: FrontDoor
    clock: Clock
    ids: Ids
    desk: Desk
    site: Site
    accounts: Accounts | None = None
    lines: CarrierLines | None = None

    @property
    def carrier_port(self) -> CarrierPort:
        """What works with live carriers."""
        return make_carrier_port(self.desk, self.lines, openings_of(self.settings))

    @property
    def port(self) -> Port:
        """What works with channels."""
        openings = openings_of(self.settings)
        return Port(self.desk, self.accounts or Accounts(self.desk.seal, Client(openings), self.clock), openings)

    @property
    def inbox(self) -> Inbox:
        """What answers buyers."""
        return make_inbox(self.desk, self.site)

    @property
    def print_shop(self) -> PrintShop:
        """What papers are printed with."""
        return make_print_shop(self.desk, font_folders_of(self.settings), self.settings.zpl_font)


@contextmanager
def open_house(settings: Settings) -> Iterator[House]:
    """Makes what is not there yet, the tables of this version included, and closes the database in the end."""
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    installation_secret(settings)  # one that cannot be used is told before a database is touched
    database = Database(settings.database)
    try:
        with database.read():
            pass  # a database that does not answer is told in our words, which migrations do not know
        brought_up(database, SystemClock())
        yield furnished(settings, database)
    finally:
        database.close()


def furnished(settings: Settings, database: Database, clock: Clock | None = None, ids: Ids | None = None) -> House:
    """The house of a database whose tables are there."""
    clock = SystemClock() if clock is None else clock
    ids = TimeOrderedIds() if ids is None else ids
    secret = fitting_secret(settings, database)
    links = LinkTerms(settings.customers_url, settings.link_key)
    desk = make_desk(database, secret, clock, ids, links)
    return House(
        settings=settings,
        secret=secret,
        database=database,
        keyring=Keyring(database, secret, clock),
        door=make_front_door(settings, database, secret, clock, ids, desk.seal),
        clock=clock,
        ids=ids,
        desk=desk,
        site=make_site(desk, PaymentPolicy(capture_at=CaptureAt(settings.capture_at))),
        accounts=Accounts(desk.seal, Client(openings_of(settings)), clock),
        lines=make_lines(desk, openings_of(settings)),
    )


def store_checks(database: Database) -> tuple[Check, ...]:
    """Whether the database answers, and has the tables of this version."""
    return (Check("database", _Answers(database)), Check("migrations", _Migrated(database)))


class _Answers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self) -> str | None:
        with self._database.read() as session:
            session.now()
        return None


class _Migrated:
    """Looks until it has seen the tables once: they do not go back, and looking costs as much as several orders."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = False

    def __call__(self) -> str | None:
        if self._seen:
            return None
        with self._database.read():  # so that errors come in our words
            missing = pending(self._database, BRANCHES)
        self._seen = not missing
        return f"the tables lack {', '.join(sorted(missing))}" if missing else None
