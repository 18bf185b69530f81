"""How deep a JSON body may nest and how many members it may have, found out before anything is built of it.

What opens no more brackets than may nest, and holds no more commas than there may be members, is within both bounds:
two passes over the bytes say so of nearly every body. Only others are walked, without their texts.
"""

import re
from collections.abc import Iterator

from api.refusals import BodyTooComplex, BodyTooDeep

DEEPEST = 32
MOST_MEMBERS = 20_000
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_MARK = re.compile(rb"[\[{\]},]")


def refuse_shape(body: bytes, *, deepest: int = DEEPEST, members: int = MOST_MEMBERS) -> None:
    """Raises BodyTooDeep and BodyTooComplex. What is no JSON is left to its reader."""
    may_nest = body.count(b"{") + body.count(b"[") > deepest
    may_hold = body.count(b",") >= members
    if not (may_nest or may_hold):
        return
    depth = held = 0
    for mark in _marks(body):
        if mark in b"[{":
            depth += 1
            if depth > deepest:
                raise BodyTooDeep(f"the body nests too deeply; use at most {deepest} levels")
        elif mark in b"]}":
            depth -= 1
        else:
            held += 1
            if held >= members:
                raise BodyTooComplex(f"the body has too many members; send at most {members}")


def _marks(body: bytes) -> Iterator[bytes]:
    """Brackets and commas outside texts."""
    return (each[0] for each in _MARK.finditer(_TEXT.sub(b"", body)))
