"""All routes of the application, each with what it asks of whoever calls."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.access.caller import CallerWith
from api.access.reach import Reach
from api.access.scopes import Scope
from api.parameters import dependencies_of

OF_TESTS = ("/v1/probes", "/v1/breaks")


@dataclass(frozen=True, slots=True)
class Guarded:
    """One method of one path; `scope` is None where anybody may call."""

    method: str
    path: str
    scope: Scope | None
    reach: Reach | None


def guarded_routes(app: FastAPI) -> Iterator[Guarded]:
    """Every route but those of tests."""
    for route in app.routes:
        if not isinstance(route, APIRoute) or route.path.startswith(OF_TESTS):
            continue
        asked = [each for each in dependencies_of(route.dependant) if isinstance(each, CallerWith)]
        assert len(asked) <= 1, f"{route.path} asks twice who calls"
        for method in sorted(route.methods or ()):
            if asked:
                yield Guarded(method, route.path_format, asked[0].scope, asked[0].reach)
            else:
                yield Guarded(method, route.path_format, None, None)
