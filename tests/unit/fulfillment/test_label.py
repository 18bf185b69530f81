"""The address label: kept without an address, printed with one."""

from xml.etree import ElementTree as ET  # what it reads here is our own drawing

from fulfillment.documents.label import SLOTS, address_lines, draw_label, fill_label
from tests.builders import an_address, an_order

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


def test_address_when_longest_then_fits_the_label() -> None:
    full = an_address(company="X", line2="Y", line3="Z", state="BE")
    assert len(address_lines(full)) == SLOTS
