"""Amounts and directions of camt.053: an amount has no sign, and another element says which way money went."""

from xml.etree.ElementTree import Element

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import Faults, quoted
from fulfillment.payments.settlement.readers.amounts import BadAmount, minor_units, read_amount
from fulfillment.payments.settlement.readers.markup import children, text


def amount_of(faults: Faults, row: int, path: str, element: Element) -> tuple[str, int]:
    """Currency and minor units of an element's `Amt`; faults when they are missing or bad."""
    found = next(children(element, "Amt"), None)
    if found is None:
        faults.add(row, path, "missing", "no amount; get the statement again")
        return "", 0
    currency = found.get("Ccy", "")
    if currency not in exponents():
        faults.add(row, f"{path}/@Ccy", "bad_currency", f"`{quoted(currency)}` is no currency such as EUR")
        return "", 0
    return currency, minor_of(faults, row, path, found)


def minor_of(faults: Faults, row: int, path: str, found: Element) -> int:
    """Minor units of an amount whose currency is known; 0 and a fault when it is none."""
    try:
        amount = minor_units(read_amount(found.text or ""), found.get("Ccy", ""))
    except BadAmount as bad:
        faults.add(row, path, "bad_amount", str(bad))
        return 0
    if amount < 0:
        faults.add(row, path, "bad_amount", "an amount is without sign; CdtDbtInd says which way it goes")
    return amount


def sign_of(faults: Faults, row: int, path: str, element: Element) -> int:
    """Which way: CRDT comes, DBIT goes."""
    way = text(element, "CdtDbtInd")
    if way not in ("CRDT", "DBIT"):
        faults.add(row, path, "bad_direction", f"`{quoted(way)}` is neither CRDT nor DBIT")
    return -1 if way == "DBIT" else 1
