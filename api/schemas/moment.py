"""A moment in an address: RFC 3339 with its zone, and nothing else that a reader of dates would take."""

import re
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator

_DAY_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}")


def _is_written_out(text: object) -> object:
    """A bare number would be read as seconds since 1970. Raises ValueError."""
    if isinstance(text, str) and _DAY_FIRST.match(text) is None:
        raise ValueError("write the moment out, such as 2026-11-27T09:30:00Z")
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(_is_written_out)]
