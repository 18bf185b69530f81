"""People for tests over HTTP: invited, signed in, with a browser of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from httpx2 import Response
from starlette.testclient import TestClient

from api.access.front_door import FrontDoor
from api.access.people import Granter, PersonWanted, come_in, first_link, invite
from api.access.roles import Role
from api.services import Services
from engine.store.accounts import Account, RoleGrant
from engine.store.bindings import Binding
from tests.http.conftest import MAIN, Service

HERE = "https://clearway.example"
PASSWORD = "four words that wander"  # noqa: S105 - of people who are made up


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies, and sends the token of the session with what changes something."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str) -> Response:
        """Reads."""
        return self.client.get(path, follow_redirects=False)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        """Changes something, as a script of our own page would."""
        told = {"X-CSRF-Token": self.csrf} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, path, json=body, headers=told, follow_redirects=False)

    def log_in(self, email: str, password: str = PASSWORD, merchant: str = MAIN, **headers: str) -> Response:
        """Signs in, and keeps the token."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = {"email": email, "password": password, "merchant": merchant}
        answer = self.client.post("/v1/session", json=asked, headers=told)
        if answer.status_code == 201:
            self.csrf = answer.json()["csrf_token"]
        return answer


def door_of(service: Service) -> FrontDoor:
    """The front door of the service."""
    services: Services = service.app.state.services
    return services.door


def a_browser(service: Service, origin: str = HERE) -> Browser:
    """A fresh browser that looks at the service."""
    return Browser(TestClient(service.app, base_url=origin))


def a_person(
    service: Service,
    *roles: Role,
    name: str = "Ana",
    shops: Sequence[str] = (),
    entities: Sequence[str] = (),
    merchant: str = MAIN,
) -> Account:
    """Somebody who came in by their link, and has a password."""
    door = door_of(service)
    bound = Binding(shops=frozenset(shops), legal_entities=frozenset(entities))
    wanted = PersonWanted(
        name=name, email=email_of(name), roles=tuple(RoleGrant(role=each, binding=bound) for each in roles)
    )
    _, token = invite(door, Granter(merchant=merchant), wanted)
    return come_in(door, token, PASSWORD).account


def signed_in(
    service: Service, *roles: Role, name: str = "Ana", shops: Sequence[str] = (), merchant: str = MAIN
) -> Browser:
    """The browser of somebody new who has these roles."""
    a_person(service, *roles, name=name, shops=shops, merchant=merchant)
    browser = a_browser(service)
    assert browser.log_in(email_of(name), merchant=merchant).status_code == 201
    return browser


def the_admin(service: Service) -> Browser:
    """The first person, as the first start makes them."""
    door = door_of(service)
    token = first_link(door, MAIN)
    assert token is not None
    come_in(door, token, PASSWORD, "Root", email_of("Root"))
    browser = a_browser(service)
    browser.log_in(email_of("Root"))
    return browser


def email_of(name: str) -> str:
    """Where somebody is written to."""
    return f"{name.lower().replace(' ', '.')}@shop.example"
