"""RFC 6901 pointers: how a fault says where in a document it lies."""

from collections.abc import Iterable


def pointer(parts: Iterable[str | int]) -> str:
    """The pointer of a path; the empty path is the whole document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parts_of(text: str) -> tuple[str, ...]:
    """The path that a pointer names."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])
