"""The front door of an installation, as its settings want it."""

from datetime import timedelta
from ipaddress import ip_address

from api.access.front_door import FrontDoor
from api.access.passwords import Passwords
from api.access.providers import provider_of
from api.access.sessions import Sessions, Terms
from engine.clock import Clock
from engine.desk.person import Seal
from engine.ids import Ids
from engine.outgoing.client import Client
from engine.outgoing.target import Opening
from engine.settings import Settings
from engine.store.database import Database


def make_front_door(
    settings: Settings, database: Database, secret: bytes, clock: Clock, ids: Ids, seal: Seal
) -> FrontDoor:
    """A front door over a database whose tables are there. Raises SettingUnusable."""
    terms = Terms(whole=timedelta(hours=settings.session_hours), idle=timedelta(minutes=settings.session_idle_minutes))
    client = Client([Opening.parse(each) for each in settings.outgoing_open.split()]) if settings.oidc_issuer else None
    return FrontDoor(
        database=database,
        secret=secret,
        ids=ids,
        seal=seal,
        passwords=Passwords(),
        sessions=Sessions(database, secret, clock, terms),
        origin=settings.origin,
        provider=None if client is None else provider_of(settings, client),
    )


def is_loopback(host: str) -> bool:
    """Whether who listens there is heard on this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
