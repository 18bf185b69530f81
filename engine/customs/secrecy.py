"""Tax numbers that nobody may read on a parcel: the import one-stop-shop number travels as data alone.

A number that was read off a label is used by others, and its holder answers for their tax. Some shops put it into an
address line, where a label would print it.
"""

import re

_IOSS = re.compile(
    r"(?:\bIOSS\b[\s:：#.-]*(?:(?:no|nr|number|num)\b[\s:：#.-]*)?)?"
    r"(?<![A-Za-z0-9])IM(?:[\s.-]?\d){10}(?!\d)",
    re.IGNORECASE,
)


def without_secret_numbers(text: str) -> str:
    """The text without numbers of the one-stop shop, and without the word in front of them."""
    if "m" not in text and "M" not in text:
        return text
    return " ".join(_IOSS.sub(" ", text).split()).strip(" ,;:-/") if _IOSS.search(text) else text
