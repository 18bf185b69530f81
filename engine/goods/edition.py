"""The digest of a folder of data: it changes when, and only when, a statement of the data does."""

import hashlib
from pathlib import Path

STATED_IN = (".csv", ".yaml")


def edition_of(folder: Path) -> str:
    """SHA-256 over all files, by name; comments, blank lines and trailing blanks are no statements."""
    digest = hashlib.sha256()
    files = (path for path in folder.rglob("*") if path.suffix in STATED_IN)
    for path in sorted(files, key=lambda item: item.relative_to(folder).as_posix()):
        digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                digest.update(line.rstrip().encode() + b"\n")
    return digest.hexdigest()
