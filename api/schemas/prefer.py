"""The header `Prefer` (RFC 7240, June 2014): of all preferences only `respond-async` is applied, and then said so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from api.describing import Document

HEADER, APPLIED = "Prefer", "Preference-Applied"
RESPOND_ASYNC = "respond-async"
MOST = 1024
_WORD = re.compile(r"^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:[=;]|$)")


@dataclass(frozen=True, slots=True)
class Preferred:
    """What a caller would like; what is not known is left out, as the RFC asks."""

    respond_async: bool = False


NOTHING = Preferred()


def read_prefer(sent: Sequence[str]) -> Preferred:
    """The preferences of the header, which may come several times; names are read without regard to case."""
    names = set()
    for each in ",".join(sent)[:MOST].split(","):
        found = _WORD.match(each)
        if found is not None:
            names.add(found[1].lower())
    return Preferred(respond_async=RESPOND_ASYNC in names)


class _Prefers:
    """The dependency."""

    problems: Sequence[str] = ()

    async def __call__(self, request: Request) -> Preferred:
        sent = request.headers.getlist(HEADER)
        return read_prefer(sent) if sent else NOTHING

    def describe(self, operation: Document) -> None:
        """The header, for the OpenAPI document."""
        operation.setdefault("parameters", []).append(
            {
                "name": HEADER,
                "in": "header",
                "required": False,
                "description": "`respond-async` (RFC 7240) takes the order in and decides it a moment later: 202 with "
                "`Location` and `Preference-Applied`. Other preferences are not applied.",
                "schema": {"type": "string"},
                "example": RESPOND_ASYNC,
            }
        )


prefers = _Prefers()
