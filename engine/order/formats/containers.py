"""What a file is by its content, whatever its name says, and the documents inside it, one at a time.

Nothing here holds more than one document in memory, so a file may be larger than memory; the only importer of `ijson`.
"""

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import ijson

from engine.errors import Fault, OrderRejected, UnknownFormat
from engine.order.decoding import DEEPEST, MOST_BYTES, Json, bounded, decode
from engine.order.formats.named_json import UTF16

# Where a list of orders lies in the answers of shops and marketplaces, and in our own exports.
LISTS = ("item", "orders.item", "payload.Orders.item", "payload.orders.item", "Orders.item", "data.item")
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 16
_SMALL_CHUNK = 1 << 12  # the parser reads a whole chunk ahead of who looks at its events
_DEEPEST_READ = 1_000  # the parser names the way to each value, so that what nests without end takes time without end
MOST_RAW = 4096  # of a text that is no document, as much as helps to find it again
LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_BLANK = b" \t\r\n\xef\xbb\xbf"


class Container(StrEnum):
    DOCUMENT = "document"
    LIST = "list"
    LINES = "lines"
    DELIMITED = "delimited"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Found:
    """One document of a file: its number from 1, and either its content or what is wrong with it."""

    number: int
    document: dict[str, Json] | None
    faults: tuple[Fault, ...]
    raw: Json


def container_of(path: Path) -> Container:
    """What kind of file it is. Raises UnknownFormat for an empty or unreadable one."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_ZIP):
        return Container.WORKBOOK
    if start.startswith(_OLD_EXCEL):
        msg = "the file is an old or a locked Excel workbook; save it again as .xlsx without a password, or as CSV"
        raise UnknownFormat(msg)
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and start.decode("utf-16", "ignore").lstrip()[:1] in ("{", "["):
        raise UnknownFormat(UTF16)
    if start.startswith(_PDF):
        msg = "the file is a PDF, from which no orders are read; export them as CSV, .xlsx or JSON"
        raise UnknownFormat(msg)
    text = start.lstrip(_BLANK)
    if text[:1] == b"<":
        msg = "the file is a web page or XML, as some shops name .xls; save it as CSV or .xlsx, or export JSON"
        raise UnknownFormat(msg)
    if not text:
        msg = "the file is empty; choose a file with orders"
        raise UnknownFormat(msg)
    if text[:1] not in (b"{", b"["):
        return Container.DELIMITED
    if text[:1] == b"{" and _is_one_a_line(path):
        return Container.LINES
    return Container.LIST if list_in(path) is not None else Container.DOCUMENT


def list_in(path: Path) -> str | None:
    """The ijson prefix of the orders of a JSON file that holds a list of them."""
    wanted = {prefix.removesuffix("item").removesuffix("."): prefix for prefix in LISTS}
    try:
        with path.open("rb") as file:
            for prefix, event, _ in _events(_Bounded(file), _SMALL_CHUNK):
                if event == "start_array" and prefix in wanted:
                    return wanted[prefix]
    except (ijson.JSONError, OrderRejected):
        return None  # reading it as one document will say where it breaks
    return None


def documents(path: Path, container: Container) -> Iterator[Found]:
    """The documents of a JSON file of any kind, in their order."""
    if container is Container.LINES:
        return _each_line(path)
    if container is Container.LIST:
        return _each_entry(path)
    return iter((_whole(path),))


def _events(source: "_Bounded", size: int) -> Iterator[tuple[str, str, object]]:
    """What the parser finds, each with the way to it."""
    events: Iterator[tuple[str, str, object]] = ijson.parse(_shallow(ijson.basic_parse(source, buf_size=size)))
    return events


def _shallow(events: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    depth = 0
    for event in events:
        if event[0] in {"start_map", "start_array"}:
            depth += 1
        elif event[0] in {"end_map", "end_array"}:
            depth -= 1
        if depth > _DEEPEST_READ:
            raise OrderRejected([Fault("", "too_deep", f"the file nests too deeply; use at most {DEEPEST} levels")])
        yield event


class _Bounded:
    """A file that refuses to be read on when one document in it is too large."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.since = file, 0
        if file.read(len(BOM_UTF8)) != BOM_UTF8:
            file.seek(0)

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.since += len(chunk)
        if self.since > MOST_BYTES + 2 * _CHUNK:
            raise OrderRejected([Fault("", "too_large", f"one order has more than {MOST_BYTES} bytes; split it")])
        return chunk


def _each_entry(path: Path) -> Iterator[Found]:
    number = 0
    try:
        with path.open("rb") as file:
            source = _Bounded(file)
            entries = ijson.items(_events(source, _CHUNK), list_in(path) or "item")
            for number, entry in enumerate(entries, start=1):
                source.since = 0
                yield _found(number, entry)
    except OrderRejected as rejected:
        yield Found(number + 1, None, rejected.faults, None)
    except ijson.JSONError:
        detail = "the file is not JSON from here on; check quotes, commas and brackets behind the order before"
        yield Found(number + 1, None, (Fault("", "not_json", detail),), None)


def _found(number: int, entry: object) -> Found:
    try:
        document = bounded(entry)
    except OrderRejected as rejected:
        return Found(number, None, rejected.faults, None)
    return Found(number, document, (), document)


def _each_line(path: Path) -> Iterator[Found]:
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            text = line.strip(_BLANK)
            if text:
                yield _decoded(number, text)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines, of which one that is too long comes cut: enough to be refused, without holding it in memory."""
    while line := file.readline(MOST_BYTES + 2):
        yield line
        while len(line) > MOST_BYTES and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES + 2)


def _whole(path: Path) -> Found:
    with path.open("rb") as file:
        return _decoded(1, file.read(MOST_BYTES + 1 + len(BOM_UTF8)).lstrip(_BLANK))


def _decoded(number: int, body: bytes) -> Found:
    try:
        document = decode(body)
    except OrderRejected as rejected:
        return Found(number, None, rejected.faults, body[:MOST_RAW].decode("utf-8", "replace"))
    return Found(number, document, (), document)


def _is_one_a_line(path: Path) -> bool:
    """Whether the first line is a whole object and another line begins one."""
    with path.open("rb") as file:
        lines = (line.strip(_BLANK) for line in _lines(file))
        filled = (line for line in lines if line)
        first, second = next(filled, b""), next(filled, b"")
    try:
        return isinstance(json.loads(first), dict) and (second[:1] == b"{" or path.suffix.lower() in LINE_SUFFIXES)
    except (ValueError, RecursionError):
        # The first line may be the bad one; then only a second line that is whole by itself tells.
        return _is_object(second)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
