"""A mapping read against its shape: every key once, typed, with the fault of each that is not as it must be."""

import re
from datetime import date

from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.nodes import Mapping, Node, Plain, Scalar, Sequence
from engine.rulebook.shape import Field, Shape
from engine.rulebook.source import Span

# What `clearway rules new` writes where a person must say something.
PLACEHOLDER = "<fill in"
_SLACK = 1e-9
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Form:
    """The typed values of one mapping. A value that is at fault reads as absent; the fault says why."""

    __slots__ = ("_faults", "_node", "_nodes", "_shape")

    def __init__(self, node: Mapping, shape: Shape, faults: Faults) -> None:
        self._node = node
        self._shape = shape
        self._faults = faults
        self._nodes = {entry.key: entry.value for entry in node.entries}
        self._check_keys()

    def _check_keys(self) -> None:
        known = self._shape.by_name
        for key in self._nodes.keys() - known.keys() - self._shape.aside:
            hint = did_you_mean(key, known)
            self._faults.add("R004", f"`{key}` is not a key of a {self._shape.name}", self.key_at(key), hint)
        for name in self._shape.required:
            if name not in self._nodes:
                hint = f"add `{name}:` ({known[name].meaning})"
                self._faults.add("R005", f"the {self._shape.name} has no `{name}`", self.span, hint)

    @property
    def span(self) -> Span:
        """Where the mapping stands."""
        return self._node.span

    def node(self, name: str) -> Node | None:
        """The value as it stands, or None when the key is not given."""
        return self._nodes.get(name)

    def at(self, name: str) -> Span:
        """Where the value stands; the mapping's own place when the key is not given."""
        node = self._nodes.get(name)
        return node.span if node is not None else self.span

    def key_at(self, name: str) -> Span:
        """Where the key stands."""
        return next((entry.span for entry in self._node.entries if entry.key == name), self.span)

    def given(self, name: str) -> bool:
        """Whether the key is there at all."""
        return name in self._nodes

    def plain(self, name: str) -> str:
        """The value as it is written, whatever is wrong with it; blank when it is no single value."""
        node = self._nodes.get(name)
        return node.raw if isinstance(node, Scalar) else ""

    def text(self, name: str, default: str = "") -> str:
        node = self._nodes.get(name)
        if node is None:
            return default
        value = read_text(node, name, self._faults)
        field = self._shape.by_name[name]
        if value is None or field.has_form(value):
            return value or default
        self._faults.add("R008", f"`{value}` has not the form of `{name}`", node.span, f"write it like `{field.like}`")
        return default

    def word(self, name: str, default: str = "") -> str:
        node = self._nodes.get(name)
        if node is None:
            return default
        return self._known(node, self._shape.by_name[name]) or default

    def whole(self, name: str, default: int) -> int:
        node = self._nodes.get(name)
        if node is None:
            return default
        value, field = _plain(node), self._shape.by_name[name]
        if type(value) is not int:
            self._faults.add("R006", f"`{name}` must be a whole number", node.span, f"from {field.low} to {field.high}")
            return default
        if field.low <= value <= field.high:
            return value
        only = field.low == field.high
        bounds = f"{field.low}" if only else f"from {field.low} to {field.high}"
        self._faults.add(field.outside, f"`{name}` is {value}; it must be {bounds}", node.span, f"write {bounds}")
        return default

    def tenths(self, name: str, default: int) -> int:
        """A number with at most one decimal, as a whole number of tenths."""
        node = self._nodes.get(name)
        if node is None:
            return default
        value, field = _plain(node), self._shape.by_name[name]
        bounds = f"from {field.low} to {field.high}, with one decimal at most"
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._faults.add("R006", f"`{name}` must be a number", node.span, f"write one {bounds}")
            return default
        # Bounds come first: what lies between them is finite. A decimal such as 0.3 has no exact binary form.
        if field.low <= value <= field.high and abs(value * 10 - round(value * 10)) < _SLACK:
            return round(value * 10)
        self._faults.add(field.outside, f"`{name}` is {value}; it must be {bounds}", node.span, f"write one {bounds}")
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        node = self._nodes.get(name)
        if node is None:
            return default
        value = _plain(node)
        if isinstance(value, bool):
            return value
        self._faults.add("R006", f"`{name}` must be true or false", node.span, "write true or false, without quotes")
        return default

    def day(self, name: str) -> date | None:
        node = self._nodes.get(name)
        return None if node is None else read_day(node, name, self._faults)

    def texts(self, name: str) -> tuple[str, ...]:
        """Every text of a list that is as it must be."""
        found = (read_text(item, name, self._faults) for item in self.items(name))
        return tuple(value for value in found if value is not None)

    def words(self, name: str) -> tuple[str, ...]:
        field = self._shape.by_name[name]
        found = (self._known(item, field) for item in self.items(name))
        return tuple(value for value in found if value is not None)

    def items(self, name: str) -> tuple[Node, ...]:
        """The nodes of a list."""
        node = self._nodes.get(name)
        return () if node is None else read_items(node, name, self._faults)

    def _known(self, node: Node, field: Field) -> str | None:
        value = read_text(node, field.name, self._faults)
        if value is None or value in field.words:
            return value
        hint = did_you_mean(value, field.words)
        self._faults.add(field.outside, field.refusal.format(value=value, name=field.name), node.span, hint)
        return None


def open_form(node: Node | None, shape: Shape, faults: Faults) -> Form | None:
    """The mapping as a form; a fault and None when it is something else."""
    if isinstance(node, Mapping):
        return Form(node, shape, faults)
    if node is not None:
        hint = f"its keys are: {', '.join(shape.by_name)}"
        faults.add("R006", f"a {shape.name} must be a mapping of keys to values", node.span, hint)
    return None


def read_items(node: Node, name: str, faults: Faults) -> tuple[Node, ...]:
    """The items of a list; a fault and none when it is something else."""
    if isinstance(node, Sequence):
        return node.items
    faults.add("R006", f"`{name}` must be a list", node.span, "write it in brackets: [a, b]")
    return ()


def read_text(node: Node, name: str, faults: Faults) -> str | None:
    """A text that is not blank; a fault and None when it is something else."""
    if not isinstance(node, Scalar) or node.value is None:
        faults.add("R006", f"`{name}` must be a text", node.span, "write one text here")
    elif not isinstance(node.value, str):
        faults.add("R007", f"`{name}` must be a text; `{node.raw}` is not", node.span, f'write "{node.raw}"')
    elif not node.value.strip():
        faults.add("R008", f"`{name}` is blank", node.span, "write something, or leave the key out")
    else:
        if PLACEHOLDER in node.value:
            faults.add("R085", f"`{name}` still holds a placeholder", node.span, "write what belongs here")
        return node.value
    return None


def read_day(node: Node, name: str, faults: Faults) -> date | None:
    """A calendar day; a fault and None when it is something else."""
    value = parse_day(_plain(node))
    if value is None:
        faults.add("R009", f"`{name}` must be a calendar day", node.span, "write it like 2026-01-31")
    return value


def parse_day(value: Plain) -> date | None:
    """The day that a text names in ISO 8601, year first."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _plain(node: Node) -> Plain:
    return node.value if isinstance(node, Scalar) else None
