"""One spelling for one text: canonical Unicode, no invisible characters, no stray space, and blank means absent.

Two texts that look the same must be the same to lists, links and rules, whichever keyboard or shop they come from.
"""

import re
from unicodedata import normalize

from engine.order.decoding import Json

# Fields whose line breaks carry meaning; elsewhere a line break is a space.
NOTES = frozenset({"buyer_note", "seller_note", "description", "customer_messages"})

# Control and surrogate characters, and those that only steer the direction or the breaking of text. The joiners
# U+200C and U+200D stay: Persian and Indian names are written with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_BREAK = re.compile(r"[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])[ \t]*")


def tidy_text(text: str, *, note: bool = False) -> str:
    """The text as everyone sees it; a `note` keeps its line breaks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    visible = _BREAK.sub("\n" if note else " ", _INVISIBLE.sub("", text)).replace("\t", " ")
    return normalize("NFC", visible).strip()


def tidy(value: Json, name: str = "") -> Json:
    """The same document with tidy texts and whole numbers, without fields that hold nothing."""
    if isinstance(value, str):
        return tidy_text(value, note=name in NOTES)
    if isinstance(value, dict):
        held = {field: tidy(part, field) for field, part in value.items()}
        return {field: part for field, part in held.items() if part is not None and part != ""}
    if isinstance(value, list):
        return [tidy(part, name) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # JSON knows one kind of number: 2.0 is 2
    return value
