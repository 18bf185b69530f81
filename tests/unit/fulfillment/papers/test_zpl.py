"""Labels in ZPL, against tests/golden/papers; names never become commands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.documents.declaration import Carriage
from fulfillment.documents.errors import LettersMissing, PaperEmpty
from fulfillment.documents.typesetting import Typesetter
from fulfillment.documents.zpl import escaped, label_zpl
from tests.printed import compare
from tests.sample_papers import CONSIGNEES, a_copy


@pytest.mark.parametrize("country", ["DE", "RU", "SA", "TH"])
def test_zpl_when_printed_then_is_as_the_golden_file_says(faces: Typesetter, country: str) -> None:
    compare(f"label_{country}.zpl", label_zpl(a_copy(faces, country)))


def test_zpl_when_the_printer_has_a_font_then_the_own_letters_are_printed_with_it(faces: Typesetter) -> None:
    compare("label_JP_font.zpl", label_zpl(a_copy(faces, "JP"), "E:NOTOCJK.TTF"))


def test_zpl_when_letters_have_no_reading_and_no_font_then_is_refused(faces: Typesetter) -> None:
    with pytest.raises(LettersMissing):
        label_zpl(a_copy(faces, "JP"))


def test_zpl_when_the_parcel_has_no_number_then_is_refused(faces: Typesetter) -> None:
    with pytest.raises(PaperEmpty):
        label_zpl(a_copy(faces, carriage=Carriage(mode="air")))


@given(st.text(max_size=30))
def test_zpl_when_a_name_holds_anything_then_no_command_begins_in_it(text: str) -> None:
    assert not set(escaped(text)) & set("^~\n\r")


def test_zpl_when_a_name_looks_like_a_command_then_stays_data(faces: Typesetter) -> None:
    trick = replace(CONSIGNEES["DE"], name="A^XZ~JA_5E")
    told = label_zpl(replace(a_copy(faces), consignee=trick))
    assert "A_5EXZ_7EJA_5F5E" in told
    assert told.count("^XZ") == 1
