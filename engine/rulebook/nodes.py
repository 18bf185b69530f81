"""YAML text -> a tree of nodes that know where they stand; only this and `yaml_slips` import `yaml` in this package.

Stock loaders turn `NO` into false, `0101` into 65, and let the second of two equal keys win. Here a plain scalar is
true, false, null, an integer, a fraction, or text; everything that makes a file mean more than it shows is a fault.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple, Protocol, cast

import yaml

from engine.rulebook.faults import Faults
from engine.rulebook.source import Span
from engine.rulebook.yaml_slips import slip

LARGEST_FILE = 1 << 20  # characters
LARGEST_TEXT = 4096  # bytes
LONGEST_NUMBER = 24  # characters: more digits than any double keeps
LARGEST_NUMBER = 1 << 53  # exclusive: above it, a double no longer holds every integer
DEEPEST = 32
MERGE_KEY = "<<"

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_FIRST_OF_NUMBER = frozenset("-0123456789")

Plain = bool | int | float | str | None


class Mark(Protocol):
    """A place in a text; line and column count from 0."""

    line: int
    column: int


class Place(NamedTuple):
    """Where a node begins and ends. A span is made of it only when somebody asks, which is seldom."""

    path: str
    start: Mark | None
    end: Mark | None

    @property
    def span(self) -> Span:
        start, end = self.start, self.end
        if start is None or end is None:
            return Span(self.path, 1, 1)
        width = end.column - start.column if end.line == start.line else 1
        return Span(self.path, start.line + 1, start.column + 1, max(width, 1))


class Scalar(NamedTuple):
    """One value. `raw` is the text as written, without its quotes."""

    value: Plain
    raw: str
    place: Place

    @property
    def span(self) -> Span:
        return self.place.span


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    place: Place

    @property
    def span(self) -> Span:
        return self.place.span


class Entry(NamedTuple):
    """One key of a mapping with its value. Keys are text, whatever they look like."""

    key: str
    place: Place
    value: "Node"

    @property
    def span(self) -> Span:
        return self.place.span


class Mapping(NamedTuple):
    """Keys and values, each key once."""

    entries: tuple[Entry, ...]
    place: Place

    @property
    def span(self) -> Span:
        return self.place.span


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
        line, column, hint = slip(error, text)
        faults.add("R001", f"this is not YAML: {error.problem or error.context}", Span(path, line, column), hint)
    except yaml.YAMLError:
        faults.add("R001", "the file holds characters that YAML does not allow", Span(path, 1, 1), "remove them")
    return None


class _Builder:
    def __init__(self, path: str, text: str, faults: Faults) -> None:
        self._path = path
        self._faults = faults
        self._next = cast("Callable[[], yaml.Event]", yaml.CSafeLoader(text).get_event)

    def document(self) -> Node:
        root: Node | None = None
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse(event, "a second document", "write a file for each")
                    raise _Stop
                root = self._node(self._next(), 0)
        return root if root is not None else nothing(self._path)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event)
        if depth > DEEPEST:
            self._faults.add("R018", f"nested more than {DEEPEST} deep", self._place(event).span, "write it flatter")
            raise _Stop
        self._check_marks(event)
        if type(event) is yaml.MappingStartEvent:
            return self._mapping(event, depth + 1)
        if type(event) is yaml.SequenceStartEvent:
            return self._sequence(event, depth + 1)
        return Scalar(None, "", self._place(event))

    def _sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items: list[Node] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth))
        return Sequence(tuple(items), Place(self._path, start.start_mark, event.end_mark))

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._key(event, depth)
            entry = Entry(key, self._place(event), self._node(self._next(), depth))
            if key == MERGE_KEY:
                self._refuse(event, "a merge key", "write the values out")
            elif entries.setdefault(key, entry) is not entry:
                first = entries[key].span
                where = f"it stands first in line {first.line}, column {first.column}"
                self._faults.add("R003", f"the key `{key}` is given twice", entry.span, where)
        return Mapping(tuple(entries.values()), Place(self._path, start.start_mark, event.end_mark))

    def _key(self, event: yaml.Event, depth: int) -> str:
        if type(event) is not yaml.ScalarEvent:
            place = self._node(event, depth).span
            self._faults.add("R006", "a key must be a single text", place, "give the key a name")
            return ""
        if event.anchor is not None or event.tag is not None:
            self._check_marks(event)
        key: str = event.value
        return key

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._check_marks(event)
        raw: str = event.value
        place = Place(self._path, event.start_mark, event.end_mark)
        if not event.style:
            if raw in _WORDS:
                return Scalar(_WORDS[raw], raw, place)
            number = self._number(raw, place) if raw[0] in _FIRST_OF_NUMBER else None
            if number is not None:
                return Scalar(number, raw, place)
        if len(raw) > LARGEST_TEXT // 4 or not (raw.isascii() and raw.isprintable()):
            self._check_text(raw, place)
        return Scalar(raw, raw, place)

    def _number(self, raw: str, place: Place) -> int | float | None:
        whole = _INTEGER.fullmatch(raw) is not None
        if not whole and _FRACTION.fullmatch(raw) is None:
            return None
        if len(raw) > LONGEST_NUMBER or abs(float(raw)) >= LARGEST_NUMBER:
            hint = f'if a text is meant, write "{raw}"'
            self._faults.add("R018", "the number is too large to be exact", place.span, hint)
            return 0
        return int(raw) if whole else float(raw)

    def _check_text(self, raw: str, place: Place) -> None:
        if len(raw.encode()) > LARGEST_TEXT:
            self._faults.add("R018", f"the text is longer than {LARGEST_TEXT} bytes", place.span, "shorten it")
        if not unicodedata.is_normalized("NFC", raw):
            hint = "write each accented letter as one character"
            self._faults.add("R018", "the text is not in Unicode normal form C", place.span, hint)
        if _CONTROL.search(raw) is not None:
            self._faults.add("R018", "the text holds a control character", place.span, "remove it")

    def _check_marks(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias `*{event.anchor}`", "write the value out")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._refuse(event, f"the anchor `&{event.anchor}`", "write the value out where it is needed")
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
            self._refuse(event, f"the tag `{event.tag}`", "quotes are enough to make a text")

    def _refuse(self, event: yaml.Event, what: str, hint: str) -> None:
        self._faults.add("R002", f"{what} is not used in rule files", self._place(event).span, hint)

    def _place(self, event: yaml.Event) -> Place:
        return Place(self._path, event.start_mark, event.end_mark)


def nothing(path: str) -> Scalar:
    """What an empty or absent file holds."""
    return Scalar(None, "", Place(path, None, None))
