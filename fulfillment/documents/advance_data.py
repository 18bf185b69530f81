"""Electronic advance data of a parcel, as JSON: written from a declaration, and read back into the same one.

The same object gives the same bytes. Totals are written for readers and checked when they are read. Reading is strict:
what is missing, of another kind or left over is refused with its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from fulfillment.documents.advance_form import ADDRESSEE, FORMAT, ITEM, TOTALS, VERSION, Kind, Slot, slots
from fulfillment.documents.declaration import Consignee, Declaration
from fulfillment.documents.declaration_errors import AdvanceDataRejected

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceData:
    """What is sent ahead of a parcel. Without `consignee` it holds nothing personal and may be kept."""

    declaration: Declaration
    consignee: Consignee | None = None


def to_tree(data: AdvanceData) -> Tree:
    """The message as mappings, lists and plain values."""
    tree: Tree = {
        "format": FORMAT,
        "version": VERSION,
        ITEM: written(data.declaration),
        TOTALS: totals(data.declaration),
    }
    return tree if data.consignee is None else tree | {ADDRESSEE: written(data.consignee)}


def from_tree(tree: object) -> AdvanceData:
    """The inverse of `to_tree`. Raises AdvanceDataRejected."""
    message = _mapping(tree, "")
    _only(message, {"format", "version", ITEM, TOTALS, ADDRESSEE}, "")
    if message.get("format") != FORMAT or message.get("version") != VERSION:
        raise AdvanceDataRejected("/format", f"must be {FORMAT}, version {VERSION}")
    declaration = read(Declaration, message.get(ITEM), f"/{ITEM}")
    addressee = message.get(ADDRESSEE)
    # As bytes, since True and 1.0 would be equal to 1.
    if orjson.dumps(message.get(TOTALS), option=orjson.OPT_SORT_KEYS) != orjson.dumps(
        totals(declaration), option=orjson.OPT_SORT_KEYS
    ):
        raise AdvanceDataRejected(f"/{TOTALS}", "differ from the content pieces; compute them anew")
    consignee = None if addressee is None else read(Consignee, addressee, f"/{ADDRESSEE}")
    return AdvanceData(declaration=declaration, consignee=consignee)


def to_json(data: AdvanceData) -> bytes:
    """UTF-8, indented, keys in the order of the form."""
    return orjson.dumps(to_tree(data), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def from_json(content: bytes) -> AdvanceData:
    """The inverse of `to_json`. Raises AdvanceDataRejected."""
    try:
        tree = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise AdvanceDataRejected("", "is no JSON") from error
    return from_tree(tree)


def totals(declaration: Declaration) -> Tree:
    """What adds up over the content pieces."""
    return {
        "declared_value": declaration.total,
        "goods_value": declaration.goods,
        "net_weight_g": declaration.net_g,
        "number_of_pieces": len(declaration.lines),
    }


def written(value: object) -> Tree:
    """One of our objects; what is empty is left out."""
    tree: Tree = {}
    for slot in slots(type(value)):
        told = _told(slot, getattr(value, slot.field))
        if told not in (None, "", []):
            tree[slot.name] = told
    return tree


def read(kind: type[Any], value: object, where: str) -> Any:  # noqa: ANN401 - an instance of `kind`
    """An object of our own. Raises AdvanceDataRejected, naming the place."""
    tree = _mapping(value, where)
    own = slots(kind)
    _only(tree, {slot.name for slot in own}, where)
    return kind(**{slot.field: _value(slot, tree.get(slot.name), f"{where}/{slot.name}") for slot in own})


def _told(slot: Slot, value: Any) -> object:  # noqa: ANN401 - whatever the slot holds
    match slot.kind:
        case Kind.OBJECT:
            return written(value)
        case Kind.OBJECTS:
            return [written(each) for each in value]
        case Kind.SET:
            return sorted(value)
        case Kind.TEXTS:
            return list(value)
        case Kind.PAIRS:
            return [{"name": name, "value": held} for name, held in value]
        case Kind.DAY:
            return None if value is None else value.isoformat()
        case Kind.WORD:
            return value.value
        case _:
            return value


def _value(slot: Slot, value: object, where: str) -> object:
    match slot.kind:
        case Kind.OBJECT:
            return read(slot.holds, value, where)
        case Kind.OBJECTS:
            return tuple(read(slot.holds, each, f"{where}/{at}") for at, each in enumerate(_list(value, where)))
        case Kind.SET:
            return frozenset(_text(each, where) for each in _list(value, where))
        case Kind.TEXTS:
            return tuple(_text(each, f"{where}/{at}") for at, each in enumerate(_list(value, where)))
        case Kind.PAIRS:
            return tuple(_pair(each, f"{where}/{at}") for at, each in enumerate(_list(value, where)))
        case _:
            return _plain(slot, value, where)


def _plain(slot: Slot, value: object, where: str) -> object:
    if value is None and slot.maybe:
        return None
    match slot.kind:
        case Kind.WHOLE if isinstance(value, int) and not isinstance(value, bool):
            return value
        case Kind.FLAG if isinstance(value, bool):
            return value
        case Kind.DAY:
            return _day(value, where)
        case Kind.WORD if value in list(slot.holds):
            return slot.holds(value)
        case Kind.TEXT:
            return _text("" if value is None else value, where)
        case _:
            raise AdvanceDataRejected(where, f"must be given, as {slot.kind}")


def _day(value: object, where: str) -> date:
    try:
        return date.fromisoformat(_text(value, where))
    except ValueError as error:
        raise AdvanceDataRejected(where, "must be a day such as 2026-11-26") from error


def _pair(value: object, where: str) -> tuple[str, str]:
    tree = _mapping(value, where)
    _only(tree, {"name", "value"}, where)
    return _text(tree.get("name"), f"{where}/name"), _text(tree.get("value"), f"{where}/value")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise AdvanceDataRejected(where, "must be text")
    return value


def _list(value: object, where: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise AdvanceDataRejected(where, "must be a list")
    return value


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise AdvanceDataRejected(where, "must be an object")
    return value


def _only(tree: Mapping[str, object], names: set[str], where: str) -> None:
    for name in tree:
        if name not in names:
            raise AdvanceDataRejected(f"{where}/{name}", "is no field of this message")
