"""Which fields of an order document are about a person, and how to take them out and put them back.

What is left is enough to count, to search and to explain: goods, amounts, countries, payment states. Country and
state stay, since rules and reports ask for them and they name nobody.
"""

from collections.abc import Iterator, Mapping

_ADDRESS = ("name", "company", "line1", "line2", "line3", "city", "postcode", "phone", "email")

# Path of the object, and its fields; `*` stands for each entry of a list.
PERSONAL: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ("buyer_note", "seller_note", "ip")),
    (("customer",), ("id", "name", "email", "phone", "company")),
    (("shipping_address",), _ADDRESS),
    (("billing_address",), _ADDRESS),
    (("device",), ("id", "user_agent")),
    (("tax_identifiers", "*"), ("value",)),
    (("payment",), ("gateway_reference",)),
    (("payment", "card"), ("bin", "last4", "fingerprint", "holder", "expiry_month", "expiry_year")),
    (("payment", "wallet"), ("payer_email",)),
    (("payment", "transfer"), ("payer_name", "reference")),
    (("channel_data",), ("buyer_id", "customer_messages")),
)

Part = dict[str, object]


def take_out(document: Part) -> Part:
    """Takes the personal values out of a document, in place, and answers them by pointer (RFC 6901)."""
    taken: Part = {}
    for path, names in PERSONAL:
        for pointer, part in _parts(document, path, ""):
            taken |= {f"{pointer}/{name}": part.pop(name) for name in names if name in part}
    return taken


def put_back(document: Part, taken: Mapping[str, object]) -> None:
    """Puts them back, in place: undoes `take_out`."""
    for path, names in PERSONAL:
        for pointer, part in _parts(document, path, ""):
            part |= {name: taken[f"{pointer}/{name}"] for name in names if f"{pointer}/{name}" in taken}


def _parts(part: object, path: tuple[str, ...], pointer: str) -> Iterator[tuple[str, Part]]:
    if not path:
        if isinstance(part, dict):
            yield pointer, part
        return
    name, *rest = path
    if name == "*" and isinstance(part, list):
        for number, entry in enumerate(part):
            yield from _parts(entry, tuple(rest), f"{pointer}/{number}")
    elif isinstance(part, dict) and name in part:
        yield from _parts(part[name], tuple(rest), f"{pointer}/{name}")
