"""The same sheets give the same bytes, in threads as well; without fonts nothing is set."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from fulfillment.documents.cn22 import cn22
from fulfillment.documents.errors import FontMissing
from fulfillment.documents.invoice import invoice
from fulfillment.documents.label_sheet import label_sheet
from fulfillment.documents.sheet import PaperSize
from fulfillment.documents.typesetting import Typesetter
from tests.printed import pages
from tests.sample_papers import a_copy


def test_sheets_when_set_again_then_give_the_same_bytes(faces: Typesetter) -> None:
    copy = a_copy(faces)
    assert faces.pdf(invoice(copy)) == faces.pdf(invoice(copy))


def test_sheets_when_set_by_many_threads_then_none_fails_and_all_agree(faces: Typesetter) -> None:
    sheet = cn22(a_copy(faces, "TW"))
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: faces.pdf(sheet), range(24)))
    assert len(made) == 1


def test_sheets_when_several_then_are_one_file(faces: Typesetter) -> None:
    copy = a_copy(faces)
    assert pages(faces.pdf(label_sheet(copy), cn22(copy), invoice(copy))) == 3


@pytest.mark.parametrize("size", [PaperSize.LABEL, PaperSize.LABEL_INCHES, PaperSize.A6])
def test_label_when_on_any_size_then_takes_one_page(faces: Typesetter, size: PaperSize) -> None:
    assert pages(faces.pdf(label_sheet(a_copy(faces, "JP"), size))) == 1


def test_pages_when_drawn_then_are_png(faces: Typesetter) -> None:
    assert faces.pictures(cn22(a_copy(faces)))[0].startswith(b"\x89PNG")


def test_sheets_when_no_font_is_there_then_the_package_is_named(faces: Typesetter) -> None:
    with pytest.raises(FontMissing, match="install the Debian package `fonts-noto-core`"):
        Typesetter(()).pdf(cn22(a_copy(faces)))
