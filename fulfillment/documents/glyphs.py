"""Which characters a font file draws: its character map, read from the file.

Typst draws an empty box for a letter that a font lacks, and says nothing. So each text is held against the maps of its
fonts before it is set. The table is described in OpenType 1.9 (ISO/IEC 14496-22:2019), `cmap`; formats 4 and 12 are
those that fonts of today carry.
"""

import struct
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

COLLECTION = b"ttcf"
BASIC, FULL = 4, 12


@lru_cache(maxsize=64)
def drawn_by(path: Path, index: int) -> frozenset[int]:
    """The code points that the font at this place of the file draws; none where the file has no map that we read."""
    with path.open("rb") as file:
        start = _map_start(file, index)
        return frozenset() if start is None else _code_points(file, start)


def _map_start(file: BinaryIO, index: int) -> int | None:
    tag = _read(file, 0, 4)
    font = struct.unpack(">I", _read(file, 12 + 4 * index, 4))[0] if tag == COLLECTION else 0
    (tables,) = struct.unpack(">H", _read(file, font + 4, 2))
    for entry in struct.iter_unpack(">4sIII", _read(file, font + 12, 16 * tables)):
        if entry[0] == b"cmap":
            return int(entry[2])
    return None


def _code_points(file: BinaryIO, start: int) -> frozenset[int]:
    (count,) = struct.unpack(">H", _read(file, start + 2, 2))
    found: dict[int, int] = {}
    for _, _, offset in struct.iter_unpack(">HHI", _read(file, start + 4, 8 * count)):
        (kind,) = struct.unpack(">H", _read(file, start + offset, 2))
        found.setdefault(kind, start + offset)
    if FULL in found:
        return _full(file, found[FULL])
    return _basic(file, found[BASIC]) if BASIC in found else frozenset()


def _full(file: BinaryIO, at: int) -> frozenset[int]:
    (groups,) = struct.unpack(">I", _read(file, at + 12, 4))
    points: set[int] = set()
    for first, last, glyph in struct.iter_unpack(">III", _read(file, at + 16, 12 * groups)):
        points.update(range(first + (glyph == 0), last + 1))  # glyph 0 is the empty box
    return frozenset(points)


def _basic(file: BinaryIO, at: int) -> frozenset[int]:
    (length,) = struct.unpack(">H", _read(file, at + 2, 2))
    table = _read(file, at, length)
    (doubled,) = struct.unpack_from(">H", table, 6)
    ends = struct.unpack_from(f">{doubled // 2}H", table, 14)
    starts = struct.unpack_from(f">{doubled // 2}H", table, 16 + doubled)
    deltas = struct.unpack_from(f">{doubled // 2}H", table, 16 + 2 * doubled)
    shifts_at = 16 + 3 * doubled
    shifts = struct.unpack_from(f">{doubled // 2}H", table, shifts_at)
    points: set[int] = set()
    for place, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, shifts, strict=True)):
        for point in range(first, last + 1):
            glyph = (point + delta) & 0xFFFF
            if shift:
                slot = shifts_at + 2 * place + shift + 2 * (point - first)
                glyph = struct.unpack_from(">H", table, slot)[0] if slot + 2 <= len(table) else 0
            if glyph:
                points.add(point)
    return frozenset(points - {0xFFFF})


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)
