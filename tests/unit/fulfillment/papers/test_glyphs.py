"""Character maps as the files have them."""

import struct
from pathlib import Path

import pytest

from fulfillment.documents.fonts import font_folders
from fulfillment.documents.glyphs import drawn_by
from fulfillment.documents.typesetting import Typesetter


def font_with(subtable: bytes) -> bytes:
    """A font file that has a character map and nothing else."""
    cmap = struct.pack(">HH", 0, 1) + struct.pack(">HHI", 3, 1, 12) + subtable
    head = struct.pack(">IHHHH", 0x10000, 1, 16, 0, 0)
    return head + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


def segments(*parts: tuple[int, int, int, int], glyphs: tuple[int, ...] = ()) -> bytes:
    """A map of format 4: first, last, delta, offset of each segment, then glyph numbers."""
    ends, starts, deltas, shifts = ([part[at] for part in parts] for at in (1, 0, 2, 3))
    count = len(parts)
    body = struct.pack(f">{count}H", *ends) + b"\0\0" + struct.pack(f">{count}H", *starts)
    body += struct.pack(f">{count}H", *deltas) + struct.pack(f">{count}H", *shifts)
    body += struct.pack(f">{len(glyphs)}H", *glyphs)
    return struct.pack(">HHHHHHH", 4, 14 + len(body), 0, 2 * count, 0, 0, 0) + body


def test_map_when_of_segments_then_a_letter_without_a_glyph_is_not_drawn(tmp_path: Path) -> None:
    # The letter 0x42 names glyph 0, the empty box.
    table = segments((0x41, 0x43, 0, 4), (0xFFFF, 0xFFFF, 1, 0), glyphs=(7, 0, 9))
    path = tmp_path / "small.ttf"
    path.write_bytes(font_with(table))
    assert drawn_by(path, 0) == {0x41, 0x43}


def test_map_when_of_groups_then_holds_letters_beyond_the_basic_plane(tmp_path: Path) -> None:
    table = struct.pack(">HHIII", 12, 0, 40, 0, 2) + struct.pack(">6I", 0x41, 0x42, 3, 0x20000, 0x20001, 9)
    path = tmp_path / "full.ttf"
    path.write_bytes(font_with(table))
    assert drawn_by(path, 0) == {0x41, 0x42, 0x20000, 0x20001}


def test_map_when_there_is_none_then_nothing_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "none.ttf"
    path.write_bytes(struct.pack(">IHHHH", 0x10000, 0, 0, 0, 0))
    assert drawn_by(path, 0) == frozenset()


@pytest.mark.parametrize(
    ("family", "drawn", "lacking"),
    [("Noto Sans", "AжΩạ€", "深ไ"), ("Noto Sans CJK JP", "骨あ漢", "ไ"), ("Noto Sans Thai", "ไทย", "骨")],
)
def test_map_when_of_a_real_font_then_knows_its_script(
    faces: Typesetter, family: str, drawn: str, lacking: str
) -> None:
    assert all(faces.draws(family, each) for each in drawn)
    assert not any(faces.draws(family, each) for each in lacking)


def test_folders_when_one_of_the_operator_is_named_then_it_comes_first(tmp_path: Path) -> None:
    assert font_folders((tmp_path,))[0] == tmp_path
