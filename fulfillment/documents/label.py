"""The address label as a drawing (SVG, 100 by 150 mm). It is kept with slots where names and addresses go, and filled
from the order when it is printed: what is kept holds no personal value.
"""

import re
from html import escape

from engine.customs.secrecy import without_secret_numbers
from engine.order.address import Address
from engine.order.order import Order

MEDIA_TYPE = "image/svg+xml"
SLOTS = 7
_SLOT = re.compile(f"{{([1-{SLOTS}])}}")
_TOP_MM, _STEP_MM = 44, 8


def draw_label(number: str, carrier: str, origin: str, weight_g: int) -> bytes:
    """A label for one parcel; `{1}` to `{7}` stand for the lines of the address."""
    spaced = " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:]))
    lines = "".join(
        f'<text x="6" y="{_TOP_MM + _STEP_MM * place}" font-size="5">{{{place}}}</text>'
        for place in range(1, SLOTS + 1)
    )
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="150mm" viewBox="0 0 100 150">'
        '<rect x="1" y="1" width="98" height="148" fill="none" stroke="black"/>'
        f'<text x="6" y="12" font-size="6">{escape(carrier)}</text>'
        f'<text x="6" y="24" font-size="9" font-family="monospace">{escape(spaced)}</text>'
        f'<text x="6" y="34" font-size="4">{escape(origin)} · {weight_g} g</text>{lines}</svg>'
    )
    return drawn.encode()


def fill_label(content: bytes, order: Order) -> str:
    """The label with the address that the order has now."""
    lines = address_lines(order.shipping_address)
    # In one pass, so that an address which looks like a slot stays text.
    return _SLOT.sub(lambda slot: escape("".join(lines[int(slot[1]) - 1 : int(slot[1])])), content.decode())


def empty_label(content: bytes) -> str:
    """The label without an address."""
    return _SLOT.sub("", content.decode())


def address_lines(address: Address) -> tuple[str, ...]:
    """As post offices read them, at most seven: who, street, place, country; never a tax number of the seller."""
    place = " ".join(part for part in (address.postcode, address.city, address.state) if part)
    parts = (address.name, address.company, address.line1, address.line2, address.line3, place, address.country)
    return tuple(shown for part in parts if part and (shown := without_secret_numbers(part)))
