"""ETags from version numbers, and the precondition that nobody overwrites what they have not seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from api.describing import Document
from api.refusals import IfMatchMissing, IfMatchNotValid, VersionPassed

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_LIST = re.compile(rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*")
_OURS = re.compile(r'(?<!W/)"([0-9]{1,9})"')
_DESCRIBED = r'^(\*|"[0-9]{1,9}"(, "[0-9]{1,9}"){0,9})$'
MOST_HEADER = 1024


def etag(version: int, *, weak: bool = False) -> str:
    """The tag of a version. A weak one, of something that may look different, never satisfies `If-Match`."""
    return f'W/"{version}"' if weak else f'"{version}"'


@dataclass(frozen=True, slots=True)
class Match:
    """The versions that a change was made for; nothing means any."""

    versions: frozenset[int] | None = None

    def check(self, version: int) -> None:
        """Raises VersionPassed unless this is the version; called where the version cannot change any more."""
        if self.versions is not None and version not in self.versions:
            raise VersionPassed


def read_if_match(text: str) -> Match:
    """RFC 9110: `*`, or a list of entity tags, compared strongly."""
    if text.strip() == "*":
        return Match()
    if len(text) > MOST_HEADER or _LIST.fullmatch(text) is None:
        raise IfMatchNotValid
    return Match(frozenset(int(version) for version in _OURS.findall(text)))


class _IfMatch:
    """The dependency."""

    def __init__(self, *, required: bool) -> None:
        self._required = required
        self.problems: Sequence[str] = ("if_match_not_valid", "version_passed", *(["if_match_missing"] * required))

    async def __call__(self, request: Request) -> Match:
        text = request.headers.get("if-match")
        if text is not None:
            return read_if_match(text)
        if self._required:
            raise IfMatchMissing
        return Match()

    def describe(self, operation: Document) -> None:
        """The header, for the OpenAPI document."""
        operation.setdefault("parameters", []).append(
            {
                "name": "If-Match",
                "in": "header",
                "required": self._required,
                "description": "ETag of what is changed.",
                "schema": {"type": "string", "pattern": _DESCRIBED},
                "example": etag(1),
            }
        )


if_match = _IfMatch(required=True)
maybe_if_match = _IfMatch(required=False)
