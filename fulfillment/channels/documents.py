"""Reading a marketplace's answer without trusting its shape: what is not there, or is something else, is nothing.

`Node` is stricter: it is for what must be there.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from fulfillment.channels.node import Node

Json = Mapping[str, object]


def part(document: object, *names: str) -> object:
    """What lies behind the names, one in the other; None where one is missing."""
    return Node(document).at(*names).value


def text(document: object, *names: str) -> str:
    """A text, or a number as text; empty for anything else."""
    return Node(document).maybe(*names)


def whole(document: object, *names: str) -> int:
    """A whole number, that may be written as text; 0 for anything else."""
    found = text(document, *names)
    return int(found) if found.lstrip("-").isdecimal() else 0


def each(document: object, *names: str) -> tuple[Json, ...]:
    """The objects of a list."""
    found = part(document, *names)
    return tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def moment(document: object, *names: str) -> datetime:
    """A moment, in UTC. Raises AnswerRefused where there is none."""
    return Node(document).moment(*names, zone=UTC).astimezone(UTC)


def stamp(at: datetime) -> str:
    """A moment as most channels write it: UTC, milliseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
