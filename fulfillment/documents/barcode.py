"""Bar codes for papers and labels, as drawings, and read back from pictures; the only importer of zxingcpp.

Code 128 is ISO/IEC 15417:2007, QR Code ISO/IEC 18004:2015, Data Matrix ISO/IEC 16022:2006. A drawing has its quiet
zone around it and carries no text of its own: a paper prints what the code says beside it.
"""

from enum import StrEnum
from typing import Protocol

from fulfillment.documents.errors import PaperError


class Symbology(StrEnum):
    """Kinds of codes that we draw."""

    CODE_128 = "code_128"
    QR = "qr"
    DATA_MATRIX = "data_matrix"


LONGEST = 80
# The library is imported where it is used. Its binding counts what is left when a process ends and complains on
# standard error, and a module that names it is left whenever a signal handler or a thread still holds any of ours.


class CodeRefused(PaperError):
    """a bar code carries one to 80 signs of ASCII"""

    code = "code_refused"


class Picture(Protocol):
    """A picture as an array of grey or colour values, such as numpy's."""

    @property
    def __array_interface__(self) -> dict[str, object]: ...


def draw_code(text: str, symbology: Symbology = Symbology.CODE_128) -> str:
    """The code as SVG. Raises CodeRefused for a text that is empty, too long for a scanner, or not printable ASCII."""
    if not (0 < len(text) <= LONGEST and text.isascii() and text.isprintable()):
        raise CodeRefused
    from zxingcpp import BarcodeFormat, create_barcode  # noqa: PLC0415

    formats = {
        Symbology.CODE_128: BarcodeFormat.Code128,
        Symbology.QR: BarcodeFormat.QRCode,
        Symbology.DATA_MATRIX: BarcodeFormat.DataMatrix,
    }
    return str(create_barcode(text, formats[symbology]).to_svg(add_hrt=False, add_quiet_zones=True))


def read_codes(picture: Picture) -> tuple[tuple[Symbology, str], ...]:
    """All codes of our kinds on a picture, with what they say."""
    from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes  # noqa: PLC0415

    names = {
        BarcodeFormat.Code128: Symbology.CODE_128,
        BarcodeFormat.QRCode: Symbology.QR,
        BarcodeFormat.DataMatrix: Symbology.DATA_MATRIX,
    }
    found = read_barcodes(picture, formats=BarcodeFormats(list(names)))
    return tuple((names[each.format], each.text) for each in found if each.format in names)
