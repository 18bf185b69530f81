"""All routes of the application, each with what it asks of whoever calls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response

from api.access.caller import CallerWith
from api.access.reach import Reach
from api.access.scopes import Scope
from api.describing import Document
from api.parameters import dependencies_of
from tests.http.conftest import Service

OF_TESTS = ("/v1/probes", "/v1/breaks")
PLACE = re.compile(r"\{(\w+)\}")


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


def operations(document: Document) -> list[tuple[str, str, Document]]:
    """Method, path and description of all operations that want a key."""
    return [
        (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "security" in operation and not path.startswith(OF_TESTS)
    ]


def tried_on(service: Service, method: str, path: str, operation: Document, key: str) -> Response:
    """The operation with its own example, or with some file where it takes one."""
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if "example" in content:
            return service.call(method, path, content["example"], key=key)
        return service.call(method, path, content=b"%PDF-1.7", headers={"Content-Type": media_type}, key=key)
    return service.call(method, path, key=key)
