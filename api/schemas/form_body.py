"""A form that a browser sends (RFC 7578, or urlencoded): bounded as a whole and in its parts, read from the bytes."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from api.describing import Document
from api.refusals import DocumentRejected, MediaTypeNotRead
from api.schemas.body import body_of

MULTIPART, ENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
MOST_FIELDS = 200
MOST_TEXT = 8192


@dataclass(frozen=True, slots=True)
class SentForm:
    """Texts and files by the names of their fields; of several with one name the last one counts."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


class FormBody:
    """The dependency. Raises BodyTooLarge, MediaTypeNotRead, DocumentRejected."""

    problems: Sequence[str] = ("body_too_large", "media_type_not_read", "document_rejected")

    def __init__(self, most: int, files: int) -> None:
        self._most = most
        self._files = files

    async def __call__(self, request: Request) -> SentForm:
        sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if sent not in (MULTIPART, ENCODED):
            raise MediaTypeNotRead(f"send the form as {MULTIPART} or {ENCODED}")
        parser = self._parser(request, sent, _once(await body_of(request, self._most)))
        try:
            form = await parser.parse()
        except (MultiPartException, UnicodeDecodeError, KeyError) as error:
            raise DocumentRejected("the form cannot be read; send it as a browser does") from error
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        if len(texts) > MOST_FIELDS or any(len(value) > MOST_TEXT for value in texts.values()):
            raise DocumentRejected("the form has too many fields, or one that is too long")
        files = {name: await value.read() for name, value in form.multi_items() if isinstance(value, UploadFile)}
        await form.close()
        return SentForm(texts, files)

    def _parser(self, request: Request, sent: str, stream: AsyncGenerator[bytes, None]) -> MultiPartParser | FormParser:
        if sent == ENCODED:
            return FormParser(request.headers, stream)
        return MultiPartParser(
            request.headers, stream, max_files=self._files, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT * 4
        )

    def describe(self, operation: Document) -> None:
        """The body, for the OpenAPI document."""
        operation["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": {"type": "object"}}}}


async def _once(content: bytes) -> AsyncGenerator[bytes, None]:
    yield content
