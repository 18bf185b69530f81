"""Names under which something is kept once: with the word that tells it apart, a name of others may be too long."""

import hashlib

LONGEST = 128  # characters of such a column
KEPT = 95


def fitting(name: str) -> str:
    """The name, or where it is too long its beginning and a digest of it; the same each time."""
    if len(name) <= LONGEST:
        return name
    return f"{name[:KEPT]}:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
