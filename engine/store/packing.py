"""Compresses what is kept whole: documents, decisions, traces, files of editions (Zstandard, RFC 8878)."""

from threading import local

import zstandard

LEVEL = 3
UNREADABLE = zstandard.ZstdError  # what `unpack` raises
LARGEST = 64 * 1024 * 1024  # of one unpacked text; more than this was never packed by us

_of_thread = local()  # a compressor is not for several threads


def pack(plain: bytes) -> bytes:
    """Compressed."""
    packer: zstandard.ZstdCompressor | None = getattr(_of_thread, "packer", None)
    if packer is None:
        packer = _of_thread.packer = zstandard.ZstdCompressor(level=LEVEL)
    return packer.compress(plain)


def unpack(packed: bytes) -> bytes:
    """The inverse. Raises zstandard.ZstdError for what was not packed here."""
    unpacker: zstandard.ZstdDecompressor | None = getattr(_of_thread, "unpacker", None)
    if unpacker is None:
        unpacker = _of_thread.unpacker = zstandard.ZstdDecompressor()
    return unpacker.decompress(packed, max_output_size=LARGEST)
