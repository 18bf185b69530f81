"""YAML text -> a tree of nodes that know where they stand; the only importer of `yaml` in this package.

Stock loaders turn `NO` into false, `0101` into 65, and let the second of two equal keys win. Here a plain scalar is
true, false, null, an integer, a fraction, or text; everything that makes a file mean more than it shows is a fault.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from engine.rulebook.faults import Faults
from engine.rulebook.source import Span

LARGEST_FILE = 1 << 20  # characters
LARGEST_TEXT = 4096  # bytes
LONGEST_NUMBER = 24  # characters: more digits than any double keeps
LARGEST_NUMBER = 1 << 53  # exclusive: above it, a double no longer holds every integer
DEEPEST = 32

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Plain = bool | int | float | str | None


class Scalar(NamedTuple):
    """One value. `raw` is the text as written, without its quotes."""

    value: Plain
    raw: str
    span: Span


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    span: Span


class Entry(NamedTuple):
    """One key of a mapping with its value. Keys are text, whatever they look like."""

    key: str
    span: Span
    value: "Node"


class Mapping(NamedTuple):
    """Keys and values, each key once."""

    entries: tuple[Entry, ...]
    span: Span


Node = Scalar | Sequence | Mapping


class _Stop(Exception):
    """nothing after this place can be read"""


def read_yaml(path: str, text: str, faults: Faults) -> Node | None:
    """The only document of a file; None when it cannot be read at all (the reason is among the faults)."""
    if len(text) > LARGEST_FILE:
        message = f"the file has {len(text)} characters; {LARGEST_FILE} is the most"
        faults.add("R018", message, Span(path, 1, 1), "split it by theme")
        return None
    try:
        return _Builder(path, text, faults).document()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = Span(path, mark.line + 1, mark.column + 1) if mark is not None else Span(path, 1, 1)
        faults.add("R001", f"this is not YAML: {error.problem or error.context}", span, "check indentation and quotes")
    except yaml.YAMLError:
        faults.add("R001", "the file holds characters that YAML does not allow", Span(path, 1, 1), "remove them")
    return None


class _Builder:
    def __init__(self, path: str, text: str, faults: Faults) -> None:
        self._path = path
        self._faults = faults
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse(event, "several documents in one file", "write one file for each")
                    raise _Stop
                root = self._node(next(self._events), 0)
        return root if root is not None else Scalar(None, "", Span(self._path, 1, 1))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth > DEEPEST:
            self._faults.add("R018", f"nested more than {DEEPEST} deep", self._span(event), "write it flatter")
            raise _Stop
        self._check_marks(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth + 1)
        return Scalar(None, "", self._span(event))

    def _sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth))
        return Sequence(tuple(items), self._span(start, event))

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            entry = Entry(self._key(key, event), key.span, self._node(next(self._events), depth))
            first = entries.setdefault(entry.key, entry)
            if first is not entry:
                where = f"it stands first in line {first.span.line}, column {first.span.column}"
                self._faults.add("R003", f"the key `{entry.key}` is given twice", entry.span, where)
        return Mapping(tuple(entries.values()), self._span(start, event))

    def _key(self, key: Node, event: yaml.Event) -> str:
        if not isinstance(key, Scalar):
            self._faults.add("R006", "a key must be a single text", key.span, "give the key a name")
            return ""
        if key.raw == "<<":
            self._refuse(event, "a merge key", "write the values out")
        return key.raw

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._check_marks(event)
        raw: str = event.value
        span = self._span(event)
        if event.style:
            return Scalar(self._text(raw, span), raw, span)
        if raw in _WORDS:
            return Scalar(_WORDS[raw], raw, span)
        if raw[0] in "-0123456789":
            number = self._number(raw, span)
            if number is not None:
                return Scalar(number, raw, span)
        return Scalar(self._text(raw, span), raw, span)

    def _number(self, raw: str, span: Span) -> int | float | None:
        whole = _INTEGER.fullmatch(raw) is not None
        if not whole and _FRACTION.fullmatch(raw) is None:
            return None
        if len(raw) > LONGEST_NUMBER or abs(float(raw)) >= LARGEST_NUMBER:
            hint = f'if a text is meant, write "{raw}"'
            self._faults.add("R018", "the number is too large to be exact", span, hint)
            return 0
        return int(raw) if whole else float(raw)

    def _text(self, raw: str, span: Span) -> str:
        if raw.isascii():
            if len(raw) > LARGEST_TEXT:
                self._faults.add("R018", f"the text is longer than {LARGEST_TEXT} bytes", span, "shorten it")
        elif len(raw.encode()) > LARGEST_TEXT:
            self._faults.add("R018", f"the text is longer than {LARGEST_TEXT} bytes", span, "shorten it")
        elif not unicodedata.is_normalized("NFC", raw):
            hint = "write each accented letter as one character"
            self._faults.add("R018", "the text is not in Unicode normal form C", span, hint)
        if not raw.isprintable() and _CONTROL.search(raw) is not None:
            self._faults.add("R018", "the text holds a control character", span, "remove it")
        return raw

    def _check_marks(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias `*{event.anchor}`", "write the value out")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._refuse(event, f"the anchor `&{event.anchor}`", "write the value out where it is needed")
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
            self._refuse(event, f"the tag `{event.tag}`", "quotes are enough to make a text")

    def _refuse(self, event: yaml.Event, what: str, hint: str) -> None:
        self._faults.add("R002", f"{what} is not used in rule files", self._span(event), hint)

    def _span(self, event: yaml.Event, last: yaml.Event | None = None) -> Span:
        start, end = event.start_mark, (last or event).end_mark
        if start is None or end is None:
            return Span(self._path, 1, 1)
        width = end.column - start.column if end.line == start.line else 1
        return Span(self._path, start.line + 1, start.column + 1, max(width, 1))
