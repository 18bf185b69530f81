"""JSON documents of providers: numbers exact, depth bounded, values asked for by path with their place told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import Faults, quoted
from fulfillment.payments.settlement.readers.amounts import BadAmount, minor_units, read_amount
from fulfillment.payments.settlement.readers.letters import MOST_BYTES
from fulfillment.payments.settlement.readers.moments import BadMoment, read_moment
from fulfillment.payments.settlement.readers.sheet import LONGEST_TEXT

MOST_DEPTH = 40
OPENING, CLOSING = b"[{", b"]}"


def document_of(content: bytes, faults: Faults) -> object:
    """The document, its numbers as Decimal. Raises ReportRejected."""
    if len(content) > MOST_BYTES:
        raise faults.rejected(0, "", "too_large", f"more than {MOST_BYTES:,} bytes; ask for a shorter period")
    if _depth(content) > MOST_DEPTH:
        raise faults.rejected(0, "", "too_deep", f"the document is nested deeper than {MOST_DEPTH}; get it again")
    try:
        return json.loads(content, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, InvalidOperation, RecursionError) as bad:
        detail = "the document is no JSON that can be read; get it again"
        raise faults.rejected(0, "", "not_json", detail) from bad


def _no_number(name: str) -> NoReturn:
    msg = f"{name} is no number"
    raise ValueError(msg)


def _depth(content: bytes) -> int:
    """No less than how deep it is nested: brackets inside texts count, too, and close again in most."""
    deepest = depth = 0
    inside = escaped = False
    for byte in content:
        if inside:
            escaped, inside = (byte == 0x5C and not escaped), (byte != 0x22 or escaped)
        elif byte == 0x22:  # a quotation mark
            inside = True
        elif byte in OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif byte in CLOSING:
            depth -= 1
    return deepest


@dataclass(slots=True)
class Document:
    """One object of a list. `number` counts them from 1."""

    faults: Faults
    number: int
    value: object

    def at(self, *path: str) -> object:
        """The value under a path of names; None when it is not there."""
        found = self.value
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def bad(self, path: Sequence[str], code: str, detail: str) -> None:
        """Notes a fault at a path."""
        self.faults.add(self.number, "/".join(path), code, detail)

    def text(self, *path: str) -> str:
        """A text of bounded length; empty when it is not there."""
        found = self.at(*path)
        if isinstance(found, Decimal):
            return str(found)
        if found is None or isinstance(found, str):
            return (found or "").strip()[:LONGEST_TEXT]
        self.bad(path, "not_text", "this must be a text")
        return ""

    def currency(self, *path: str) -> str:
        """A currency code; empty and a fault when it is none."""
        code = self.text(*path).upper()
        if code in exponents():
            return code
        self.bad(path, "bad_currency", f"`{quoted(code)}` is no currency; write three letters such as EUR")
        return ""

    def amount(self, currency: str, *path: str) -> int:
        """Minor units; 0 and a fault when it is none."""
        text = self.text(*path)
        try:
            return minor_units(read_amount(text), currency) if currency else 0
        except BadAmount as bad:
            self.bad(path, "bad_amount", str(bad))
            return 0

    def rate(self, *path: str) -> Decimal | None:
        """A rate of exchange; None when there is none."""
        text = self.text(*path)
        try:
            rate = read_amount(text) if text else None
        except BadAmount as bad:
            self.bad(path, "bad_rate", str(bad))
            return None
        return rate or None

    def moment(self, *path: str) -> datetime | None:
        """A moment in UTC; None when it is not there or bad."""
        text = self.text(*path)
        try:
            return read_moment(text, (), UTC) if text else None
        except BadMoment as bad:
            self.bad(path, "bad_moment", str(bad))
            return None

    def parts(self, *path: str) -> list["Document"]:
        """The objects of a list under a path, under this one's number."""
        found = self.at(*path)
        if found is None:
            return []
        if not isinstance(found, list):
            self.bad(path, "not_a_list", "this must be a list")
            return []
        return [Document(self.faults, self.number, each) for each in found]
