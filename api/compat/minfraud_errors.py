"""Errors as minFraud's clients read them: a code and a sentence, under a media type of their own."""

from collections.abc import Mapping

from pydantic import BaseModel
from starlette.responses import Response

from api.answers import json_bytes

PATHS = ("/compat/minfraud/", "/compat/orders/minfraud/")
MEDIA_TYPE = "application/vnd.maxmind.com-error+json"
FULL_MEDIA_TYPE = f"{MEDIA_TYPE}; charset=UTF-8; version=2.0"
CODES: Mapping[str, str] = {
    "key_missing": "AUTHORIZATION_INVALID",
    "key_not_valid": "AUTHORIZATION_INVALID",
    "scope_missing": "PERMISSION_REQUIRED",
    "shop_bound": "PERMISSION_REQUIRED",
    "other_merchant": "PERMISSION_REQUIRED",
    "malformed_json": "JSON_INVALID",
}


class MinfraudError(BaseModel):
    """What is wrong."""

    code: str
    error: str
    request_id: str


def speaks_minfraud(path: str) -> bool:
    """Whether a path belongs to this door."""
    return path.startswith(PATHS)


def error_answer(code: str, status: int, detail: str, headers: Mapping[str, str], request_id: str) -> Response:
    """A problem in these words; codes that have no counterpart are ours in capitals."""
    return Response(json_bytes(error_body(code, detail, request_id)), status, dict(headers), FULL_MEDIA_TYPE)


def error_body(code: str, detail: str, request_id: str) -> dict[str, str]:
    """Its members; `request_id` finds the request in the log."""
    return {"code": CODES.get(code, code.upper()), "error": detail, "request_id": request_id}
