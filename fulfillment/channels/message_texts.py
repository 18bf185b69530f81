"""What marketplaces forbid in a text to a buyer: links, addresses of mail, and more letters than they take."""

import re

from fulfillment.channels.errors import SayingRefused

_LINK = re.compile(r"(?i)https?://|www\.[a-z0-9]|[a-z0-9._%+-]+@[a-z0-9-]+\.[a-z]{2,}")


def checked(words: str, most: int) -> str:
    """The text, trimmed. Raises SayingRefused."""
    trimmed = words.strip()
    if not trimmed or len(trimmed) > most:
        raise SayingRefused("TEXT_LENGTH", f"the text must have 1 to {most} letters and has {len(trimmed)}")
    if _LINK.search(trimmed):
        raise SayingRefused("TEXT_LINK", "marketplaces take no links and no addresses of mail in a message")
    return trimmed
