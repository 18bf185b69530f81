"""The application over an empty database, with keys of two merchants and of the installation.

Route tests take `service`; those that want other routes or checks call `a_service`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import APIRouter, FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.access.keyring import Keyring, KeyWanted
from api.access.providers import Provider
from api.access.scopes import Scope
from api.app import ROUTERS, Papers, create_app
from api.composition.desk import REACTIONS
from api.composition.house import store_checks
from api.feed_waiting import FeedWaiting
from api.services import Check, Services
from engine.ids import TimeOrderedIds
from engine.store.api_keys import WHOLE_INSTALLATION, ApiKey
from engine.store.database import Database
from tests.desks import a_desk
from tests.doors import SECRET, a_front_door
from tests.http import probe

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MAIN, OTHER = "main", "other"
PROBES: Sequence[APIRouter] = (*ROUTERS, probe.routes, probe.breaking)
_PAPERS: dict[str, Papers] = {}  # to describe some hundred routes takes a second, and these are the same in each test


@dataclass
class HandClock:
    """A clock, and the ticks of a keyring, that a test moves."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def ticks(self) -> float:
        return self.at.timestamp()

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Service:
    """The application, and a client that speaks with one of the keys."""

    app: FastAPI
    client: TestClient
    database: Database
    keyring: Keyring
    clock: HandClock
    ids: TimeOrderedIds = field(default_factory=TimeOrderedIds)
    tokens: dict[str, str] = field(default_factory=dict)

    def make_key(self, merchant: str = MAIN, scopes: Sequence[Scope] = tuple(Scope), days: int | None = None) -> ApiKey:
        """A new key; its token is kept under its id."""
        expires_at = None if days is None else self.clock.now() + timedelta(days=days)
        wanted = KeyWanted(name="tests", merchant=merchant, scopes=frozenset(scopes), expires_at=expires_at)
        key, token = self.keyring.create(wanted, self.ids)
        self.tokens[key.id] = self.tokens.setdefault(merchant, token.text) and token.text
        return key

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = MAIN,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A request with the key of a merchant, of an id, or with none."""
        sent = {} if key is None else {"Authorization": f"Bearer {self.tokens[key]}"}
        if content is not None:
            return self.client.request(method, path, content=content, headers=sent | dict(headers or {}))
        return self.client.request(method, path, json=body, headers=sent | dict(headers or {}))

    def get(self, path: str, *, key: str | None = MAIN, headers: Mapping[str, str] | None = None) -> Response:
        """Reads."""
        return self.call("GET", path, key=key, headers=headers)


@contextmanager
def a_service(
    database: Database,
    routers: Sequence[APIRouter] = PROBES,
    checks: Sequence[Check] | None = None,
    provider: Provider | None = None,
) -> Iterator[Service]:
    """The application with these routes and checks, started and ended."""
    clock = HandClock()
    keyring = Keyring(database, SECRET, clock, clock.ticks)
    desk = a_desk(database, REACTIONS, clock=clock, ids=TimeOrderedIds())
    services = Services(
        database=database,
        keyring=keyring,
        door=a_front_door(database, clock, TimeOrderedIds(), desk.seal, clock.ticks, provider),
        clock=clock,
        ids=TimeOrderedIds(),
        desk=desk,
        checks=store_checks(database) if checks is None else checks,
        waiting=FeedWaiting(longest_s=0.05),
    )
    app = create_app(services, routers)
    if routers is PROBES:
        app.state.papers = _PAPERS.setdefault("of the probes", app.state.papers)
    with TestClient(app) as client:
        service = Service(app, client, database, keyring, clock)
        for merchant in (MAIN, OTHER, WHOLE_INSTALLATION):
            service.make_key(merchant)
        yield service


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """On both databases."""
    with a_service(database) as made:
        yield made


@pytest.fixture
def lone_service(sqlite_file: Database) -> Iterator[Service]:
    """On SQLite alone, for what does not depend on the database."""
    with a_service(sqlite_file) as made:
        yield made


def is_problem(response: Response, status: int, code: str) -> bool:
    """Whether a response is this problem, with every member it must have."""
    body = response.json()
    return (
        response.status_code == body["status"] == status
        and response.headers["content-type"] == "application/problem+json"
        and body["code"] == code
        and body["type"].endswith(f"/{code}")
        and body["request_id"] == response.headers["x-request-id"]
        and bool(body["title"] and body["detail"] and body["instance"])
    )
