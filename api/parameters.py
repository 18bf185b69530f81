"""Query parameters that a route does not know are refused: a filter that is misspelt must not answer everything.

So are those that come twice where only one would count, and those that hold a character which no text in
PostgreSQL may have.
"""

from collections.abc import Iterator, Sequence
from typing import get_args, get_origin
from weakref import WeakKeyDictionary

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.describing import Describes, Document
from api.refusals import ParameterRejected

LONGEST_SHOWN = 64
NUL = "\0"
_BY_ENDPOINT: WeakKeyDictionary[object, frozenset[str]] = WeakKeyDictionary()


def dependencies_of(dependant: Dependant) -> Iterator[Describes]:
    """The dependencies, and theirs, that describe themselves."""
    for each in dependant.dependencies:
        if isinstance(each.call, Describes):
            yield each.call
        yield from dependencies_of(each)


def refuse_unusable(request: Request) -> None:
    """Raises ParameterRejected for the first query parameter that the route does not know, that comes twice where one
    value is taken, or that no database can keep."""
    route = request.scope.get("route")
    if not request.scope["query_string"] or not isinstance(route, APIRoute):
        return
    known = _known(route)
    unknown = next((name for name in request.query_params if name not in known), None)
    if unknown is not None:
        listed = ", ".join(f"`{name}`" for name in sorted(known)) or "none"
        raise ParameterRejected(unknown[:LONGEST_SHOWN], "unknown_parameter", f"not known here; there is {listed}")
    names = [name for name, _ in request.query_params.multi_items()]
    if len(names) > len(request.query_params):
        _refuse_twice(names, route)
    odd = next((name for name, value in request.query_params.multi_items() if NUL in value), None)
    if odd is not None:
        raise ParameterRejected(odd, "not_valid", "leave out the character U+0000")


def _refuse_twice(names: Sequence[str], route: APIRoute) -> None:
    several = frozenset(_several(route.dependant))
    twice = next((name for name in names if names.count(name) > 1 and name not in several), None)
    if twice is not None:
        raise ParameterRejected(twice, "not_valid", "give it once")


def _several(dependant: Dependant) -> Iterator[str]:
    """Parameters that are lists, and may come more than once."""
    for field in dependant.query_params:
        annotation = field.field_info.annotation
        if any(get_origin(each) is list for each in (annotation, *get_args(annotation))):
            yield field.alias
    for each in dependant.dependencies:
        yield from _several(each)


def _known(route: APIRoute) -> frozenset[str]:
    # By the function behind it, since a route cannot be hashed.
    known = _BY_ENDPOINT.get(route.endpoint)
    if known is None:
        known = _BY_ENDPOINT[route.endpoint] = frozenset(_described(route))
    return known


def _described(route: APIRoute) -> Iterator[str]:
    described: Document = {}
    for each in dependencies_of(route.dependant):
        each.describe(described)
    yield from (each["name"] for each in described.get("parameters", []) if each["in"] == "query")
    yield from _checked_by_fastapi(route.dependant)


def _checked_by_fastapi(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from _checked_by_fastapi(each)
