"""Why a file whose name says JSON cannot be read as one: its encoding, with the first byte that is wrong."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from pathlib import Path

JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_CHUNK = 1 << 16
UTF16 = "the file is UTF-16; save the file as UTF-8"


def is_utf16(start: bytes) -> bool:
    """By its mark, or by a zero among the first two bytes, as JSON in UTF-16 begins (RFC 4627, section 3)."""
    return start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or start[:1] == b"\0" or start[1:2] == b"\0"


def why_no_json(path: Path) -> str | None:
    """What is wrong and what to do; None for a file of another name."""
    if path.suffix.lower() not in JSON_SUFFIXES:
        return None
    with path.open("rb") as file:
        if is_utf16(file.read(4)):
            return UTF16
    wrong = first_wrong_byte(path)
    if wrong is not None:
        at, byte, line = wrong
        return f"the file is not UTF-8: byte {at}, in line {line}, is 0x{byte:02x}; save the file as UTF-8"
    return "the file is named JSON but begins with neither { nor [; check what was saved in it"


def first_wrong_byte(path: Path) -> tuple[int, int, int] | None:
    """Where a file ceases to be UTF-8: the byte's place from 1, the byte, and its line from 1."""
    decoder, read, lines = getincrementaldecoder("utf-8")(), 0, 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            kept = decoder.getstate()[0]
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                text: bytes = error.object
                lines += text[len(kept) : error.start].count(b"\n")
                return read - len(kept) + error.start + 1, text[error.start], lines
            if not chunk:
                return None
            read += len(chunk)
            lines += chunk.count(b"\n")
