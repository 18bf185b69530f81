"""In which language reasons are put: the first of `Accept-Language` that texts exist in, else English (RFC 9110)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Request

from api.describing import Document

SPOKEN = ("en", "zh")


def language_of(request: Request) -> str:
    """The language that a request asks for."""
    asked = request.headers.get("accept-language", "")
    wanted = (part.partition(";")[0].strip().lower().partition("-")[0] for part in asked[:200].split(","))
    return next((each for each in wanted if each in SPOKEN), SPOKEN[0])


class _Language:
    """The dependency."""

    problems: Sequence[str] = ()

    async def __call__(self, request: Request) -> str:
        return language_of(request)

    def describe(self, operation: Document) -> None:
        """The header, for the OpenAPI document."""
        operation.setdefault("parameters", []).append(
            {
                "name": "Accept-Language",
                "in": "header",
                "required": False,
                "description": f"Language of the reasons: {', '.join(SPOKEN)}.",
                "schema": {"type": "string"},
                "example": "zh",
            }
        )


Language = Annotated[str, Depends(_Language())]
