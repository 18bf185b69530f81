"""Texts from outside that a spreadsheet would run: an order number or a name that is written like a formula.

What begins a formula is after OWASP, CSV Injection; the wide signs count in Chinese and Japanese Excel. Such a text is
written behind an apostrophe.
"""

from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
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


def harmless(text: str) -> str:
    """The text as a cell that every spreadsheet shows and none computes."""
    return f"{QUOTE}{text}" if text.startswith(FORMULAS) else text


def bare(cell: str) -> str:
    """The text of a cell that `harmless` wrote; any other as it is."""
    return cell[1:] if cell.startswith(QUOTE) and cell[1:].startswith(FORMULAS) else cell
