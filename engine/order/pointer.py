"""RFC 6901 pointers: how a fault says where in a document it lies."""

from collections.abc import Iterable


def pointer(parts: Iterable[str | int]) -> str:
    """The pointer of a path; the empty path is the whole document. Half a surrogate pair becomes a question mark."""
    text = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return text.encode("utf-8", "replace").decode()


def parts_of(text: str) -> tuple[str, ...]:
    """The path that a pointer names."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])
