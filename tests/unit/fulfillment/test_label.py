"""The address label: kept without an address, printed with one."""

from xml.etree import ElementTree as ET  # what it reads here is our own drawing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.order.party import TaxHolder, TaxIdentifier
from fulfillment.documents.label import SLOTS, address_lines, draw_label, fill_label
from tests.builders import an_address, an_order

DIGITS = st.text("0123456789", min_size=10, max_size=10)
DRAWN = draw_label("RX473124829CN", "dhl & sons", "CN", 480)


def words(drawn: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314


def test_label_when_drawn_then_shows_number_and_weight_and_no_address() -> None:
    drawn = words(DRAWN.decode())
    assert "RX 473 124 829 CN" in drawn
    assert "CN · 480 g" in drawn
    assert [f"{{{place}}}" for place in range(1, SLOTS + 1)] == drawn[-SLOTS:]


def test_label_when_printed_then_holds_the_address_line_by_line() -> None:
    printed = words(fill_label(DRAWN, an_order()))
    assert printed[-SLOTS:] == ["Erika Muster", "Chausseestr. 5", "10115 Berlin", "DE", "", "", ""]


def test_label_when_an_address_holds_signs_of_the_drawing_then_they_stay_text() -> None:
    address = an_address(name="<b>{2}</b> & {3}")
    printed = words(fill_label(DRAWN, an_order(shipping_address=address)))
    assert printed[-SLOTS:][:2] == ["<b>{2}</b> & {3}", "Chausseestr. 5"]


@pytest.mark.parametrize("written", ["IM2760000742", "IOSS: IM2760000742", "ioss no. im 276 000 0742", "IM276-0000742"])
def test_label_when_an_address_line_holds_the_one_stop_shop_number_then_it_is_left_off(written: str) -> None:
    printed = words(fill_label(DRAWN, an_order(shipping_address=an_address(line2=f"Hinterhaus, {written}"))))
    assert printed[-SLOTS:][2] == "Hinterhaus"


@given(
    place=st.sampled_from(["name", "company", "line1", "line2", "line3", "city", "state", "postcode"]), digits=DIGITS
)
def test_label_when_a_one_stop_shop_number_stands_anywhere_then_nobody_reads_it(place: str, digits: str) -> None:
    numbers = (TaxIdentifier(kind="IOSS", value=f"IM{digits}", holder=TaxHolder.MERCHANT),)
    order = an_order(shipping_address=an_address(**{place: f"x IM{digits}"}), tax_identifiers=numbers)
    assert f"IM{digits}" not in fill_label(DRAWN, order)


def test_address_when_longest_then_fits_the_label() -> None:
    full = an_address(company="X", line2="Y", line3="Z", state="BE")
    assert len(address_lines(full)) == SLOTS
