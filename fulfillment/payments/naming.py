"""Names of movements, which may be too long with the word that tells them apart."""

import hashlib

LONGEST = 128  # characters of a name in the ledger
KEPT = 95


def fitting(name: str) -> str:
    """The name, or where it is too long its beginning and a digest of it; the same each time."""
    if len(name) <= LONGEST:
        return name
    return f"{name[:KEPT]}:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
