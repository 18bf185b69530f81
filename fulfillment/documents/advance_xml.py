"""Electronic advance data as XML: the same message under the same names, one element a value, lists in a wrapper.

Text that XML 1.0 cannot hold (control characters, lone surrogates) is refused, so that reading gives back what was
written. Entities and document types are refused when reading.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from fulfillment.documents.advance_data import AdvanceData, Tree, from_tree, to_tree
from fulfillment.documents.advance_form import ADDRESSEE, ITEM, TOTALS, Kind, Slot, slots
from fulfillment.documents.declaration import Consignee, Declaration
from fulfillment.documents.declaration_errors import AdvanceDataRejected

ROOT, ENTRY = "advance_data", "entry"
NAMESPACE = "urn:clearway:advance-data:1"
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_TO_ESCAPE = re.compile("[&<>\r]")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def to_xml(data: AdvanceData) -> bytes:
    """UTF-8, indented. Raises AdvanceDataRejected for text that XML cannot hold."""
    tree = to_tree(data)
    version = tree.pop("version")
    head = f'<{ROOT} xmlns="{NAMESPACE}" version="{version}">'
    body = "\n".join(
        line for name in (ITEM, TOTALS, ADDRESSEE) if name in tree for line in _element(name, tree[name], 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</{ROOT}>\n'.encode()


def from_xml(content: bytes) -> AdvanceData:
    """The inverse of `to_xml`. Raises AdvanceDataRejected."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise AdvanceDataRejected("", "is no XML that is read here") from error
    if _name(root) != ROOT or root.get("version") != "1":
        raise AdvanceDataRejected("", f"must be <{ROOT}> of version 1")
    tree: Tree = {"format": "clearway-advance-data", "version": 1}
    for child in root:
        name = _name(child)
        if name in tree:
            raise AdvanceDataRejected(f"/{name}", "stands twice")
        tree[name] = _read(child, name)
    return from_tree(tree)


def _read(element: Element, name: str) -> Tree:
    if name == TOTALS:
        return {_name(each): _number(each) for each in element}
    kind = {ITEM: Declaration, ADDRESSEE: Consignee}.get(name)
    if kind is None:
        raise AdvanceDataRejected(f"/{name}", "is no field of this message")
    return _object(element, kind)


def _object(element: Element, kind: type) -> Tree:
    by_name = {slot.name: slot for slot in slots(kind)}
    tree: Tree = {}
    for child in element:
        name = _name(child)
        if name in tree:
            raise AdvanceDataRejected(f"/{name}", "stands twice")
        slot = by_name.get(name)
        tree[name] = (child.text or "") if slot is None else _value(child, slot)
    return tree


def _value(element: Element, slot: Slot) -> Any:  # noqa: ANN401 - JSON of the slot's kind
    match slot.kind:
        case Kind.OBJECT:
            return _object(element, slot.holds)
        case Kind.OBJECTS:
            return [_object(each, slot.holds) for each in element]
        case Kind.TEXTS | Kind.SET:
            return [each.text or "" for each in element]
        case Kind.PAIRS:
            return [{_name(part): part.text or "" for part in each} for each in element]
        case Kind.WHOLE:
            return _number(element)
        case Kind.FLAG:
            return {"true": True, "false": False}.get(element.text or "")
        case _:
            return element.text or ""


def _number(element: Element) -> int | None:
    text = element.text or ""
    return int(text) if _WHOLE.fullmatch(text) else None


def _name(element: Element) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


def _element(name: str, value: object, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else ((ENTRY, each) for each in value)
        yield f"{pad}<{name}>"
        for child, held in inner:
            yield from _element(child, held, depth + 1)
        yield f"{pad}</{name}>"
        return
    yield f"{pad}<{name}>{_text(value)}</{name}>"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if _UNWRITABLE.search(text):
        raise AdvanceDataRejected("", "a text has signs that XML cannot hold; correct the order or product file")
    return _TO_ESCAPE.sub(lambda sign: _SIGNS[sign[0]], text)
