"""All routes of the application as an attacker goes through them, with an odd text in every place of a path."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from httpx2 import Response

from tests.http.conftest import Service, is_problem
from tests.http.routes import guarded_routes

PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# What an answer must never hold: where the code lies, how it fails, and how it asks its database.
LEAKS = (
    *("Traceback", "sqlalchemy", "psycopg", "sqlite3", "site-packages", '.py"', "SELECT ", "INSERT INTO", "/engine/"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one path."""

    method: str
    path: str
    needs_caller: bool

    def filled(self, text: str) -> str:
        """The path with a text, as it stands in a URL, in every place."""
        return PLACE.sub(text, self.path)


def ways(service: Service) -> Iterator[Way]:
    """Every route."""
    for each in guarded_routes(service.app):
        yield Way(each.method, each.path, each.scope is not None)


def leaks_of(answer: Response) -> list[str]:
    """What an answer tells that it must not."""
    return [each for each in LEAKS if each in answer.text]


def is_refused(way: Way, answer: Response, status: int, code: str) -> bool:
    """Whether an answer refuses with this problem; drop-ins refuse in the words of whom they stand for."""
    return answer.status_code == status if way.path.startswith("/compat/") else is_problem(answer, status, code)
