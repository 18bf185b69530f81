"""What papers say, against tests/golden/papers; CLEARWAY_UPDATE_GOLDEN=1 writes the files again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fulfillment.documents.cn22 import cn22, fits_cn22
from fulfillment.documents.cn23 import cn23
from fulfillment.documents.copy import Copy
from fulfillment.documents.dangerous_goods_note import dangerous_goods_note
from fulfillment.documents.declaration import Category, Charges, Invoice
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.invoice import invoice
from fulfillment.documents.label_sheet import label_sheet
from fulfillment.documents.letters import Scribe
from fulfillment.documents.packing_list import packing_list
from fulfillment.documents.packing_slip import SlipLine, packing_slip
from fulfillment.documents.pick_list import CountRow, count_sheet, pick_sheet
from fulfillment.documents.sheet import Sheet
from fulfillment.documents.slip_words import LANGUAGES
from fulfillment.documents.typesetting import Typesetter
from tests.printed import codes, compare, pages, words
from tests.sample_papers import (
    BATTERY,
    CONSIGNEES,
    PICK_HEAD,
    PICK_ROWS,
    SHIRT,
    a_copy,
    a_declaration,
    many_lines,
)

NUMBER = "RX473124829CN"
COUNTED = tuple(CountRow(bin=row.bin, sku=row.sku, title=row.title, lot="L-7") for row in PICK_ROWS)


def slip(copy: Copy) -> Sheet:
    return packing_slip(copy, [SlipLine("T-shirt, blue, M", 2, "TS-M-BLUE")], [SlipLine("LED 灯", 1)])


VIEWS: dict[str, Callable[[Copy], Sheet]] = {
    "label": label_sheet,
    "cn22": cn22,
    "cn23": cn23,
    "invoice": invoice,
    "packing_list": packing_list,
    "dangerous_goods_note": dangerous_goods_note,
    "packing_slip": slip,
    "pick_list": lambda copy: pick_sheet(PICK_HEAD, PICK_ROWS, Scribe(copy.faces, "CN")),
    "pick_list_zh": lambda copy: pick_sheet(PICK_HEAD, PICK_ROWS, Scribe(copy.faces, "CN"), "zh"),
    "count_sheet": lambda copy: count_sheet(PICK_HEAD, COUNTED, Scribe(copy.faces, "CN")),
    "count_sheet_zh": lambda copy: count_sheet(PICK_HEAD, COUNTED, Scribe(copy.faces, "CN"), "zh"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_paper_when_printed_then_says_what_the_golden_file_says(faces: Typesetter, name: str) -> None:
    copy = a_copy(faces, dangerous=(BATTERY,), remarks=("Gift wrapped",))
    compare(f"{name}.txt", words(faces.pdf(VIEWS[name](copy))))


@pytest.mark.parametrize("country", CONSIGNEES)
def test_label_when_for_any_script_then_says_what_the_golden_file_says(faces: Typesetter, country: str) -> None:
    compare(f"label_{country}.txt", words(faces.pdf(label_sheet(a_copy(faces, country)))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_slip_when_in_a_language_then_says_what_the_golden_file_says(faces: Typesetter, language: str) -> None:
    compare(f"slip_{language}.txt", words(faces.pdf(slip(a_copy(faces, language=language)))))


def test_pro_forma_when_nothing_is_sold_then_says_so(faces: Typesetter) -> None:
    free = a_copy(
        faces, category=Category.SAMPLE, invoice=Invoice(number="PF-1", day=a_declaration().invoice.day, pro_forma=True)
    )
    told = words(faces.pdf(invoice(free)))
    assert told.startswith("Pro-forma invoice PF-1")
    assert "Commercial sample, not for sale" in told


def test_number_when_it_travels_as_data_alone_then_is_on_no_paper(faces: Typesetter) -> None:
    hidden = replace(CONSIGNEES["DE"], lines=("Hinterhaus, IOSS IM2760000742",))
    copy = replace(a_copy(faces, dangerous=(BATTERY,), remarks=("IM2760000742",)), consignee=hidden)
    told = words(faces.pdf(*(view(copy) for view in VIEWS.values())))
    assert "IM2760000742" not in told


@pytest.mark.parametrize("view", [label_sheet, cn23])
@pytest.mark.parametrize("country", ["DE", "SA", "JP"])
def test_number_when_printed_then_a_scanner_reads_it(
    faces: Typesetter, view: Callable[[Copy], Sheet], country: str
) -> None:
    assert codes(faces.pdf(view(a_copy(faces, country)))) == [NUMBER]


def test_pick_list_when_printed_then_a_scanner_reads_list_bins_and_articles(faces: Typesetter) -> None:
    read = codes(faces.pdf(pick_sheet(PICK_HEAD, PICK_ROWS, Scribe(faces, "CN"))))
    wanted = {PICK_HEAD.number} | {row.bin for row in PICK_ROWS} | {row.sku for row in PICK_ROWS}
    assert set(read) == wanted


def test_pick_list_when_an_article_has_no_code_then_its_name_is_printed_all_the_same(faces: Typesetter) -> None:
    row = replace(PICK_ROWS[0], sku="蓝色-1")
    told = words(faces.pdf(pick_sheet(PICK_HEAD, [row], Scribe(faces, "CN"))))
    assert "蓝色-1" in told


def test_cn23_when_it_has_twenty_lines_then_goes_on_to_further_sheets(faces: Typesetter) -> None:
    pdf = faces.pdf(cn23(a_copy(faces, "SA", lines=many_lines(20))))
    told = words(pdf)
    assert pages(pdf) == 2
    assert all(f"Article {each}:" in told for each in range(1, 21))


def test_invoice_when_it_has_many_lines_then_repeats_its_head(faces: Typesetter) -> None:
    pdf = faces.pdf(invoice(a_copy(faces, "JP", lines=many_lines(60))))
    assert words(pdf).count("Description of goods") == pages(pdf)


def test_invoice_when_pieces_share_no_whole_price_then_none_is_told(faces: Typesetter) -> None:
    row = invoice(a_copy(faces, lines=(replace(SHIRT, quantity=3, value=1000),))).data["rows"]
    assert isinstance(row, list)
    assert row[0]["unit"] == ""


def test_invoice_when_freight_counts_into_the_value_then_the_total_is_the_declared_one(faces: Typesetter) -> None:
    counted = a_copy(faces, charges=Charges(freight=500, in_value=frozenset({"freight"})))
    assert "Value for customs" not in words(faces.pdf(invoice(counted)))


def test_cn22_when_goods_need_more_room_then_does_not_fit() -> None:
    assert fits_cn22(a_declaration(lines=(SHIRT,)))
    assert not fits_cn22(a_declaration(lines=many_lines(5)))
    assert not fits_cn22(a_declaration(lines=(SHIRT,), reason="x" * 65))


def test_cn22_when_all_its_lines_are_full_then_takes_one_page(faces: Typesetter) -> None:
    full = tuple(replace(SHIRT, number=each, description="Women's trousers " * 3 + "of cotton") for each in range(1, 5))
    copy = a_copy(faces, lines=full, category=Category.RETURN, reason="Returned for repair, will come back to us")
    assert pages(faces.pdf(cn22(copy))) == 1


def test_label_when_names_are_very_long_then_still_takes_one_page_and_is_read(faces: Typesetter) -> None:
    name = "شركة الاختبار الطويلة جدا للتجارة والتوزيع " * 5
    long = replace(CONSIGNEES["SA"], name=name, company=name, lines=(name, name, name))
    pdf = faces.pdf(label_sheet(replace(a_copy(faces, "SA"), consignee=long)))
    assert pages(pdf) == 1
    assert codes(pdf) == [NUMBER]


@pytest.mark.parametrize("name", ["cn22", "cn23", "invoice", "packing_list", "dangerous_goods_note"])
def test_paper_when_there_are_no_goods_then_is_refused(faces: Typesetter, name: str) -> None:
    with pytest.raises(PaperEmpty):
        VIEWS[name](a_copy(faces, lines=()))


def test_pick_list_when_there_are_no_rows_then_is_refused(faces: Typesetter) -> None:
    with pytest.raises(PaperEmpty):
        pick_sheet(PICK_HEAD, (), Scribe(faces))


def test_count_sheet_when_there_are_no_rows_then_is_refused(faces: Typesetter) -> None:
    with pytest.raises(PaperEmpty):
        count_sheet(PICK_HEAD, (), Scribe(faces))


def test_slip_when_the_box_is_empty_then_is_refused(faces: Typesetter) -> None:
    with pytest.raises(PaperEmpty):
        packing_slip(a_copy(faces), ())
