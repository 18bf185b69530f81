"""Words of a street for comparing two: "5 Main Street" and "Main St. 5" are one."""

import re
from functools import cache, lru_cache

from engine.address.sources import own_rows
from engine.address.spelling import fold

JOINED = re.compile(r"(?<=\w)(?:strasse|straat|gatan|gata|vej|veien|vegen)\b")


@lru_cache(maxsize=8192)
def street_words(street: str) -> frozenset[str]:
    """Its words in any order, each kind of street in its short form, joined or apart."""
    apart = JOINED.sub(lambda found: f" {found[0]}", fold(street))
    apart = re.sub(r"(?<=[a-z]{3})str\b", " str", apart)
    short = _short()
    return frozenset(short.get(word, word) for word in apart.split())


@cache
def _short() -> dict[str, str]:
    return {row["word"]: row["short"] for row in own_rows("street_words")}
