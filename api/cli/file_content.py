"""The bytes of a file that the desk takes in."""

from pathlib import Path


def content_of(file: Path, most: int) -> bytes:
    """The bytes of a file, no more of them than tell that it has more than `most`."""
    with file.open("rb") as opened:
        return opened.read(most + 1)
