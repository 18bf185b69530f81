"""Listings by cursor: stable while rows are added, and never a count of pages.

A cursor is the key of the last row, opaque to callers. A listing asks for `page.rows` rows behind `page.after(...)`,
one more than it shows, and hands them to `listing`.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import orjson
from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from api.answers import answer
from api.describing import Document
from api.refusals import CursorNotValid, ParameterRejected
from engine.clock import moment

USUAL, MOST = 50, 200
MOST_CURSOR = 1024
LARGEST = 2**63 - 1
_LIMIT = re.compile(r"[1-9][0-9]{0,2}")

Key = tuple[int | str, ...]
T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """One part of a listing. `next_cursor` goes on behind it."""

    data: list[T]
    next_cursor: str | None
    has_more: bool


def write_cursor(key: Key) -> str:
    """The cursor of a row's key."""
    return urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode("ascii")


def read_cursor(text: str, *kinds: type[int] | type[str]) -> Key:
    """The key of a cursor, whose parts are of these kinds. Raises CursorNotValid for whatever we did not write."""
    try:
        found = orjson.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (UnicodeEncodeError, NotBase64, orjson.JSONDecodeError):
        raise CursorNotValid from None
    if not isinstance(found, list) or len(found) != len(kinds):
        raise CursorNotValid
    if not all(type(part) is kind and _fits(part) for part, kind in zip(found, kinds, strict=True)):
        raise CursorNotValid
    if write_cursor(tuple(found)) != text:
        raise CursorNotValid
    return tuple(found)


def _fits(part: int | str) -> bool:
    # What a database would refuse is refused here, as the caller's fault.
    if isinstance(part, str):
        return "\0" not in part
    return -LARGEST <= part <= LARGEST


@dataclass(frozen=True, slots=True)
class PageWanted:
    """Which part of a listing a request asks for."""

    limit: int
    cursor: str | None = None

    @property
    def rows(self) -> int:
        """How many rows to read: one more than is shown says whether there are more."""
        return self.limit + 1

    def after(self, *kinds: type[int] | type[str]) -> Key | None:
        """The key behind which to go on; nothing at the beginning."""
        return None if self.cursor is None else read_cursor(self.cursor, *kinds)

    def after_moment(self) -> tuple[datetime, str] | None:
        """The moment and the id behind which to go on. Raises CursorNotValid also for a moment that no calendar has."""
        key = self.after(int, str)
        if key is None:
            return None
        try:
            return moment(int(key[0])), str(key[1])
        except OverflowError:
            raise CursorNotValid from None


class _PageAsked:
    """The dependency."""

    problems: Sequence[str] = ("cursor_not_valid", "parameter_rejected")

    async def __call__(self, request: Request) -> PageWanted:
        asked = request.query_params
        limit, cursor = asked.get("limit", str(USUAL)), asked.get("cursor")
        if _LIMIT.fullmatch(limit) is None or int(limit) > MOST:
            raise ParameterRejected("limit", "out_of_range", f"use a whole number from 1 to {MOST}")
        if cursor is not None and not 0 < len(cursor) <= MOST_CURSOR:
            raise CursorNotValid
        return PageWanted(int(limit), cursor)

    def describe(self, operation: Document) -> None:
        """Both parameters, for the OpenAPI document."""
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
        cursor = {"type": "string", "minLength": 1, "maxLength": MOST_CURSOR}
        operation.setdefault("parameters", []).extend(
            [
                {"name": "limit", "in": "query", "description": "How many at most.", "schema": limit},
                {"name": "cursor", "in": "query", "description": "`next_cursor` of the part before.", "schema": cursor},
            ]
        )


page = _PageAsked()


def listing(
    rows: Sequence[T],
    wanted: PageWanted,
    key: Callable[[T], Key],
    show: Callable[[T], object],
    headers: Mapping[str, str] | None = None,
    *,
    endless: bool = False,
) -> Response:
    """The answer. An `endless` listing, such as the feed of events, has a cursor even where it ends for now."""
    shown, more = rows[: wanted.limit], len(rows) > wanted.limit
    goes_on = shown and (more or endless)
    cursor = write_cursor(key(shown[-1])) if goes_on else (wanted.cursor if endless else None)
    return answer({"data": [show(row) for row in shown], "next_cursor": cursor, "has_more": more}, headers=headers)
