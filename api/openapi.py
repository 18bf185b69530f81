"""The OpenAPI 3.1 document: FastAPI's, and what our dependencies and problems add to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.access.browser import COOKIE
from api.access.caller import SCHEME, SESSION_SCHEME
from api.access.once import manner_of
from api.compat.minfraud_errors import MEDIA_TYPE as THEIR_MEDIA_TYPE
from api.compat.minfraud_errors import MinfraudError, error_body, speaks_minfraud
from api.describing import PROBLEMS, TAGS, Document
from api.openapi_webhooks import webhooks
from api.parameters import dependencies_of
from api.problem_kinds import KINDS, UNEXPECTED
from api.problems import MEDIA_TYPE, FaultShown, Problem, Said, document
from api.schemas.body import REFERENCES
from api.schemas.idempotency import Idempotent, described_key

EXAMPLE_REQUEST_ID = "8b1f0c0e5a5f4a0f9d1c2b3a4f5e6d7c"
DESCRIPTION = (
    "Decides for every cross-border order whether it may proceed, with every reason. A refusal to ship is a decision "
    "and a success (201); what is not a success is `application/problem+json` (RFC 9457)."
)
_HEADERS: Document = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
_COUNTED: Document = {
    "RateLimit": {"$ref": "#/components/headers/RateLimit"},
    "RateLimit-Policy": {"$ref": "#/components/headers/RateLimitPolicy"},
}
_REFERENCE: Document = {"$ref": "#/components/schemas/Problem"}
# FastAPI describes validation errors of its own, which nobody gets to see here.
_NOT_OURS = ("HTTPValidationError", "ValidationError")


def openapi_document(app: FastAPI) -> Document:
    """The document of all routes of the application that are shown."""
    routes = [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=DESCRIPTION,
        routes=routes,
        tags=[{"name": tag.value, "description": text} for tag, text in TAGS.items()],
        servers=[{"url": "/"}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    components = _components(made)
    for route in routes:
        for method in sorted(route.methods or ()):
            _complete(made["paths"][route.path_format][method.lower()], route, components["schemas"])
    made["webhooks"] = webhooks()
    return made


def _components(made: Document) -> Document:
    components: Document = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _NOT_OURS:
        schemas.pop(name, None)
    for part in (Problem, FaultShown):  # where a model of an answer holds them, FastAPI has described them its own way
        schemas.pop(part.__name__, None)
    schemas["Problem"] = _hoisted(Problem.model_json_schema(ref_template=REFERENCES), schemas)
    components["securitySchemes"] = {
        SCHEME: {"type": "http", "scheme": "bearer", "description": "`clearway keys create` makes and shows a key."},
        SESSION_SCHEME: {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": "Somebody signed in; what changes something also needs the header `X-CSRF-Token`.",
        },
    }
    components["headers"] = {
        "RequestId": {"description": "Finds the request in the log.", "schema": {"type": "string"}},
        "RateLimit": {
            "description": "Calls left (`r`), and seconds until all are there again (`t`); where there is a limit.",
            "schema": {"type": "string"},
        },
        "RateLimitPolicy": {
            "description": "Calls at once (`q`) and the window in which as many more come (`w`, seconds).",
            "schema": {"type": "string"},
        },
    }
    return components


def _complete(operation: Document, route: APIRoute, schemas: Document) -> None:
    codes = {UNEXPECTED, *operation.pop(PROBLEMS, [])}
    if any(each["in"] == "path" for each in operation.get("parameters", [])):
        codes.add("not_found")
    for each in dependencies_of(route.dependant):
        each.describe(operation)
        codes.update(each.problems)
    if "post" in {each.lower() for each in route.methods or ()} and "security" in operation:
        _name_key(operation, route, codes)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content["schema"] = _hoisted(content["schema"], schemas)
    responses: Document = operation["responses"]
    _without_theirs(responses)
    headers = _HEADERS | (_COUNTED if "security" in operation else {})
    for answer in responses.values():
        answer["headers"] = dict(headers)
    responses.update(_problems(codes, route.path_format))


def _name_key(operation: Document, route: APIRoute, codes: set[str]) -> None:
    """The header that every POST understands, where the route has not said so itself."""
    codes.add("idempotency_key_missing")
    if not manner_of(route).itself:
        operation.setdefault("parameters", []).append(described_key())
        codes.update({*Idempotent.refusals, "answer_lost", "lease_lost"})


def _hoisted(schema: Document, schemas: Document) -> Document:
    """A schema whose definitions have moved to where all operations share them."""
    for name, part in schema.get("$defs", {}).items():
        known = schemas.setdefault(name, part)
        if known != part:
            msg = f"two different schemas are called `{name}`"
            raise ValueError(msg)
    return {name: part for name, part in schema.items() if name != "$defs"}


def _without_theirs(responses: Document) -> None:
    content = responses.get("422", {}).get("content", {})
    if any(name in str(content) for name in _NOT_OURS):
        del responses["422"]


def _problems(codes: Iterable[str], path: str) -> Document:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in sorted(codes):
        by_status[KINDS[code].status].append(code)
    return {str(status): _response(listed, path) for status, listed in sorted(by_status.items())}


def _response(codes: Sequence[str], path: str) -> Document:
    titles = [KINDS[code].title for code in codes]
    examples = {code: {"summary": KINDS[code].title, "value": _example(code, path)} for code in codes}
    headers = dict(_HEADERS)
    if any(KINDS[code].retry_after_s is not None for code in codes):
        headers["Retry-After"] = {"description": "Seconds to wait.", "schema": {"type": "string"}}
    if speaks_minfraud(path):
        shown = {code: {"value": error_body(code, KINDS[code].title, EXAMPLE_REQUEST_ID)} for code in codes}
        schema = MinfraudError.model_json_schema()
        content = {THEIR_MEDIA_TYPE: {"schema": schema, "examples": shown}}
        return {"description": "; ".join(dict.fromkeys(titles)) + ".", "headers": headers, "content": content}
    return {
        "description": "; ".join(dict.fromkeys(titles)) + ".",
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": _REFERENCE, "examples": examples}},
    }


def _example(code: str, path: str) -> Document:
    return document(Said(code, KINDS[code].title), path, EXAMPLE_REQUEST_ID)
