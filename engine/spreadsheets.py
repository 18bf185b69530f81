"""Texts from outside that a spreadsheet would run: an order number or a name that is written like a formula.

What begins a formula is after OWASP, CSV Injection; the wide signs count in Chinese and Japanese Excel. Such a text is
written behind an apostrophe.
"""

from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as not_deflated

# What reading a damaged or crafted workbook comes to: in its packing, in its XML, or where one part says of another
# what is not so. Readers answer all of it as a file that cannot be read.
BROKEN = (
    BadZipFile,
    not_deflated,
    ParseError,
    LookupError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTE = "'"
ARCHIVE = b"PK\x03\x04"


def unpacked_size(content: bytes) -> int:
    """Bytes that a workbook unpacks to, as it says itself, and unpacking reads no more than that; 0 for what is none,
    or none that can be read."""
    if not content.startswith(ARCHIVE):
        return 0
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(each.file_size for each in archive.infolist())
    except BROKEN:
        return 0


def harmless(text: str) -> str:
    """The text as a cell that every spreadsheet shows and none computes."""
    return f"{QUOTE}{text}" if text.startswith(FORMULAS) else text


def bare(cell: str) -> str:
    """The text of a cell that `harmless` wrote; any other as it is."""
    return cell[1:] if cell.startswith(QUOTE) and cell[1:].startswith(FORMULAS) else cell
