"""Bodies: how many bytes, of which media type, and what they must hold.

A route depends on `JsonBody(Model)` for a strict model, or on `JsonBytes(schema)` where something behind the door
reads the bytes itself. Bodies come in through these alone, so that none is read without a bound.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from api.describing import Document
from api.parameters import NUL
from api.refusals import BodyTooLarge, BodyTooSlow, DocumentRejected, MediaTypeNotRead, NotJson
from api.schemas.faults import faults_of
from api.schemas.shape import DEEPEST, MOST_MEMBERS, refuse_shape

MEBIBYTE = 1 << 20
JSON = "application/json"
REFERENCES = "#/components/schemas/{model}"
_IDENTITY = ("", "identity")
_HELD = "body"
WITHIN_S = 30.0  # for a body of a mebibyte, and as much again for each further one
ITS_READER_SEES = 1 << 40  # as `deepest`: the reader behind it minds how deep a document nests

M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """What every body's model is: no unknown fields, no guessing of types, and nothing that no database can keep."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        if isinstance(value, str) and NUL in value:
            msg = "leave out the character U+0000"
            raise ValueError(msg)
        if isinstance(value, datetime):
            try:
                return value.astimezone(UTC)
            except OverflowError:
                msg = "the moment lies before the first year or behind the last"
                raise ValueError(msg) from None
        return value


async def body_of(request: Request, most: int = MEBIBYTE) -> bytes:
    """The whole body, read once. Raises BodyTooLarge before more than `most` bytes are held."""
    held: bytes | None = getattr(request.state, _HELD, None)
    if held is None:
        held = await _read(request, most)
        setattr(request.state, _HELD, held)
    return held


async def _read(request: Request, most: int) -> bytes:
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told) > most:
        raise BodyTooLarge(f"the body has {told} bytes; send at most {most}")
    within_s = getattr(request.app.state, "body_within_s", WITHIN_S) * max(1, most // MEBIBYTE)
    try:
        async with asyncio.timeout(within_s):
            return await _parts(request, most)
    except TimeoutError:
        raise BodyTooSlow from None


async def _parts(request: Request, most: int) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise BodyTooLarge(f"the body has more than {most} bytes; send at most that")
        parts.append(part)
    return b"".join(parts)


class JsonBytes:
    """The bytes of a JSON body, read by whoever knows what they mean."""

    problems: Sequence[str] = (
        "malformed_json",
        "body_too_large",
        "body_too_deep",
        "body_too_complex",
        "body_too_slow",
        "media_type_not_read",
        "document_rejected",
    )

    def __init__(
        self,
        schema: Document,
        example: object,
        media: Sequence[str] = (JSON,),
        most: int = MEBIBYTE,
        *,
        deepest: int = DEEPEST,
        members: int = MOST_MEMBERS,
    ) -> None:
        self._schema = schema
        self._example = example
        self._media = frozenset(media)
        self.most = most
        self._deepest = deepest
        self._members = members

    async def __call__(self, request: Request) -> bytes:
        self._check_media(request.headers)
        body = await body_of(request, self.most)
        refuse_shape(body, deepest=self._deepest, members=self._members)
        return body

    def describe(self, operation: Document) -> None:
        """The body, for the OpenAPI document."""
        content = {"schema": self._schema, "example": self._example}
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(sorted(self._media), content)}

    def _check_media(self, headers: Mapping[str, str]) -> None:
        sent = headers.get("content-type", "").partition(";")[0].strip().lower()
        if sent not in self._media:
            raise MediaTypeNotRead(f"send the body as {' or '.join(sorted(self._media))}, and say so in `Content-Type`")
        if headers.get("content-encoding", "").strip().lower() not in _IDENTITY:
            raise MediaTypeNotRead("send the body as it is, without `Content-Encoding`")


class JsonBody(Generic[M]):
    """A JSON body as a strict model."""

    problems: Sequence[str] = JsonBytes.problems

    def __init__(self, model: type[M], example: object, media: Sequence[str] = (JSON,), most: int = MEBIBYTE) -> None:
        self._model = model
        self.most = most
        self._bytes = JsonBytes(model.model_json_schema(ref_template=REFERENCES), example, media, most)

    async def __call__(self, request: Request) -> M:
        body = await self._bytes(request)
        try:
            return self._model.model_validate_json(body)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        if details[0]["type"] == "json_invalid":
            raise NotJson
        raise DocumentRejected(faults=faults_of(details))

    def describe(self, operation: Document) -> None:
        """The body, for the OpenAPI document."""
        self._bytes.describe(operation)
