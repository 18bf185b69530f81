"""A value together with the place in the source that it came from, and drafts of documents made of such values.

An importer builds the canonical document out of held values; what the reader then finds wrong with a canonical
field is reported at the place in the source, which is what the sender can look at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.errors import Fault, OrderRejected
from engine.order.decoding import Json
from engine.order.order import Order
from engine.order.pointer import parts_of, pointer
from engine.order.reading import read_order

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """`value` is None where the source holds nothing: the place is kept for a later fault."""

    value: Json
    path: Path

    def then(self, value: Json) -> "Held":
        """Another value, from the same place."""
        return Held(value, self.path)


Draft: TypeAlias = "Held | Mapping[str, Draft] | Sequence[Draft] | None"


def order_of(draft: Draft, faults: Sequence[Fault] = ()) -> Order:
    """Read a drafted document. Raises OrderRejected with the given faults and the reader's, at their places."""
    origins = dict(_origins(draft, ()))
    # An order without any address is an order all the same: rules say what is missing, and ask for it.
    plain = _document(draft)
    document: dict[str, Json] = {"shipping_address": {}, **plain} if isinstance(plain, dict) else {}
    found: list[Fault] = list(faults)
    try:
        order = read_order(document)
    except OrderRejected as rejected:
        known = {fault.pointer for fault in faults}
        at_source = [Fault(_origin(fault.pointer, origins), fault.code, fault.detail) for fault in rejected.faults]
        # A value that could not be converted is left out, so the reader would report the same place as missing.
        found += [fault for fault in at_source if fault.pointer not in known]
        raise OrderRejected(found) from None
    if found:
        raise OrderRejected(found)
    return order


def _document(draft: Draft) -> Json:
    """The plain document of a draft, without the parts in which nothing is known."""
    if draft is None or isinstance(draft, Held):
        return None if draft is None else draft.value
    if isinstance(draft, Mapping):
        held = {name: _document(part) for name, part in draft.items()}
        return {name: part for name, part in held.items() if part is not None} or None
    return [part for part in map(_document, draft) if part is not None]


def _origins(draft: Draft, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Path]]:
    if isinstance(draft, Held):
        yield path, draft.path
    elif isinstance(draft, Mapping):
        for name, part in draft.items():
            yield from _origins(part, (*path, name))
    elif draft is not None:
        kept = [part for part in draft if _document(part) is not None]
        for index, part in enumerate(kept):
            yield from _origins(part, (*path, str(index)))


def _origin(canonical: str, origins: Mapping[tuple[str, ...], Path]) -> str:
    """The place of a canonical field in the source, or of the nearest part around it that has one."""
    path = parts_of(canonical)
    for length in range(len(path), 0, -1):
        if path[:length] in origins:
            return pointer(origins[path[:length]])
    # A whole part, such as the list of lines, lies where the values in it share their way.
    inside = [place for field, place in origins.items() if field[: len(path)] == path]
    return pointer(_shared(inside)) if inside else ""


def _shared(places: Sequence[Path]) -> Path:
    if len(places) == 1:
        return places[0][:-1]
    first, last = min(places, key=str), max(places, key=str)
    return tuple(one for one, other in zip(first, last, strict=False) if one == other)
