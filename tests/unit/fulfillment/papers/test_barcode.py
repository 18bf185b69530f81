"""Codes are read back as they were drawn."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.documents.barcode import LONGEST, CodeRefused, Symbology, draw_code, read_codes

PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=30)
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z")
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
DOTS = 4


def picture(drawn: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The drawing as dots: our own small reader of the one kind of path that it holds."""
    size = SIZE.search(drawn)
    assert size is not None
    width, height = int(size[1]), int(size[2])
    dots = np.full((height, width), 255, dtype=np.uint8)
    for x, y, across, down in (map(int, bar.groups()) for bar in BAR.finditer(drawn)):
        dots[y : y + down, x : x + across] = 0
    return np.kron(dots, np.ones((DOTS, DOTS), dtype=np.uint8))


@pytest.mark.parametrize("text", ["", "é", "a\nb", "x" * (LONGEST + 1)])
def test_code_when_no_scanner_would_read_it_then_is_refused(text: str) -> None:
    with pytest.raises(CodeRefused):
        draw_code(text)


@given(text=PRINTABLE, symbology=st.sampled_from(Symbology))
def test_code_when_drawn_then_is_read_back(text: str, symbology: Symbology) -> None:
    assert read_codes(picture(draw_code(text, symbology))) == ((symbology, text),)
