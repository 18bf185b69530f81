"""A body that is a file: bounded, and of a media type that is kept."""

from collections.abc import Sequence

from fastapi import Request

from api.describing import Document
from api.refusals import MediaTypeNotRead
from api.schemas.body import body_of


class FileBody:
    """The bytes of a file. What they really are is for whoever keeps them to find out."""

    problems: Sequence[str] = ("body_too_large", "body_too_slow", "media_type_not_read")

    def __init__(self, media: Sequence[str], most: int) -> None:
        self._media = tuple(media)
        self.most = most

    async def __call__(self, request: Request) -> bytes:
        sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if sent not in self._media:
            raise MediaTypeNotRead(f"send the file as {' or '.join(self._media)}, and say so in `Content-Type`")
        return await body_of(request, self.most)

    def describe(self, operation: Document) -> None:
        """The body, for the OpenAPI document."""
        content = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(self._media, content)}
