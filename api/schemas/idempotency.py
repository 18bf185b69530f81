"""The header `Idempotency-Key`: one thing is done once, however often it is asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request

from api.describing import Document
from api.refusals import IdempotencyKeyMissing, IdempotencyKeyNotValid
from api.schemas.body import MEBIBYTE, body_of

HEADER = "Idempotency-Key"
IDEMPOTENT_REPLAYED = "Idempotent-Replayed"
LARGEST_BATCH = 4 * MEBIBYTE
MOST = 255
_BARE = re.compile(rf"[\x21\x23-\x7e][\x21-\x7e]{{0,{MOST - 1}}}")
_QUOTED = re.compile(r'"((?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_DESCRIBED = f'^([!#-~][!-~]{{0,{MOST - 1}}}|"[!#-\\[\\]-~]{{1,{MOST}}}")$'
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Idempotency:
    """The key of a request, if it has one, and what the request asked for: equal keys must ask for equal things."""

    key: str | None
    fingerprint: str


def read_key(text: str) -> str:
    """The key in a header: a structured-field string as the draft has it, or bare, as most clients send it."""
    quoted = _QUOTED.fullmatch(text)
    key = _ESCAPED.sub(r"\1", quoted[1]) if quoted is not None else text
    if not 0 < len(key) <= MOST or (quoted is None and _BARE.fullmatch(key) is None):
        raise IdempotencyKeyNotValid
    return key


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What was asked for, as SHA-256."""
    made = sha256(f"{method} {path}\n".encode())
    made.update(body)
    return made.hexdigest()


class Idempotent:
    """The dependency, for routes that keep the key themselves, with what they write."""

    refusals: Sequence[str] = ("idempotency_key_not_valid", "idempotency_key_reused", "in_flight")

    def __init__(self, *, required: bool, most: int = MEBIBYTE) -> None:
        self._required = required
        self._most = most
        self.problems: Sequence[str] = (*self.refusals, *(["idempotency_key_missing"] * required))

    async def __call__(self, request: Request) -> Idempotency:
        sent = request.headers.getlist(HEADER)
        if not sent and self._required:
            raise IdempotencyKeyMissing
        if len(sent) > 1:
            raise IdempotencyKeyNotValid
        key = read_key(sent[0]) if sent else None
        body = await body_of(request, self._most)
        return Idempotency(key, fingerprint(request.method, request.scope["path"], body))

    def describe(self, operation: Document) -> None:
        """The header, for the OpenAPI document."""
        operation.setdefault("parameters", []).append(described_key(required=self._required))


def described_key(*, required: bool = False) -> Document:
    """The header, for the OpenAPI document."""
    return {
        "name": HEADER,
        "in": "header",
        "required": required,
        "description": "New for each thing to be done, the same to try again; at most 64 characters are best.",
        "schema": {"type": "string", "pattern": _DESCRIBED},
        "example": '"4d1e5c6a-order-1001"',
    }


idempotent = Idempotent(required=True)
maybe_idempotent = Idempotent(required=False)
maybe_idempotent_batch = Idempotent(required=False, most=LARGEST_BATCH)
