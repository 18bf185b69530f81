"""PDFs as tests look at them: their words, and the codes that a scanner reads off their pages."""

import os
import textwrap
from pathlib import Path

import pypdfium2 as pdfium

from fulfillment.documents.barcode import read_codes

GOLDEN = Path(__file__).parent / "golden" / "papers"
SCALE = 3.0  # times 72 dots an inch


def pages(pdf: bytes) -> int:
    """How many there are."""
    document = pdfium.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def words(pdf: bytes) -> str:
    """The text of all pages, as one paragraph a page: where lines break is the font's affair."""
    document = pdfium.PdfDocument(pdf)
    told = []
    for page in document:
        text = page.get_textpage()
        told.append(textwrap.fill(" ".join(text.get_text_range().split()), 100, break_long_words=False))
        text.close()
        page.close()
    document.close()
    return "\n\n".join(told) + "\n"


def codes(pdf: bytes) -> list[str]:
    """What a scanner reads, from all pages."""
    document = pdfium.PdfDocument(pdf)
    found: list[str] = []
    for page in document:
        picture = page.render(scale=SCALE, grayscale=True)
        found += [text for _, text in read_codes(picture.to_numpy())]
        page.close()
    document.close()
    return found


def compare(name: str, shown: str) -> None:
    """Against `tests/golden/papers/NAME`; CLEARWAY_UPDATE_GOLDEN=1 writes it again."""
    golden = GOLDEN / name
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")
