"""Which scripts a text is written in, and whether the carriers of a country read them."""

from functools import cache

from engine.address.sources import own_rows

# First and last code point of the blocks that addresses are written in; Latin, digits and signs are read everywhere.
BLOCKS = (
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("armenian", 0x530, 0x58F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x77F),
    ("devanagari", 0x900, 0x97F),
    ("bengali", 0x980, 0x9FF),
    ("tamil", 0xB80, 0xBFF),
    ("telugu", 0xC00, 0xC7F),
    ("sinhala", 0xD80, 0xDFF),
    ("thai", 0xE00, 0xE7F),
    ("lao", 0xE80, 0xEFF),
    ("myanmar", 0x1000, 0x109F),
    ("georgian", 0x10A0, 0x10FF),
    ("hangul", 0x1100, 0x11FF),
    ("ethiopic", 0x1200, 0x139F),
    ("khmer", 0x1780, 0x17FF),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("hangul", 0xAC00, 0xD7AF),
)


def scripts_of(text: str) -> frozenset[str]:
    """Scripts of its letters, Latin left out."""
    if text.isascii():
        return frozenset()
    letters = {ord(char) for char in text if char.isalpha()}
    return frozenset(name for name, first, last in BLOCKS if any(first <= letter <= last for letter in letters))


def readable(text: str, country: str) -> bool:
    """Whether carriers of the country can read every script of the text."""
    return scripts_of(text) <= _read_in().get(country, frozenset())


@cache
def _read_in() -> dict[str, frozenset[str]]:
    return {row["country"]: frozenset(row["scripts"].split()) for row in own_rows("scripts")}
