"""Answers as prepared bytes: nothing between a route and the wire looks at them again."""

from collections.abc import Mapping

import orjson
from starlette.responses import Response

JSON = "application/json"
_OPTIONS = orjson.OPT_UTC_Z


def json_bytes(document: object) -> bytes:
    """JSON of plain values, frozen dataclasses, moments and words of enumerations."""
    return orjson.dumps(document, option=_OPTIONS)


def answer(
    document: object, status: int = 200, headers: Mapping[str, str] | None = None, media_type: str = JSON
) -> Response:
    """A document as a response; bytes are taken to be JSON already."""
    body = document if isinstance(document, bytes) else json_bytes(document)
    return Response(body, status, headers, media_type)


def nothing() -> Response:
    """204: done, and there is nothing to say."""
    return Response(status_code=204)
