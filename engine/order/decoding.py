"""From the bytes of a JSON document to plain values, within bounds, and never guessing.

The bounds stand before everything else, so that no later step can be made to work without end.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import NoReturn

from engine.errors import Fault, OrderRejected

MOST_BYTES = 1_000_000
DEEPEST = 32

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class _Duplicate(ValueError):
    """One object names the same field twice."""


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # Readers differ in which of two equal names they keep, so two systems could see two different orders.
        raise _Duplicate
    return found


def _no_number(text: str) -> NoReturn:
    msg = f"`{text}` is not a JSON number"
    raise ValueError(msg)


def _refuse(code: str, detail: str) -> NoReturn:
    raise OrderRejected([Fault("", code, detail)])


def decode(body: bytes, most: int = MOST_BYTES) -> dict[str, Json]:
    """The object that `body` holds. Raises OrderRejected when it is too large, too deep, or not one JSON object."""
    if len(body) > most:
        _refuse("too_large", f"the document has {len(body)} bytes; send at most {most}")
    if not body.strip():
        _refuse("not_json", "there is nothing here; send or save one order as JSON")
    try:
        found = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        _refuse("too_deep", f"the document nests too deeply; use at most {DEEPEST} levels")
    except _Duplicate:
        _refuse("duplicate_field", "an object names the same field twice; name each field once")
    except UnicodeDecodeError as wrong:
        at = f"byte {wrong.start + 1} is 0x{body[wrong.start]:02x}"
        _refuse("not_utf8", f"the document is not UTF-8: {at}; save or send it as UTF-8")
    except json.JSONDecodeError as fault:
        _refuse("not_json", f"line {fault.lineno}, column {fault.colno} is not JSON; check quotes, commas and brackets")
    except ValueError:
        _refuse("not_json", "a number in the document is not a JSON number; use digits, without NaN or Infinity")
    # What opens no more brackets than may nest cannot nest too deeply.
    if isinstance(found, dict) and body.count(b"{") + body.count(b"[") <= DEEPEST:
        return found
    return bounded(found)


def bounded(document: object) -> dict[str, Json]:
    """A JSON object of permitted depth, as plain dicts and lists. Raises OrderRejected for anything else."""
    plain = _plain(document, 0)
    if not isinstance(plain, dict):
        _refuse("not_an_object", "the document is not one JSON object; send one order in braces")
    return plain


def _plain(value: object, depth: int) -> Json:
    if depth > DEEPEST:
        _refuse("too_deep", f"the document nests too deeply; use at most {DEEPEST} levels")
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not isfinite(value):
        _refuse("not_json", "a number in the document is not finite; leave the field out")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(held, depth + 1) for name, held in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(held, depth + 1) for held in value]
    _refuse("not_json", f"a value of type {type(value).__name__} is not JSON; write moments and decimals as text")
