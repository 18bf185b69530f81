"""Named arrays <-> one uncompressed npz: the same arrays always give the same bytes, and reading runs nothing."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.anomaly.refused import ArtefactRefused

Plain = NDArray[np.generic]

MOST_BYTES: Final = 64 * 2**20  # two hundred trees over a thousand rows take four
MOST_HEADER: Final = 1024
MOST_MEMBERS: Final = 64  # an artefact has some thirty
_ENTRY: Final = b"PK\x01\x02"  # begins each line of a zip's list of members
# What numpy writes before a row of numbers. Its own reader evaluates this text, and fails in many ways on a bad one.
_HEADER: Final = re.compile(
    rb"\x93NUMPY\x01\x00(..)(\{'descr': '([<|][biuf][1248])', 'fortran_order': False, 'shape': \((\d{1,9}),\), \} *\n)",
    re.DOTALL,
)
DAWN: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell


def pack_arrays(arrays: Mapping[str, Plain]) -> bytes:
    """The npz of arrays, in their order. Not compressed: other builds of zlib would give other bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            npy.write_array(member, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", DAWN), member.getvalue())
    return file.getvalue()


def unpack_arrays(content: bytes) -> dict[str, Plain]:
    """The arrays of an npz, one-dimensional, of numbers alone, and read-only.

    Raises `ArtefactRefused`: `archive`, `size` or `member`.
    """
    if len(content) > MOST_BYTES:
        raise ArtefactRefused("size", f"{len(content)} bytes are more than {MOST_BYTES}")
    if content.count(_ENTRY) > MOST_MEMBERS:  # numbers hardly ever look so, and opening a zip reads the whole list
        raise ArtefactRefused("size", f"it has more than {MOST_MEMBERS} members")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _bounded(archive.infolist(), len(content))
            return {each.filename.removesuffix(".npy"): _array(archive, each) for each in archive.infolist()}
    except (
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        struct.error,
    ) as error:
        raise ArtefactRefused("archive", "it is no archive of arrays") from error


def _bounded(members: list[zipfile.ZipInfo], size: int) -> None:
    # Nothing has been unpacked yet. Members that are as large as they say cannot be more than the file together.
    if any(each.compress_type != zipfile.ZIP_STORED or each.flag_bits & 1 for each in members):
        raise ArtefactRefused("member", "a member is compressed or locked")
    if sum(each.file_size for each in members) > size:
        raise ArtefactRefused("size", "the members are larger than the file")
    if len({each.filename for each in members}) < len(members):
        raise ArtefactRefused("member", "a name stands twice")


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Plain:
    content = archive.read(member)
    found = _HEADER.match(content)
    if found is None or int.from_bytes(found[1], "little") != len(found[2]) or len(found[2]) > MOST_HEADER:
        raise ArtefactRefused("member", f"`{member.filename[:40]}` is no row of numbers")
    dtype, length = np.dtype(found[3].decode()), int(found[4])
    if length * dtype.itemsize != len(content) - found.end():
        raise ArtefactRefused("member", f"`{member.filename[:40]}` is not as long as it says")
    array = np.frombuffer(content, dtype, offset=found.end()).copy()
    array.setflags(write=False)
    return array
