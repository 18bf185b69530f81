"""Reading what a channel answered, without trusting its shape: what is not there, or is something else, is nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime

from fulfillment.channels.errors import AnswerRefused

Json = Mapping[str, object]
NOTHING: Json = {}


def part(document: object, *names: str) -> object:
    """What lies behind the names, one in the other; None where one is missing."""
    found = document
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def text(document: object, *names: str) -> str:
    """A text, or a number as text; empty for anything else."""
    found = part(document, *names)
    return str(found) if isinstance(found, str | int | float) and not isinstance(found, bool) else ""


def whole(document: object, *names: str) -> int:
    """A whole number, that may be written as text; 0 for anything else."""
    found = text(document, *names)
    return int(found) if found.lstrip("-").isdecimal() else 0


def each(document: object, *names: str) -> tuple[Json, ...]:
    """The objects of a list."""
    found = part(document, *names)
    return tuple(one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else ()


def moment(document: object, *names: str) -> datetime:
    """A moment, in UTC. Raises AnswerRefused where there is none."""
    found = text(document, *names)
    try:
        stated = datetime.fromisoformat(found)
    except ValueError:
        raise AnswerRefused(f"`{'.'.join(names)}`") from None
    return stated.astimezone(UTC) if stated.tzinfo is not None else stated.replace(tzinfo=UTC)


def stamp(at: datetime) -> str:
    """A moment as most channels write it: UTC, milliseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
