"""An order laid over another: how cases say only what sets them apart from a base order."""

from engine.rulebook.nodes import Mapping, Node, Scalar, Sequence
from engine.rulebook.source import Span

Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


def plain(node: Node) -> Json:
    """A node as plain values."""
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key: plain(entry.value) for entry in entries}


def laid_over(base: Json, changes: Json) -> Json:
    """The base with the changes laid over it.

    Objects are merged key by key, null takes a key out (both as RFC 7396, JSON Merge Patch, has them). An object laid
    over a list reaches its items by their numbers from 1; the number behind the last adds one. All else is replaced.
    """
    if isinstance(base, list) and isinstance(changes, dict) and all(key.isdecimal() for key in changes):
        return _in_list(base, changes)
    if not isinstance(changes, dict):
        return changes
    merged = dict(base) if isinstance(base, dict) else {}
    for key, change in changes.items():
        if change is None:
            merged.pop(key, None)
        else:
            merged[key] = laid_over(merged.get(key), change)
    return merged


def _in_list(base: list[Json], changes: dict[str, Json]) -> list[Json]:
    items = dict(enumerate(base, start=1))
    for key, change in changes.items():
        if change is None:
            items.pop(int(key), None)
        else:
            items[int(key)] = laid_over(items.get(int(key)), change)
    return [items[number] for number in sorted(items)]


def span_of(node: Node, path: tuple[str, ...]) -> Span | None:
    """Where the value of a path stands, or the last part of the path that is there; None when not even its first is.

    Numbers of a path count from 0 in a list, as in a JSON pointer, and from 1 as keys of an object over a list.
    """
    found: Span | None = None
    for name in path:
        inner = _inner(node, name)
        if inner is None:
            break
        node, found = inner, inner.span
    return found


def _inner(node: Node, name: str) -> Node | None:
    if isinstance(node, Sequence):
        return node.items[int(name)] if name.isdecimal() and int(name) < len(node.items) else None
    if isinstance(node, Mapping):
        names = {name, f"{int(name) + 1}"} if name.isdecimal() else {name}
        return next((entry.value for entry in node.entries if entry.key in names), None)
    return None
